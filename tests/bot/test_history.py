"""A person finds again what was said, masked; nobody else does; and erased it is gone."""

from __future__ import annotations

from tests.bot.gateway import API, Gateway, assert_error
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
