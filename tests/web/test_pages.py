"""The public pages as HTML: what is on them, what is escaped, what is missing, how it is cached."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from common.clock import FakeClock
from common.help_desk import HelpDesk
from common.settings import Settings
from tests.web.content import FakeBox, FakeKnowledge, FakeUsage
from tests.web.fake_api import LIMITS
from web.pages import add_pages
from web.static_files import StaticFiles
from web.templating import Templates

Client = TestClient[web.Request, web.Application]
CLOCK = FakeClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
PAGES = (
    "/",
    "/?q=你好",
    "/?guide=reset_password",
    "/help",
    "/help?q=密码",
    "/help/hot",
    "/help/c/学信档案",
    "/help/reset_password",
    "/help/no_such",
)
HOSTILE = "\"'><script>alert(1)</script>{{ 7*7 }}"


class _Reader(HTMLParser):
    """All start tags of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def box() -> FakeBox:
    return FakeBox()


@pytest.fixture
def usage() -> FakeUsage:
    return FakeUsage()


@pytest.fixture
def missed() -> list[str]:
    """What was searched for in vain."""
    return []


@pytest.fixture
async def client(box: FakeBox, missed: list[str], usage: FakeUsage) -> AsyncIterator[Client]:
    app = web.Application()
    files = StaticFiles()

    async def keep(_: web.Request, query: str) -> None:
        missed.append(query)

    templates = Templates(files, HelpDesk.of(Settings()), "https://help.example.com/")
    add_pages(app, FakeKnowledge(), box, keep, templates, files, usage, asyncio.to_thread, LIMITS, CLOCK)
    async with TestClient(TestServer(app)) as opened:
        yield opened


async def read(client: Client, path: str, status: int = 200) -> _Reader:
    answer = await client.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-cache"
    reader = _Reader()
    reader.feed(await answer.text())
    return reader


def links(page: _Reader, start: str = "") -> list[str]:
    found = [str(values["href"]) for tag, values in page.tags if tag == "a"]
    return [address for address in found if address.startswith(start)]


async def test_the_chat_page_offers_the_hot_questions(client: Client) -> None:
    page = await read(client, "/")
    chips = [values["data-option"] for tag, values in page.tags if tag == "a" and "data-option" in values]
    assert chips == ["reset_password", "recover_username", "what_is_archive"]
    # Without scripts they lead to the articles.
    assert [address for address in links(page, "/help/") if "/c/" not in address] == [f"/help/{name}" for name in chips]
    names = ("学信网账号", "学信档案", "新分类")
    assert links(page, "/help/c/") == [f"/help/c/{quote(name)}" for name in names]


@pytest.mark.parametrize(("entry_id", "there", "folded"), [("account_1", 12, 4), ("account_2", 10, 0)])
async def test_most_of_what_is_asked_next_is_folded(client: Client, entry_id: str, there: int, folded: int) -> None:
    """Nobody scrolls past two dozen questions to the way to a person; a few more are not worth a fold."""
    text = (await read(client, f"/help/{entry_id}")).text
    assert [int(place) for place in re.findall("接着问的第([0-9]+)句", text)] == list(range(there))
    assert re.findall("还有 ([0-9]+) 个", text) == [str(folded)] * bool(folded)
    assert not folded or text.index("还有 ") > text.index(f"第{there - folded - 1}句的回答")


async def test_a_question_in_the_address_fills_the_box_as_text(client: Client) -> None:
    answer = await client.get("/", params={"q": HOSTILE})
    assert "&#34;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}</textarea>" in await answer.text()
    long = await client.get("/", params={"q": "长" * 500})
    assert re.findall("长+", await long.text()) == ["长" * 100]


async def test_the_help_centre_lists_hot_questions_and_categories(client: Client, box: FakeBox) -> None:
    page = await read(client, "/help")
    hot = ["/help/reset_password", "/help/recover_username", "/help/what_is_archive"]
    categories = [f"/help/c/{quote(name)}" for name in ("学信网账号", "学信档案", "新分类")]
    assert links(page, "/help/") == ["/help/hot", *hot, *categories]
    icons = [str(values["href"]) for tag, values in page.tags if tag == "use"]
    assert [address.rpartition("#")[2] for address in icons] == ["account", "archive", "other"]
    assert (await client.get(icons[0])).status == 200
    assert box.asked == []


async def test_a_category_has_a_page_of_its_own(client: Client) -> None:
    page = await read(client, "/help/c/学信网账号")
    accounts = ["/help/reset_password", "/help/recover_username", *(f"/help/account_{n}" for n in range(1, 7))]
    assert [address for address in links(page, "/help/") if "/c/" not in address] == accounts
    assert "8 个问题" in page.text
    assert "没有这个分类" in (await read(client, "/help/c/没有的分类", 404)).text


async def test_what_is_read_becomes_popular_behind_the_pins(client: Client, usage: FakeUsage) -> None:
    usage.used.update({"account_3": 5, "new_kind": 9, "school_only": 99, "gone": 99})
    for _ in range(2):
        await read(client, "/help/account_1")
    await read(client, "/help/no_such", 404)
    assert usage.used["account_1"] == 2 and "no_such" not in usage.used
    pins = ["reset_password", "recover_username", "what_is_archive"]
    expected = [f"/help/{name}" for name in (*pins, "new_kind", "account_3", "account_1")]
    assert links(await read(client, "/help/hot"), "/help/") == expected


async def test_a_guide_is_offered_and_never_begun_by_an_address(client: Client) -> None:
    page = await read(client, "/?guide=reset_password")
    assert "一步步来：忘记密码怎么找回？" in page.text
    assert "一步步来" not in (await read(client, "/?guide=school_only")).text
    answer = await read(client, "/help/recover_username")
    assert links(answer, "/help/recover_username/") == ["/help/recover_username/steps"]
    (button,) = [values for tag, values in answer.tags if tag == "a" and "data-chat" in values]
    assert button["data-chat"] == "/?guide=recover_username"  # where a script takes it


async def test_search_engines_learn_of_every_public_page(client: Client) -> None:
    answer = await client.get("/sitemap.xml")
    text = await answer.text()
    assert answer.content_type == "application/xml"
    places = [item.text for item in ElementTree.fromstring(text).iter() if item.tag.endswith("loc")]
    assert places[0] == "https://help.example.com/help"
    assert "https://help.example.com/help/reset_password" in places
    assert not [place for place in places if place and ("school_only" in place or place.endswith("past"))]
    robots = await (await client.get("/robots.txt")).text()
    assert "Disallow: /ticket\n" in robots and "Sitemap: https://help.example.com/sitemap.xml" in robots
    page = await read(client, "/help/reset_password")
    said = {
        values.get("name") or values.get("property"): values["content"]
        for tag, values in page.tags
        if tag == "meta" and "content" in values
    }
    assert str(said["description"]).startswith("先别急。 1. 打开学信网")
    assert said["og:title"] == "忘记密码怎么找回？ · 学信机器人"
    canonical = [values["href"] for tag, values in page.tags if tag == "link" and values.get("rel") == "canonical"]
    assert canonical == ["https://help.example.com/help/reset_password"]


async def test_a_search_lists_what_was_found_with_the_words_marked(
    client: Client, box: FakeBox, missed: list[str]
) -> None:
    box.finds = ("recover_username", "what_is_archive")
    page = await read(client, "/help?q=%20用户名 ")
    assert box.asked == [("用户名", 20, "")]
    assert links(page, "/help/") == ["/help/recover_username", "/help/what_is_archive"]
    assert [tag for tag, _ in page.tags].count("mark") == 1
    assert links(page, "/?q=") == ["/?q=%E7%94%A8%E6%88%B7%E5%90%8D"]
    assert "2 个问题" in page.text
    assert missed == []


async def test_a_search_is_narrowed_to_a_category_and_shown_whole(client: Client, box: FakeBox) -> None:
    box.finds, box.total = ("recover_username", "what_is_archive"), 30
    page = await read(client, "/help?q=用户")
    query = "/help?q=%E7%94%A8%E6%88%B7"
    one, other = (
        f"{query}&c=%E5%AD%A6%E4%BF%A1%E7%BD%91%E8%B4%A6%E5%8F%B7",
        f"{query}&c=%E5%AD%A6%E4%BF%A1%E6%A1%A3%E6%A1%88",
    )
    assert links(page, "/help?q=") == [query, one, other, f"{query}&all=1#more"]
    assert "还有 28 条" in page.text
    await read(client, f"{one}&all=1")
    assert box.asked == [("用户", 20, ""), ("用户", 500, "学信网账号")]


async def test_a_search_that_finds_nothing_offers_what_may_be_meant_and_is_kept(
    client: Client, box: FakeBox, missed: list[str]
) -> None:
    page = await read(client, "/help?q=今天天气")
    assert "没有找到“今天天气”" in page.text
    assert links(page, "/human") == ["/human?q=%E4%BB%8A%E5%A4%A9%E5%A4%A9%E6%B0%94"] * 2  # at the top, and here
    assert links(page, "/help/") == ["/help/reset_password", "/help/recover_username", "/help/what_is_archive"]
    box.likely = ("new_kind",)
    assert links(await read(client, "/help?q=今天"), "/help/") == ["/help/new_kind"]
    assert missed == ["今天天气", "今天"]


async def test_a_hostile_search_stays_text(client: Client) -> None:
    answer = await client.get("/help", params={"q": HOSTILE})
    page = _Reader()
    page.feed(await answer.text())
    assert [values for tag, values in page.tags if tag == "script" and "src" not in values] == []
    assert f"没有找到“{HOSTILE}”" in page.text
    assert [values["value"] for tag, values in page.tags if tag == "input"] == [HOSTILE]


async def test_an_answer_page_has_all_its_parts(client: Client) -> None:
    page = await read(client, "/help/reset_password")
    words = re.sub(r"\s+", " ", page.text)
    expected = (
        "帮助中心›学信网账号 忘记密码怎么找回？ "
        "先别急。打开学信网，点找回密码。填用户名；忘了就先找回用户名。<b>不是标签</b> "
        "联系方式 客服邮箱 kefu@chsi.com.cn三个工作日内回复 客服热线 010-67410388以官网页脚公布的号码为准 "
        "来源：学信网服务号推送，未注日期。整理于 2026-11-22，没有在官网实时核对 "
        "学信机器人（非学信网官方） · https://help.example.com/help/reset_password "
        "分享打印 您可能遇到的问题 忘记用户名怎么办？ 还没解决？换句话问机器人"
    )
    assert expected in words
    assert [values["data-faq"] for tag, values in page.tags if values.get("id") == "feedback"] == ["reset_password"]


@pytest.mark.parametrize("name", ["no_such", "school_only", "past", "%3Cscript%3E", "..%2Fetc"])
async def test_a_missing_answer_offers_other_ways(client: Client, name: str) -> None:
    page = await read(client, f"/help/{name}", 404)
    assert "没有这个问题" in page.text
    assert links(page, "/help/") == ["/help/reset_password", "/help/recover_username", "/help/what_is_archive"]


@pytest.mark.parametrize("path", PAGES)
async def test_pages_obey_the_content_security_policy(client: Client, path: str) -> None:
    answer = await client.get(path)
    page = _Reader()
    page.feed(await answer.text())
    for tag, values in page.tags:
        assert not [name for name in values if name == "style" or name.startswith("on")], (tag, values)
        assert tag != "style"
        assert tag != "script" or values.get("src", "").startswith("/static/")  # type: ignore[union-attr]
        if tag in ("link", "img", "script") and values.get("rel") != "canonical":
            address = str(values.get("href") or values.get("src"))
            assert (await client.get(address)).status == 200, address


@pytest.mark.parametrize("path", PAGES)
async def test_every_field_has_a_label_and_every_id_is_unique(client: Client, path: str) -> None:
    answer = await client.get(path)
    page = _Reader()
    page.feed(await answer.text())
    ids = [values["id"] for _, values in page.tags if "id" in values]
    assert len(ids) == len(set(ids))
    labelled = {values["for"] for tag, values in page.tags if tag == "label"}
    assert {values["id"] for tag, values in page.tags if tag in ("input", "textarea")} == labelled
    named = {values.get(key) for _, values in page.tags for key in ("aria-controls", "aria-labelledby")}
    assert named - {None} <= set(ids)


async def test_static_files_may_be_kept_only_under_their_own_version(client: Client) -> None:
    current = StaticFiles().url("base.css")
    assert re.fullmatch(r"/static/[0-9a-f]{12}/base\.css", current)
    kept = await client.get(current)
    other = await client.get("/static/000000000000/base.css")
    assert (kept.headers["Cache-Control"], kept.headers["Content-Type"]) == (
        "public, max-age=31536000, immutable",
        "text/css; charset=utf-8",
    )
    assert other.headers["Cache-Control"] == "no-cache"
    assert await kept.read() == await other.read()


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fpages.py", "%2e%2e%2f__init__.py", "base.css%00"])
async def test_nothing_but_the_listed_files_is_served(client: Client, name: str) -> None:
    assert (await client.get(f"/static/x/{name}")).status == 404


def test_a_template_cannot_link_to_a_file_that_is_not_there() -> None:
    with pytest.raises(KeyError, match=r"no_such\.css"):
        StaticFiles().url("no_such.css")
