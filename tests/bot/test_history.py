"""A person finds again what was said, masked; nobody else does; and erased it is gone."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.channels.base import Picture
from bot.channels.web import messages as web_messages
from tests.bot.gateway import API, Gateway, assert_error
from tests.bot.wechat.stage import png
from tests.fakes.rasa_server import FakeRasa, say


async def kept(gateway: Gateway, name: str) -> list[tuple[str, list[str]]]:
    token = await gateway.session(name)
    async with gateway.client.get(f"{API}/history", headers={"X-Session": token}) as response:
        assert response.status == 200
        messages = (await response.json())["messages"]
    return [(message["text"], [reply["text"] for reply in message["replies"]]) for message in messages]


async def test_what_was_said_is_found_again_masked_and_only_by_its_person(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.answers.extend([say("换一个手机号。")] * 2)
    await gateway.post(session="anna", text="我的手机号 13800138000 被注册了")
    await gateway.post(session="anna", text="谢谢")
    assert await kept(gateway, "anna") == [
        ("我的手机号 〔手机号〕 被注册了", ["换一个手机号。"]),
        ("谢谢", ["换一个手机号。"]),
    ]
    assert await kept(gateway, "ben") == []
    async with gateway.client.get(f"{API}/history") as response:
        assert await response.json() == {"ok": True, "messages": [], "said": []}


async def test_erased_is_gone_for_its_person_alone(gateway: Gateway) -> None:
    for name in ("anna", "ben"):
        await gateway.post(session=name, text="你好")
    token = await gateway.session("anna")
    async with gateway.client.post(f"{API}/history/erase", json={}, headers={"X-Session": token}) as response:
        assert await response.json() == {"ok": True}
    assert await kept(gateway, "anna") == []
    assert len(await kept(gateway, "ben")) == 1
    # A row without content stays of the erasing itself: by its number the next message is known to be another.
    assert gateway.rows("SELECT payload, reply FROM inbox WHERE payload NOT LIKE '%你好%'") == [("{}", None)]
    assert gateway.rows("SELECT count(*) FROM inbox") == [(2,)]
    await gateway.post(session="anna", text="又来了")
    assert [text for text, _ in await kept(gateway, "anna")] == ["又来了"]


async def test_after_somebody_erased_their_talk_the_next_person_gets_their_own_answer(gateway: Gateway) -> None:
    """SQLite gave the erased message's number to the next, which was answered with what had been remembered for it."""
    await gateway.post(session="anna", text="我叫王小明")
    headers = {"X-Session": await gateway.session("anna")}
    async with gateway.client.post(f"{API}/history/erase", json={}, headers=headers) as response:
        assert response.status == 200
    assert await gateway.texts(session="ben", text="忘记密码") == ["echo:忘记密码"]
    assert await gateway.texts(session="anna", text="又来了") == ["echo:又来了"]


async def test_another_sites_page_erases_nothing(gateway: Gateway) -> None:
    await gateway.post(session="anna", text="你好")
    token = await gateway.session("anna")
    headers = {"X-Session": token, "Content-Type": "text/plain"}
    async with gateway.client.post(f"{API}/history/erase", data="{}", headers=headers) as response:
        await assert_error(response, 415)
    assert len(await kept(gateway, "anna")) == 1


async def test_a_talk_with_an_agent_is_found_again_too(gateway: Gateway) -> None:
    live = gateway.served.parts.live
    live.at_desk.seen("小李")
    await gateway.post(session="anna", text="转人工")
    talk = live.take("小李", live.waiting()[0].id)
    await gateway.post(session="anna", text="登录页一直转圈")
    live.say("小李", talk.id, "换个浏览器试试", "k-1")
    assert [text for text, _ in await kept(gateway, "anna")] == ["转人工", "登录页一直转圈"]
    headers = {"X-Session": await gateway.session("anna")}

    async def said() -> list[tuple[str, str]]:
        async with gateway.client.get(f"{API}/history", headers=headers) as response:
            return [(line["agent"], line["text"][:9]) for line in (await response.json())["said"]]

    assert await said() == [("小李", "换个浏览器试试"), ("", "客服 小李 接通了")]
    async with gateway.client.post(f"{API}/history/erase", json={}, headers=headers) as response:
        assert response.status == 200
    assert await said() == []


async def test_a_page_that_was_left_asks_what_became_of_its_message(
    gateway: Gateway, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture is looked at before its message is stored: until then only this gateway's memory knows of it."""
    token, stranger = await gateway.session("anna"), await gateway.session("ben")

    async def became(session: str, name: str = "m-1") -> tuple[str, list[str], list[str]]:
        headers = {"X-Session": session}
        async with gateway.client.get(f"{API}/messages/{name}?wait=", headers=headers) as response:
            body = await response.json()
        return body["state"], [reply["text"] for reply in body.get("replies", [])], body.get("pictures", [])

    assert await became(token) == ("unknown", [], [])
    monkeypatch.setattr(web_messages, "_LOOK_S", 0.4)
    intake, looking, seen = gateway.served.parts.intake, asyncio.Event(), asyncio.Event()
    show = intake.show

    async def show_slowly(*given: Any) -> Picture:
        looking.set()
        await seen.wait()
        return await show(*given)

    monkeypatch.setattr(intake, "show", show_slowly)
    form = aiohttp.FormData({"text": "这是啥意思", "message_id": "m-1"})
    form.add_field("image", png(), filename="a.png", content_type="image/png")
    post = gateway.client.post(f"{API}/messages", data=form, headers={"X-Session": token})
    sending = asyncio.create_task(post.__aenter__())
    await looking.wait()
    sending.cancel()  # the page is loaded again
    assert await became(token) == ("working", [], [])
    assert await became(stranger) == ("unknown", [], [])
    seen.set()
    monkeypatch.undo()
    state, replies, pictures = await became(token)
    assert (state, replies) == ("done", ["echo:这是啥意思"])
    assert pictures == [name for (name,) in gateway.rows("SELECT id FROM attachment")]
    assert await became(stranger) == ("unknown", [], [])
    assert await became(token, "m 1") == ("unknown", [], [])
    assert len(rasa.turns) == 1
