"""A talk with an agent through the gateway: the bot steps back, says who speaks, and comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.bot.gateway import API, Gateway, until
from tickets.live import LiveDesk
from tickets.live_base import PATIENCE
from tickets.live_rows import Talk
from tickets.model import Person, Submission

LI = "小李"


def desk_of(gateway: Gateway) -> LiveDesk:
    return gateway.served.parts.live


async def updates(gateway: Gateway, name: str) -> dict[str, Any]:
    headers = {"X-Session": await gateway.session(name)}
    async with gateway.client.get(f"{API}/updates", headers=headers) as response:
        answer: dict[str, Any] = await response.json()
    return answer


async def waiting(gateway: Gateway, *said: str) -> Talk:
    desk_of(gateway).at_desk.seen(LI)
    for text in (*said, "转人工"):
        await gateway.post(session="anna", text=text)
    return desk_of(gateway).waiting()[0]


async def test_the_bot_steps_back_and_comes_back(gateway: Gateway) -> None:
    desk = desk_of(gateway)
    talk = await waiting(gateway, "登录页打不开")
    heard = len(gateway.rasa.turns)
    assert await gateway.texts(session="anna", text="手机是13900001234，一直转圈") == ["收到，接通后客服看得到。"]
    assert await gateway.texts(session="anna", text="急") == []
    number = desk.take(LI, talk.id).number
    assert await gateway.texts(session="anna", text="换了浏览器也一样") == []
    desk.say(LI, talk.id, "清一下缓存再试", "k-1")
    ticket = desk.reader.ticket(number)
    assert ticket.description == "手机是〔手机号〕，一直转圈\n急"
    assert ticket.context.startswith("问：登录页打不开\n答：")
    assert "换了浏览器也一样" in [line.body for line in ticket.messages]
    told = await updates(gateway, "anna")
    assert told["live"] == {"state": "live", "agent": LI, "number": number}
    assert [(item["agent"], item["text"]) for item in told["updates"]] == [(LI, "清一下缓存再试")]
    assert [line["text"][:9] for line in told["lines"]] == ["客服 小李 接通了"]
    assert len(gateway.rasa.turns) == heard
    assert await gateway.texts(session="anna", text="结束") == [
        "好的，人工对话到这里。我（机器人）回来了，还有问题直接说。"
    ]
    assert await gateway.texts(session="anna", text="忘记密码") != []
    assert len(gateway.rasa.turns) == heard + 1
    assert b"13900001234" not in gateway.stored_bytes()


async def test_without_anybody_there_it_is_the_bots_to_answer(gateway: Gateway) -> None:
    await gateway.post(session="anna", text="转人工")
    assert [turn["text"] for turn in gateway.rasa.turns] == ["转人工"]
    assert desk_of(gateway).waiting() == []


async def test_a_form_under_way_reads_such_words_itself(gateway: Gateway) -> None:
    desk_of(gateway).at_desk.seen(LI)
    trace = {"recipient_id": "x", "custom": {"trace": {"asking": "description"}}}
    gateway.rasa.answers.append({"messages": [{"text": "请描述"}, trace], "parse": {"intent": "a", "confidence": 1.0}})
    await gateway.post(session="anna", text="提交工单")
    await gateway.post(session="anna", text="人工")
    assert desk_of(gateway).waiting() == []


async def test_who_waits_is_told_how_long_and_offered_the_ways_out(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.conversation.live.PATIENCE", timedelta(minutes=3))
    desk_of(gateway).at_desk.seen(LI)
    for choice, then in (({"option": "stop_waiting"}, "好的，不等人工了"), ({}, "好的，不等人工了")):
        said = await gateway.post(session="anna", text="转人工")
        offered = [(option["id"], option["title"]) for option in said["replies"][0]["options"]]
        assert offered == [("stop_waiting", "取消"), ("ticket", "提交工单")]
        assert "最多等三分钟，" in said["replies"][0]["text"]
        [text] = await gateway.texts(session="anna", text="取消" if choice else "1", **choice)
        assert text.startswith(then) and desk_of(gateway).waiting() == []
    for choice in ({"option": "ticket"}, {}):
        await gateway.post(session="anna", text="转人工")
        await gateway.post(session="anna", text="提交工单" if choice else "2", **choice)
        assert gateway.rasa.turns[-1]["text"] == '/choose_option{"option": "ticket"}'
        assert desk_of(gateway).waiting() == []


async def test_who_was_not_reached_is_offered_a_ticket_or_the_one_they_have(gateway: Gateway) -> None:
    desk = desk_of(gateway)
    for numbers in ([], [1]):
        await waiting(gateway)
        gateway.clock.advance(PATIENCE.total_seconds() + 1)
        assert desk.sweep() == 1
        line = (await updates(gateway, "anna"))["lines"][-1]
        assert line["options"] == [{"id": "ticket", "title": "提交工单"}]
        assert ("还在处理" in line["text"]) == bool(numbers)
        person = Person("web", gateway.served.parts.sessions.conversation_key(await gateway.session("anna")))
        desk.open(person, Submission(f"form-{len(numbers)}", None, "登录页打不开，三天了"))


async def test_who_waits_may_stop_waiting(gateway: Gateway) -> None:
    await waiting(gateway)
    assert await gateway.texts(session="anna", text="不等了") == [
        "好的，不等人工了，我（机器人）接着答。有问题直接说。"
    ]
    assert desk_of(gateway).waiting() == []


async def test_to_an_agent_cancel_is_a_word_like_any_other(gateway: Gateway) -> None:
    talk = await waiting(gateway)
    number = desk_of(gateway).take(LI, talk.id).number
    assert await gateway.texts(session="anna", text="取消") == []
    assert desk_of(gateway).reader.ticket(number).messages[-1].body == "取消"


async def test_time_ends_a_wait_by_itself_and_the_open_page_hears_of_it(gateway: Gateway) -> None:
    await waiting(gateway)
    headers = {"X-Session": await gateway.session("anna")}
    async with gateway.client.get(f"{API}/news", headers=headers) as stream:
        assert (await stream.content.readuntil(b"\n\n")).startswith(b"retry:")
        gateway.clock.advance(121)
        await gateway.served.live.sweep()
        assert await stream.content.readuntil(b"\n\n") == b"event: news\ndata: 1\n\n"
    await until(lambda: not gateway.rows("SELECT 1 FROM outbox WHERE kind = 'live' AND state = 'waiting'"))
    [line] = (await updates(gateway, "anna"))["lines"]
    assert "没能接通" in line["text"]


async def test_a_secret_said_to_an_agent_is_masked_and_warned_of(gateway: Gateway) -> None:
    desk = desk_of(gateway)
    talk = await waiting(gateway)
    number = desk.take(LI, talk.id).number

    async def told(text: str) -> list[str]:
        return await gateway.texts(session="anna", text=text)

    for text in ("482913", "收到了 482 913", "验证码是482913", "我的密码是abc12345"):
        [warning] = await told(text)
        assert warning.startswith("（机器人提醒）刚才那条里"), text
        assert "客服也不会要" in warning, text
    assert "证件号" in (await told("身份证110101199003070011"))[0]
    # What an agent may ask for, and what only looks like a code, is said as it is.
    for text in ("手机是13900001234", "学校代码10001", "专业代码 080901", "2024", "报名号 12345678"):
        assert await told(text) == [], text
    said = [line.body for line in desk.reader.ticket(number).messages if line.kind == "addition"]
    assert said[:5] == [
        "〔验证码〕",
        "收到了 〔验证码〕",
        "验证码是〔验证码〕",
        "我的密码是〔密码〕",
        "身份证〔身份证号〕",
    ]
    assert said[5:] == ["手机是〔手机号〕", "学校代码10001", "专业代码 080901", "2024", "报名号 〔考号〕"]
    # With a reason on record an agent reads numbers, never secrets: those nobody has.
    raw = [line.body for line in gateway.served.parts.agents.reveal(LI, number, "核对").messages]
    assert "手机是13900001234" in raw
    assert "身份证110101199003070011" in raw
    assert "我的密码是〔密码〕" in raw
    kept = gateway.stored_bytes()
    assert not any(secret in kept for secret in (b"482913", b"482 913", b"abc12345", b"13900001234"))
    # Back with the bot six digits and nothing else are a code too, but nobody is warned of an agent.
    desk.end(LI, talk.id)
    await told("好了")
    assert await told("482913") == ["echo:〔验证码〕"]
