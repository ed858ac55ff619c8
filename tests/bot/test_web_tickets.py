"""Tickets on the web: the owner's API, and the plain page that needs neither assistant nor JavaScript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientResponse

from bot.channels.web_visitors import COOKIE
from bot.keys import DESK_KEY, SETTINGS_KEY
from common.clock import china_time
from common.settings import ServerSettings
from faq.library import Library
from tests.bot.gateway import API, Gateway, assert_error, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import make_image
from tickets.agents import AgentDesk
from tickets.model import Status
from tickets.pictures import clean_picture

MOBILE = "13800138000"
PROBLEM = "注册时一直提示证件号已注册"
BODY = {"form": "form-12345", "username": MOBILE, "description": PROBLEM}


@pytest.fixture
async def token(gateway: Gateway) -> str:
    async with gateway.client.post(f"{API}/session") as response:
        return str((await response.json())["session"])


async def opened(gateway: Gateway, token: str, **changes: Any) -> dict[str, Any]:
    body = {**BODY, "session": token, **changes}
    async with gateway.client.post(f"{API}/tickets", json=body) as response:
        assert response.status == 200, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer


async def got(gateway: Gateway, path: str, token: str) -> dict[str, Any]:
    async with gateway.client.get(API + path, headers={"X-Session": token}) as response:
        assert response.status == 200, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer


def agents(gateway: Gateway) -> AgentDesk:
    desk = gateway.app[DESK_KEY]
    return AgentDesk(desk.engine, desk.vault, gateway.app[SETTINGS_KEY], gateway.clock)


async def test_a_ticket_by_the_api_is_masked_listed_and_never_doubled(gateway: Gateway, token: str) -> None:
    first = await opened(gateway, token)
    ticket = first["ticket"]
    assert first == {"ok": True, "ticket": ticket, "others": []}
    assert ticket == {
        "number": ticket["number"],
        "status": "open",
        "status_label": "处理中",
        "username": "138****8000",
        "description": PROBLEM,
        "promised": ticket["promised"],
        "created_at": china_time(gateway.clock.now()).isoformat(timespec="minutes"),
    }
    assert [await opened(gateway, token) for _ in range(2)] == [first, first]
    assert await got(gateway, "/tickets", token) == {"ok": True, "tickets": [ticket]}
    other = await opened(gateway, token, form="form-67890")
    assert other["others"] == [ticket["number"]]
    assert MOBILE.encode() not in gateway.stored_bytes()


async def test_nobody_else_sees_the_tickets(gateway: Gateway, token: str) -> None:
    number = (await opened(gateway, token))["ticket"]["number"]
    agents(gateway).reply("客服", number, "请重新登录")
    for other in ("", "guess", token.partition(".")[0], token[:-1], token + "0"):
        assert await got(gateway, "/tickets", other) == {"ok": True, "tickets": []}
        assert await got(gateway, "/updates", other) == {"ok": True, "updates": []}


async def test_an_agents_answer_reaches_the_page(gateway: Gateway, token: str) -> None:
    number = (await opened(gateway, token))["ticket"]["number"]
    desk = agents(gateway)
    desk.note("客服", number, "内部备注")
    desk.reply("客服", number, "请重新登录")
    desk.reply("客服", number, "已经处理好了", status=Status.RESOLVED)
    updates = (await got(gateway, "/updates", token))["updates"]
    at = china_time(gateway.clock.now()).isoformat(timespec="minutes")
    assert updates == [
        {"id": updates[0]["id"], "number": number, "text": "请重新登录", "at": at},
        {"id": updates[1]["id"], "number": number, "text": "已经处理好了", "at": at},
    ]
    later = await got(gateway, f"/updates?after={updates[0]['id']}", token)
    assert later["updates"] == updates[1:]
    for wrong in ("x", "-1", "²", ""):
        async with gateway.client.get(f"{API}/updates?after={wrong}") as response:
            await assert_error(response, 400, "「after」要写成数字")


async def test_a_picture_is_for_its_owner_only(gateway: Gateway, rasa: FakeRasa, token: str) -> None:
    form = aiohttp.FormData({"session": token, "text": "看图"})
    form.add_field("image", make_image(), filename="截图.png", content_type="image/png")
    async with gateway.client.post(f"{API}/messages", data=form) as response:
        assert response.status == 200
    (picture,) = rasa.turns[-1]["metadata"]["attachments"]
    async with gateway.client.get(f"{API}/pictures/{picture}", headers={"X-Session": token}) as response:
        assert await response.read() == clean_picture(make_image()).data
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert (response.content_type, response.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    for name, session in ((picture, "other"), ("nothing", token)):
        async with gateway.client.get(f"{API}/pictures/{name}", headers={"X-Session": session}) as response:
            await assert_error(response, 404)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form": ""}, "「form」要是 8 到 80 个字母或数字"),
        ({"form": "a b c d e f"}, "「form」要是 8 到 80 个字母或数字"),
        ({"form": None}, "「form」要写成文字"),
        ({"pictures": "a"}, "「pictures」要写成图片编号的列表"),
        ({"pictures": [1]}, "「pictures」要写成图片编号的列表"),
        ({"username": "1380013800"}, "手机号应该是 11 位，您发的是 10 位或号段不对，请核对一下。"),
        ({"description": "不行"}, "请用一句话说明遇到的问题，比如：在哪一步、页面上提示了什么。"),
        ({"description": None}, "「description」要写成文字"),
    ],
)
async def test_a_ticket_that_is_none_is_refused(
    gateway: Gateway, token: str, changes: dict[str, Any], sentence: str
) -> None:
    async with gateway.client.post(f"{API}/tickets", json={**BODY, "session": token, **changes}) as response:
        await assert_error(response, 400, sentence)
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form."""
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


async def shown_form(gateway: Gateway) -> dict[str, str]:
    async with gateway.client.get("/ticket") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-store"
        return hidden(await response.text())


def sent(gateway: Gateway, fields: dict[str, str], pictures: Sequence[bytes] = ()) -> Any:
    """As a browser without scripts posts the form; without a chosen file it sends an empty part."""
    body = aiohttp.FormData(fields, default_to_multipart=True)
    for data in pictures or (b"",):
        body.add_field("image", data, filename="a.png" if data else "", content_type="image/png")
    return gateway.client.post("/ticket", data=body, allow_redirects=False)


async def test_the_plain_page_takes_a_ticket_and_shows_it(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    filled = {**fields, "username": MOBILE, "description": f"<b>{PROBLEM}</b>"}
    places = set()
    for _ in range(3):  # pressed three times
        async with sent(gateway, filled, [make_image(), make_image(color="blue")]) as response:
            assert response.status == 303
            places.add(response.headers["Location"])
    assert gateway.rows("SELECT count(*) FROM ticket") == [(1,)]
    (place,) = places
    async with gateway.client.get(place) as response:
        page = await response.text()
    number = place.removeprefix("/ticket/")
    assert f"<h1>工单 {number}：处理中</h1>" in page
    assert f"&lt;b&gt;{PROBLEM}&lt;/b&gt;" in page and "138****8000" in page and MOBILE not in page
    assert "<dd>2 张</dd>" in page and "还没有答复" in page
    agents(gateway).reply("客服", number, "请重新登录")
    async with gateway.client.get(place) as response:
        assert "请重新登录" in await response.text()
    async with gateway.client.get("/ticket") as response:
        assert f"您已有处理中的工单 {number}" in await response.text()
    assert MOBILE.encode() not in gateway.stored_bytes()


async def test_who_does_not_remember_the_username_ticks_a_box(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "username": "", "forgotten": "yes", "description": PROBLEM}) as response:
        assert response.status == 303
    assert gateway.rows("SELECT username_kind FROM ticket") == [("forgotten",)]


NO_NAME = "请填用户名；不记得就勾选“不记得用户名”。"
TOO_LITTLE = "请用一句话说明遇到的问题，比如：在哪一步、页面上提示了什么。"


@pytest.mark.parametrize(
    ("username", "description", "faults"),
    [
        ("", "", [NO_NAME, TOO_LITTLE]),
        ("", PROBLEM, [NO_NAME]),
        (MOBILE, "不行", [TOO_LITTLE]),
        ("1380013800", PROBLEM, ["手机号应该是 11 位，您发的是 10 位或号段不对，请核对一下。"]),
    ],
)
async def test_what_was_typed_stays_when_something_is_wrong(
    gateway: Gateway, username: str, description: str, faults: list[str]
) -> None:
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "username": username, "description": description}, [make_image()]) as response:
        assert response.status == 400
        page = await response.text()
    assert [unescape(fault) for fault in re.findall(r'class="fault" id="[\w-]+">([^<]+)<', page)] == faults
    assert f'name="username" value="{username}"' in page
    assert f">{description}</textarea>" in page
    assert "已经收到 1 张，不用再选" in page
    again = hidden(page)
    async with sent(gateway, {**again, "username": MOBILE, "description": PROBLEM}) as response:
        assert response.status == 303
    assert gateway.rows("SELECT count(*) FROM attachment WHERE ticket_id IS NOT NULL") == [(1,)]


async def test_a_form_of_another_visitor_opens_nothing(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    filled = {**fields, "username": MOBILE, "description": PROBLEM}
    for wrong in ({"seal": ""}, {"seal": "0" * 32}, {"form": "x" * 20}, {"form": ""}):
        async with sent(gateway, {**filled, **wrong}) as response:
            assert response.status == 400
            page = await response.text()
            assert "为了安全请再按一次" in page and f">{PROBLEM}</textarea>" in page
    gateway.client.session.cookie_jar.clear()  # another site's form: the browser sends no cookie with it
    async with sent(gateway, filled) as response:
        assert response.status == 400
        page = await response.text()
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]
    async with sent(gateway, {**filled, **hidden(page)}) as response:
        assert response.status == 303


async def test_pictures_that_cannot_be_taken(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    filled = {**fields, "username": MOBILE, "description": PROBLEM}
    async with sent(gateway, filled, [b"<svg xmlns='http://www.w3.org/2000/svg'/>"]) as response:
        assert response.status == 400
        assert 'id="pictures-fault"' in await response.text()
    async with sent(gateway, filled, [b"\x89PNG" + b"0" * (10 * 1024 * 1024)]) as response:
        assert response.status == 400
        assert "图片太大了，一张最多 10 MB。" in await response.text()
    async with sent(gateway, filled, [make_image(color=(0, 0, step)) for step in range(6)]) as response:
        assert response.status == 400
        page = await response.text()
    assert "最多带 5 张图片，多的没有收。" in page and "已经收到 5 张" in page
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]


def part(name: str, value: bytes) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"username=a", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (
            b'--x\r\nContent-Disposition: form-data; name="form"\r\n\r\n\xff\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n' * 30 + b"--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        pytest.param(
            part("description", b"a" * 200_000) + b"--x--\r\n",
            "multipart/form-data; boundary=x",
            id="long-field",
        ),
    ],
)
async def test_a_body_that_is_no_form(gateway: Gateway, body: bytes, content_type: str) -> None:
    async with gateway.client.post("/ticket", data=body, headers={"Content-Type": content_type}) as response:
        assert response.status == 400
        assert response.content_type == "text/html"
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]


async def test_somebody_elses_ticket_page_is_missing(gateway: Gateway, token: str) -> None:
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "forgotten": "yes", "description": PROBLEM}) as response:
        place = response.headers["Location"]
    gateway.client.session.cookie_jar.clear()
    for path in (place, "/ticket/T2222222", "/ticket/%3Cb%3E"):
        async with gateway.client.get(path) as response:
            assert response.status == 404
            page = await response.text()
            assert "您名下没有这样的工单" in page and PROBLEM not in page and "<b>" not in page.partition("<h1>")[2]


def cookie_of(response: ClientResponse) -> Any:
    return response.cookies[COOKIE]


async def test_the_page_knows_the_chats_visitor(gateway: Gateway) -> None:
    async with gateway.client.post(f"{API}/session") as response:
        session = (await response.json())["session"]
        cookie = cookie_of(response)
    assert (cookie.value, cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        session,
        "/ticket",
        True,
        "Strict",
    )
    number = (await opened(gateway, session))["ticket"]["number"]
    async with gateway.client.get("/ticket") as response:
        assert f'href="/ticket/{number}"' in await response.text()
    async with gateway.client.post(f"{API}/messages", json={"text": "你好", "session": "named"}) as response:
        assert COOKIE not in response.cookies  # a name somebody chose is no proof


async def test_the_cookie_is_secure_behind_https(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    settings = replace(settings_for(rasa), server=ServerSettings(public_url="https://bot.example.com"))
    async with (
        running_gateway(tmp_path, small_library, rasa, settings) as gateway,
        gateway.client.get("/ticket") as response,
    ):
        assert cookie_of(response)["secure"] is True


async def test_too_many_submits_keep_what_was_typed(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    settings = settings_for(rasa, session_messages_per_minute=1)
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        fields = await shown_form(gateway)
        async with sent(gateway, {**fields, "description": PROBLEM}) as response:
            assert response.status == 400
        async with sent(gateway, {**fields, "username": MOBILE, "description": PROBLEM}) as response:
            assert response.status == 429
            page = await response.text()
        assert "提交得太快了" in page and f">{PROBLEM}</textarea>" in page
    assert "/ticket" in page


async def test_without_rasa_the_way_to_a_person_is_the_page(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.status = 500
    (text,) = await gateway.texts(session="s", text="转人工")
    assert text.endswith("也可以打开 /ticket 填表提交工单，三个工作日内答复。")


async def test_a_form_under_way_waits_for_rasa(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.answers.append(
        {
            "messages": [{"text": "请核对", "custom": {"trace": {"asking": "confirm"}}}],
            "parse": {"intent": "deny", "confidence": 1.0},
            "restarted": False,
        }
    )
    await gateway.post(session="s", text="没有")
    rasa.status = 500
    answer = await gateway.post(session="s", text="提交")
    assert [reply["text"] for reply in answer["replies"]] == [
        "智能助手暂时没有回应。您填的工单内容都还在，请过一两分钟把刚才这句再发一次，或者回复“提交工单”接着填。\n"
        "着急的话，也可以打开 /ticket 直接填表提交。"
    ]
    assert (answer["trace"]["limited"], answer["trace"]["band"]) == (True, None)
    (text,) = await gateway.texts(session="s", text="怎么重置密码")
    assert text.endswith("（您没填完的工单还在，过一会儿回复“提交工单”接着填。）") and "找回密码" in text
