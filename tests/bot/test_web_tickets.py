"""Tickets on the web: the owner's API, the visitor of the plain page, and the way to it without the assistant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientResponse

from bot.channels.web.visitors import COOKIE
from common.clock import china_time
from common.settings import ServerSettings
from faq.engine.library import Library
from screenshots.cleaning import clean_picture
from tests.bot.gateway import API, Gateway, assert_error, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import make_image
from tickets.agents import AgentDesk
from tickets.model import Status

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
    desk = gateway.served.parts.desk
    return AgentDesk(desk.engine, desk.vault, gateway.served.parts.settings, gateway.clock)


async def test_a_ticket_by_the_api_is_masked_listed_and_never_doubled(gateway: Gateway, token: str) -> None:
    first = await opened(gateway, token)
    ticket = first["ticket"]
    assert first == {"ok": True, "ticket": ticket, "others": []}
    assert ticket == {
        "number": ticket["number"],
        "code": gateway.served.parts.owners.code(ticket["number"]),
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


@pytest.mark.parametrize(("when", "priority"), [("明天要交", "high"), ("不急", "normal")])
async def test_a_day_named_by_the_api_is_urgent_like_one_named_in_the_talk(
    gateway: Gateway, token: str, when: str, priority: str
) -> None:
    number = (await opened(gateway, token, description=f"{PROBLEM}，{when}"))["ticket"]["number"]
    assert agents(gateway).reader.ticket(number).priority == priority


async def test_nobody_else_sees_the_tickets(gateway: Gateway, token: str) -> None:
    number = (await opened(gateway, token))["ticket"]["number"]
    agents(gateway).reply("客服", number, "请重新登录")
    async with gateway.client.post(f"{API}/session", json={"fresh": True}) as response:
        stranger = (await response.json())["session"]
    for other in ("", stranger):
        assert await got(gateway, "/tickets", other) == {"ok": True, "tickets": []}
        nothing = {"ok": True, "updates": [], "lines": [], "live": None, "closed": [], "unread": 0}
        assert await got(gateway, "/updates", other) == nothing
    for forged in ("guess", token.partition(".")[0], token[:-1], token + "0"):
        for path in ("/tickets", "/updates"):
            async with gateway.client.get(API + path, headers={"X-Session": forged}) as response:
                await assert_error(response, 401)


async def test_an_agents_answer_reaches_the_page(gateway: Gateway, token: str) -> None:
    number = (await opened(gateway, token))["ticket"]["number"]
    desk = agents(gateway)
    desk.note("客服", number, "内部备注")
    desk.reply("客服", number, "请重新登录")
    desk.reply("客服", number, "已经处理好了", status=Status.RESOLVED)
    updates = (await got(gateway, "/updates", token))["updates"]
    at = china_time(gateway.clock.now()).isoformat(timespec="milliseconds")
    assert updates == [
        {"id": updates[0]["id"], "number": number, "agent": "客服", "text": "请重新登录", "pictures": [], "at": at},
        {"id": updates[1]["id"], "number": number, "agent": "客服", "text": "已经处理好了", "pictures": [], "at": at},
    ]
    later = await got(gateway, f"/updates?after={updates[0]['id']}", token)
    assert later["updates"] == updates[1:]
    for wrong in ("x", "-1", "²", ""):
        async with gateway.client.get(f"{API}/updates?after={wrong}") as response:
            await assert_error(response, 400, "「after」「line」「shown」要写成数字")


async def test_a_picture_is_for_its_owner_only(gateway: Gateway, rasa: FakeRasa, token: str) -> None:
    form = aiohttp.FormData({"session": token, "text": "看图"})
    form.add_field("image", make_image(), filename="截图.png", content_type="image/png")
    async with gateway.client.post(f"{API}/messages", data=form) as response:
        told = (await response.json())["pictures"]
    (picture,) = rasa.turns[-1]["metadata"]["attachments"]
    assert told == [picture]
    assert [one["pictures"] for one in (await got(gateway, "/history", token))["messages"]] == [[picture]]
    async with gateway.client.get(f"{API}/pictures/{picture}", headers={"X-Session": token}) as response:
        assert await response.read() == clean_picture(make_image()).data
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert (response.content_type, response.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    other = await gateway.session("other")
    for name, session in ((picture, other), ("nothing", token), (picture, "")):
        async with gateway.client.get(f"{API}/pictures/{name}", headers={"X-Session": session}) as response:
            await assert_error(response, 404)
    gateway.served.parts.pictures.delete([picture])  # the talk is kept longer than what nobody made a ticket of
    assert [one["pictures"] for one in (await got(gateway, "/history", token))["messages"]] == [[""]]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form": ""}, "「form」要是 8 到 80 个字母或数字"),
        ({"form": "a b c d e f"}, "「form」要是 8 到 80 个字母或数字"),
        ({"form": None}, "「form」要写成文字"),
        ({"pictures": "a"}, "「pictures」要写成图片编号的列表"),
        ({"pictures": [1]}, "「pictures」要写成图片编号的列表"),
        ({"username": "1380013800"}, "手机号应该是 11 位，您发的是 10 位或号段不对，请核对一下。"),
        ({"description": "不行"}, "写得太少，客服不知道从哪里看起。请用一句话说明：在哪一步、页面上提示了什么。"),
        ({"description": None}, "「description」要写成文字"),
    ],
)
async def test_a_ticket_that_is_none_is_refused(
    gateway: Gateway, token: str, changes: dict[str, Any], sentence: str
) -> None:
    async with gateway.client.post(f"{API}/tickets", json={**BODY, "session": token, **changes}) as response:
        await assert_error(response, 400, sentence)
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]


def cookie_of(response: ClientResponse) -> Any:
    return response.cookies[COOKIE]


async def test_the_page_knows_the_chats_visitor(gateway: Gateway) -> None:
    async with gateway.client.post(f"{API}/session") as response:
        session = (await response.json())["session"]
        cookie = cookie_of(response)
    assert (cookie.value, cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        session,
        "/",
        True,
        "Strict",
    )
    number = (await opened(gateway, session))["ticket"]["number"]
    async with gateway.client.get("/ticket") as response:
        assert f'href="/ticket/{number}"' in await response.text()
    async with gateway.client.post(f"{API}/messages", json={"text": "你好", "session": session}) as response:
        assert COOKIE not in response.cookies  # it may be somebody else's, put into the body by another page


async def test_the_chat_goes_on_as_whom_the_page_knows_until_it_is_told_to_forget(gateway: Gateway) -> None:
    async with gateway.client.get("/ticket") as response:
        known = cookie_of(response).value
    async with gateway.client.post(f"{API}/session", json={"fresh": False}) as response:
        assert (await response.json())["session"] == known
    async with gateway.client.post(f"{API}/session", json={"fresh": True}) as response:
        fresh = (await response.json())["session"]
        assert fresh != known and cookie_of(response).value == fresh


async def test_the_cookie_is_secure_behind_https(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    settings = replace(settings_for(rasa), server=ServerSettings(public_url="https://bot.example.com"))
    async with (
        running_gateway(tmp_path, small_library, rasa, settings) as gateway,
        gateway.client.get("/ticket") as response,
    ):
        assert cookie_of(response)["secure"] is True


async def test_without_rasa_the_way_to_a_person_is_the_page(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.status = 500
    (text,) = await gateway.texts(session="s", text="转人工")
    assert "打开 /ticket 填表就能提交，三个工作日内答复。" in text


async def test_a_form_under_way_waits_for_rasa(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.answers.append(
        {
            "messages": [{"text": "请核对", "custom": {"trace": {"asking": "confirm"}}}],
            "parse": {"intent": "deny", "confidence": 1.0},
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
