"""A person is in reach from every page, whatever is wrong; people see pages, programs JSON."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.bot.gateway import Gateway, assert_error
from tests.bot.test_ticket_page import MOBILE, PROBLEM, hidden, sent
from tests.fakes.rasa_server import FakeRasa

PAGE = {"Accept": "text/html,application/xhtml+xml"}


async def body(gateway: Gateway, path: str, status: int = 200) -> str:
    async with gateway.client.get(path, headers=PAGE) as response:
        assert (response.status, response.content_type) == (status, "text/html"), path
        return await response.text()


def way_to_a_person(page: str) -> str:
    found = re.search(r'<a class="top-link strong" id="human" href="([^"]+)">人工客服</a>', page)
    assert found, page[:600]
    return unescape(found[1])


@pytest.mark.parametrize(
    ("path", "status", "way"),
    [
        ("/", 200, "/human"),
        ("/help", 200, "/human"),
        ("/help?q=密码", 200, "/human?q=%E5%AF%86%E7%A0%81"),
        ("/help/reset_password", 200, "/human?about=reset_password"),
        ("/help/no_such", 404, "/human"),
        ("/ticket", 200, "/human"),
        ("/human", 200, "/human"),
        ("/privacy", 200, "/human"),
        ("/nowhere", 404, "/human"),
        ("/help/a/b/c", 404, "/human"),
    ],
)
async def test_every_page_leads_to_a_person(gateway: Gateway, path: str, status: int, way: str) -> None:
    assert way_to_a_person(await body(gateway, path, status)) == way


_WAY = re.compile(r"""<a[^>]* href="/(human|ticket#new|ticket\?[^"]*#new)[^"]*"[^>]*>([^<]+)</a>""")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/help?q=密码",
        "/help?q=没有这样的词啊",
        "/help/reset_password",
        "/help/no_such",
        "/human",
        "/nowhere",
        "/ticket",
    ],
)
async def test_the_way_has_one_name_and_the_form_another(gateway: Gateway, path: str) -> None:
    """It had four: 人工客服, 找人工客服, 写给客服, 提交工单."""
    async with gateway.client.get(path, headers=PAGE) as response:
        page = await response.text()
    names = {("human" if to == "human" else "form", text.strip()) for to, text in _WAY.findall(page)}
    assert names <= {("human", "人工客服"), ("form", "提交工单")} and ("human", "人工客服") in names


async def test_it_works_while_rasa_is_away(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.status = 500
    page = await body(gateway, "/human")
    assert "这里的工作人员（不是学信网官方）三个工作日内答复" in page and 'href="/ticket#new">提交工单</a>' in page
    assert "微信服务号 chsi_chesicc" in page


async def test_it_is_two_lines_and_one_button_and_the_rest_is_folded(gateway: Gateway) -> None:
    main = (await body(gateway, "/human")).partition("<main")[2].partition("</main>")[0]
    card = main.partition('<section class="card">')[2].partition("</section>")[0]
    assert (card.count("<p"), card.count("<a ")) == (1, 1)
    assert "chsi_chesicc" in main.partition("<details")[2].partition("</details>")[0]


async def test_what_was_searched_and_read_goes_to_the_agent(gateway: Gateway) -> None:
    page = await body(gateway, "/human?q=%20登录 不上&about=reset_password")
    assert "您搜过“登录 不上”；看过“忘记密码怎么办？”。" in page
    begin = re.search(r'href="(/ticket\?[^"#]+)#new"', page)
    assert begin
    form = await body(gateway, unescape(begin[1]))
    fields = {**hidden(form), "username": MOBILE, "description": PROBLEM}
    async with sent(gateway, fields) as response:
        assert response.status == 303
        number = response.headers["Location"].removeprefix("/ticket/").partition("?")[0]
    ticket = gateway.served.parts.desk.reader.ticket(number)
    assert ticket.context == "搜过“登录 不上”；看过“忘记密码怎么办？”"
    async with gateway.client.get(f"/ticket/{ticket.number}") as response:
        assert (
            '<dt>一起交给客服的</dt><dd class="said">搜过“登录 不上”；看过“忘记密码怎么办？”</dd>'
            in await response.text()
        )


@pytest.mark.parametrize("address", ["/human?about=no_such", "/human?about=&q=", "/human?q=%20"])
async def test_nothing_is_said_of_nothing(gateway: Gateway, address: str) -> None:
    page = await body(gateway, address)
    assert "会一起交给客服" not in page and 'href="/ticket#new"' in page


@pytest.mark.parametrize(
    ("path", "place"),
    [("/help/", "/help"), ("/ticket/", "/ticket"), ("/help/reset_password/", "/help/reset_password")],
)
async def test_a_slash_too_many_leads_to_the_page(gateway: Gateway, path: str, place: str) -> None:
    async with gateway.client.get(path, headers=PAGE, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (308, place)


async def test_the_chats_other_address_keeps_the_question(gateway: Gateway) -> None:
    async with gateway.client.get("/chat?q=你好", headers=PAGE, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (308, "/?q=%E4%BD%A0%E5%A5%BD")


@pytest.mark.parametrize("path", ["//evil.example/", "/%2fevil.example/", "///evil.example//"])
async def test_no_address_leads_to_another_site(gateway: Gateway, path: str) -> None:
    url = str(gateway.client.make_url("/")).rstrip("/") + path
    async with gateway.client.session.get(url, headers=PAGE, allow_redirects=False) as response:
        assert not response.headers.get("Location", "/").startswith(("//", "http", "/\\"))


async def test_people_see_pages_and_programs_json(gateway: Gateway) -> None:
    page = await body(gateway, "/nowhere", 404)
    assert '<h1 id="error" tabindex="-1" autofocus>没有这个页面</h1>' in page
    assert [way for way in ("/help", '"/"', "/human") if way not in page] == []
    for headers, kind in ((PAGE, "text/html"), ({"Accept": "*/*"}, "application/json")):
        async with gateway.client.get("/static/x/no_such.css", headers=headers) as response:
            assert (response.status, response.content_type) == (404, kind)
    async with gateway.client.post("/privacy", headers=PAGE) as response:
        assert (response.status, response.content_type) == (405, "text/html")
        assert "GET" in response.headers["Allow"]
    for path in ("/api/v1/nowhere", "/wechat/nowhere"):
        async with gateway.client.get(path, headers=PAGE) as response:
            await assert_error(response, 404, "没有这个地址")
    async with gateway.client.get("/nowhere") as response:
        await assert_error(response, 404, "没有这个地址")


async def test_the_first_fault_of_a_form_has_the_focus(gateway: Gateway) -> None:
    fields = hidden(await body(gateway, "/ticket"))
    async with sent(gateway, {**fields, "username": "", "description": ""}) as response:
        page = await response.text()
    assert re.findall(r'id="(\w+)"[^>]* autofocus', page) == ["username"]
    async with sent(gateway, {**hidden(page), "username": MOBILE, "description": ""}) as response:
        assert re.findall(r'id="(\w+)"[^>]* autofocus', await response.text()) == ["description"]
