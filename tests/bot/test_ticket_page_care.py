"""What the plain page lets owners do with the tickets they have: look, add words and pictures, close."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

import aiohttp
import pytest

from tests.bot.gateway import Gateway
from tests.bot.test_ticket_page import hidden, sealed_path, sent, shown_form
from tests.bot.test_web_tickets import agents
from tests.tickets.samples import make_image
from tickets.model import MessageKind, Status, Ticket

PROBLEM = "注册时一直提示证件号已注册"


@pytest.fixture
async def number(gateway: Gateway) -> str:
    """An open ticket of the visitor."""
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "forgotten": "yes", "description": PROBLEM}) as response:
        assert response.status == 303
        return str(response.headers["Location"]).split("/")[2].partition("?")[0]


async def page_of(gateway: Gateway, path: str) -> str:
    async with gateway.client.get(path) as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "no-store"
        return await response.text()


async def care_form(gateway: Gateway, number: str) -> dict[str, str]:
    """The hidden fields of the ticket's own form."""
    return hidden((await page_of(gateway, f"/ticket/{number}")).partition("/add")[2].partition("</form>")[0])


def posted(gateway: Gateway, path: str, fields: dict[str, str], pictures: Sequence[bytes] = ()) -> Any:
    body = aiohttp.FormData(fields, default_to_multipart=True)
    for data in pictures or (b"",):
        body.add_field("image", data, filename="a.png" if data else "", content_type="image/png")
    return gateway.client.post(sealed_path(path, fields), data=body, allow_redirects=False)


def stored(gateway: Gateway, number: str) -> Ticket:
    desk = gateway.served.parts.desk
    with desk.engine.connect() as connection:
        return desk.reader.find(connection, number, raw=True)


def additions(ticket: Ticket) -> list[str]:
    return [line.body for line in ticket.messages if line.kind is MessageKind.ADDITION]


async def test_open_tickets_are_shown_with_status_promise_and_answers(gateway: Gateway, number: str) -> None:
    page = await page_of(gateway, "/ticket")
    assert f'<a href="/ticket/{number}">{number}</a> <span class="tag">处理中</span>' in page
    assert "客服会在2026年11月5日（星期四）前答复。" in page and f">{PROBLEM}</p>" in page
    assert "提交新的工单" in page
    agents(gateway).reply("客服", number, "请<重新>登录")
    agents(gateway).note("客服", number, "内部备注")
    page = await page_of(gateway, "/ticket")
    assert '<span class="tag">等您补充</span>' in page and "请&lt;重新&gt;登录" in page
    assert re.sub("<[^>]{1,80}>", "", page).count("客服已经答复，看看下面；还没解决就补充一句。") == 1
    assert "内部备注" not in page


async def test_words_and_pictures_are_added_once(gateway: Gateway, number: str) -> None:
    agents(gateway).reply("客服", number, "请发一张截图")
    fields = await care_form(gateway, number)
    filled = {**fields, "description": "截图来了，<b>13800138000</b>"}
    for _ in range(3):  # pressed three times
        async with posted(gateway, f"/ticket/{number}/add", filled, [make_image()]) as response:
            assert (response.status, response.headers["Location"]) == (303, f"/ticket/{number}?done=added")
    ticket = stored(gateway, number)
    assert (ticket.status, additions(ticket), len(ticket.attachments)) == (
        Status.OPEN,
        ["截图来了，<b>13800138000</b>"],
        1,
    )
    page = await page_of(gateway, f"/ticket/{number}?done=added")
    assert "已补充，客服会一起看。" in page and "您的补充" in page and "/pictures/" in page
    assert "截图来了，&lt;b&gt;〔手机号〕&lt;/b&gt;" in page and "13800138000" not in page
    assert "客服答复过；您的补充，客服会在2026年" in page


async def test_a_picture_alone_is_enough(gateway: Gateway, number: str) -> None:
    fields = await care_form(gateway, number)
    async with posted(gateway, f"/ticket/{number}/add", {**fields, "description": ""}, [make_image()]) as response:
        assert response.status == 303
    ticket = stored(gateway, number)
    assert (additions(ticket), len(ticket.attachments)) == ([""], 1)


async def test_an_addition_that_is_none_keeps_what_was_chosen(gateway: Gateway, number: str) -> None:
    fields = await care_form(gateway, number)
    async with posted(gateway, f"/ticket/{number}/add", {**fields, "description": "  "}) as response:
        assert response.status == 400
        assert 'id="description-fault">请写一句要补充的话，或者选一张图片。<' in await response.text()
    bad = [make_image(), b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
    async with posted(gateway, f"/ticket/{number}/add", {**fields, "description": "又不行了"}, bad) as response:
        assert response.status == 400
        page = await response.text()
    assert 'id="pictures-fault"' in page and "已经收到 1 张，不用再选" in page and ">又不行了</textarea>" in page
    again = hidden(page.partition("/add")[2].partition("</form>")[0])
    async with posted(gateway, f"/ticket/{number}/add", {**again, "description": "又不行了"}) as response:
        assert response.status == 303
    ticket = stored(gateway, number)
    assert (additions(ticket), len(ticket.attachments)) == (["又不行了"], 1)


async def test_solved_closes_it_and_nothing_more_can_be_added(gateway: Gateway, number: str) -> None:
    fields = await care_form(gateway, number)
    for _ in range(2):
        async with posted(gateway, f"/ticket/{number}/settle", fields) as response:
            assert (response.status, response.headers["Location"]) == (303, f"/ticket/{number}?done=settled")
    assert stored(gateway, number).status is Status.CLOSED
    page = await page_of(gateway, f"/ticket/{number}?done=settled")
    assert "好的，这张工单已按“解决了”关闭。" in page and "/add" not in page and "/settle" not in page
    async with posted(gateway, f"/ticket/{number}/add", {**fields, "description": "又不行了"}) as response:
        assert response.status == 400
        assert f"工单 {number} 已经关闭，不能再补充；还有问题请重新提交工单。" in await response.text()
    code = gateway.served.parts.owners.code(number)
    gateway.client.session.cookie_jar.clear()  # another phone: what is closed is found, and nothing else is promised
    form = hidden(await page_of(gateway, "/ticket-recovery"))
    async with posted(gateway, "/ticket-recovery", {**form, "number": number, "code": code}) as response:
        assert response.status == 303
        place = response.headers["Location"]
    page = await page_of(gateway, place)
    assert "找到了。这张工单以后在这里也能看。" in page and "能补充。" not in page
    page = await page_of(gateway, "/ticket")
    # What is closed is theirs, too: it seemed to be gone, below a whole form.
    assert '<h1 id="closed">我的工单</h1>' in page and page.index(number) < page.index("提交新的工单")


@pytest.mark.parametrize("act", ["add", "settle"])
async def test_only_the_owner_with_the_form_they_were_shown(gateway: Gateway, number: str, act: str) -> None:
    fields = await care_form(gateway, number)
    for wrong in ({"seal": ""}, {"seal": "0" * 32}, {"form": "x" * 20}, {"form": ""}):
        async with posted(gateway, f"/ticket/{number}/{act}", {**fields, "description": "补一句", **wrong}) as response:
            assert response.status == 400
            assert "为了安全请再按一次" in await response.text()
    gateway.client.session.cookie_jar.clear()  # somebody else, or another site's form
    async with posted(gateway, f"/ticket/{number}/{act}", {**fields, "description": "补一句"}) as response:
        assert response.status == 404
        assert PROBLEM not in await response.text()
    mine = await shown_form(gateway)  # with a seal of their own
    async with posted(gateway, f"/ticket/{number}/{act}", {**mine, "description": "补一句"}) as response:
        assert response.status == 404
        page = await response.text()
    assert "您名下没有这样的工单" in unescape(page) and PROBLEM not in page
    ticket = stored(gateway, number)
    assert (ticket.status, additions(ticket)) == (Status.OPEN, [])


@pytest.mark.parametrize("act", ["add", "settle"])
@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
async def test_a_body_that_is_no_form(gateway: Gateway, number: str, act: str, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    async with gateway.client.post(f"/ticket/{number}/{act}", data=b"nonsense", headers=headers) as response:
        assert response.status == 400
        assert "内容的格式不对。请再提交一次。" in await response.text()


async def test_a_resolved_ticket_says_that_it_opens_again(gateway: Gateway, number: str) -> None:
    agents(gateway).reply("客服", number, "好了", status=Status.RESOLVED)
    assert "还没好就在下面补充，工单会重新打开。" in await page_of(gateway, "/ticket")
    fields = await care_form(gateway, number)
    async with posted(gateway, f"/ticket/{number}/add", {**fields, "description": "还是不行"}) as response:
        assert response.status == 303
    assert stored(gateway, number).status is Status.OPEN


async def test_every_field_has_a_name_of_its_own(gateway: Gateway, number: str) -> None:
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "forgotten": "yes", "description": PROBLEM}) as response:
        assert response.status == 303
    page = await page_of(gateway, "/ticket")
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)
    assert set(re.findall(r' for="([^"]+)"', page)) <= set(ids)
