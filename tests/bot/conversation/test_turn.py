"""Turns through the gateway: order, repeats, what Rasa gets to see, and what happens without it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Inbound, Picture
from bot.conversation.answers import EMPTY_REPLY
from bot.conversation.heard import CUT_NOTE
from bot.conversation.limited import answer_without_rasa
from bot.conversation.limited_texts import CHINESE
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for, until
from tests.fakes.rasa_server import FakeRasa, say

MOBILE, ID18, MAIL = "13800138000", "11010519491231002X", "zhang.wei@example.com"
PRIVATE = (MOBILE, ID18, "11010519491231002", MAIL, "zhang.wei")
EMPTY_TRACE = {"band": None, "faq_id": None, "guide_id": None, "intent": None, "confidence": None, "candidates": []}


def inbound(text: str, message_id: str = "m1", key: str = "web-k", **more: Any) -> Inbound:
    return Inbound("web", key, message_id, text, **more)


async def test_a_turn_passes_rasas_messages_options_and_trace_on(gateway: Gateway, rasa: FakeRasa) -> None:
    buttons = [{"title": "忘记密码", "payload": '/choose_option{"option": "reset_password"}'}]
    custom = {"custom": {"trace": {"band": "clarify", "candidates": [{"faq_id": "reset_password", "score": 0.5}]}}}
    rasa.answers.append(
        say(
            {"text": "您是不是想问", "buttons": buttons}, custom, "第二段", intent="forgot_password", confidence=0.87654
        )
    )
    answer = await gateway.post(session="s", text="密码")
    assert answer == {
        "ok": True,
        "session": gateway.tokens["s"],
        "replies": [
            {"type": "text", "text": "您是不是想问", "options": [{"id": "reset_password", "title": "忘记密码"}]},
            {"type": "text", "text": "第二段", "options": []},
        ],
        "trace": {
            **EMPTY_TRACE,
            "band": "clarify",
            "intent": "forgot_password",
            "confidence": 0.8765,
            "candidates": [{"faq_id": "reset_password", "score": 0.5}],
        },
    }


async def test_what_rasa_is_sent(gateway: Gateway, rasa: FakeRasa) -> None:
    await gateway.post(session="s", text=" 密码忘了 ")
    await gateway.post(session="s", text="忘记密码", option="reset_password")
    first, second = rasa.turns
    assert first == {
        "sender": first["sender"],
        "text": "密码忘了",
        "metadata": {
            "channel": "web",
            "arrival": "答复会出现在这个对话里（请用同一个浏览器打开）",
            "in_browser": True,
            "message": 1,
            "private": [],
            "attachments": [],
        },
    }
    assert second["text"] == '/choose_option{"option": "reset_password"}'
    assert second["sender"] == first["sender"]
    assert rasa.unauthorised == 0


async def test_personal_data_reaches_neither_rasa_nor_log_nor_disk(
    gateway: Gateway, rasa: FakeRasa, caplog: pytest.LogCaptureFixture
) -> None:
    text = f"我叫某某，手机{MOBILE}，身份证{ID18}，邮箱{MAIL}，收不到验证码"
    with caplog.at_level(logging.DEBUG):
        answer = await gateway.post(text=text)
        rasa.status = 500
        await gateway.post(text=text)
        async with gateway.client.get("/api/v1/search", params={"q": text}) as response:
            assert response.status == 200
        body = {"faq_id": "reset_password", "helpful": False, "comment": text}
        async with gateway.client.post("/api/v1/feedback", json=body) as response:
            assert response.status == 200
        async with gateway.private("/metrics") as response:
            metrics = await response.text()
    masked = "我叫某某，手机〔手机号〕，身份证〔身份证号〕，邮箱〔邮箱〕，收不到验证码"
    assert [reply["text"] for reply in answer["replies"]] == [f"echo:{masked}"]
    assert {turn["text"] for turn in rasa.turns} == {masked}
    assert [item["kind"] for item in rasa.turns[0]["metadata"]["private"]] == ["phone", "id_number", "email"]
    assert gateway.rows("SELECT comment FROM feedback") == [(masked,)]
    assert gateway.rows("SELECT DISTINCT kind FROM private_value ORDER BY 1") == [
        ("email",),
        ("id_number",),
        ("phone",),
    ]
    everywhere = (str(rasa.turns), metrics, caplog.text, repr([record.__dict__ for record in caplog.records]))
    for private in PRIVATE:
        assert not any(private in place for place in everywhere), private
        assert private.encode() not in gateway.stored_bytes(), private


async def test_a_kept_value_is_shown_masked_and_only_to_its_own_conversation(gateway: Gateway, rasa: FakeRasa) -> None:
    await gateway.post(session="mine", text=f"手机{MOBILE}")
    reference = rasa.turns[0]["metadata"]["private"][0]["ref"]
    for session, expected in (("mine", "138****8000"), ("theirs", "（已过期，请重新填写）")):
        rasa.answers.append(say(f"号码：{{{{private:{reference}}}}}"))
        assert await gateway.texts(session=session, text="核对") == [f"号码：{expected}"]
    gateway.clock.advance(72 * 3600 + 1)
    rasa.answers.append(say(f"号码：{{{{private:{reference}}}}}"))
    assert await gateway.texts(session="mine", text="核对") == ["号码：（已过期，请重新填写）"]


async def test_a_username_is_masked_while_it_is_asked_for(gateway: Gateway, rasa: FakeRasa) -> None:
    asking = say("您的用户名是？", {"custom": {"trace": {"asking": "username"}}})
    rasa.answers.append(asking)
    await gateway.post(session="s", text="提交工单")
    await gateway.post(session="s", text="  ")  # an empty message does not end the question
    rasa.status = 500
    await gateway.post(session="s", text="等一下")  # nor does a turn that Rasa never heard
    rasa.status = 200
    await gateway.post(session="s", text="zhangwei01")
    await gateway.post(session="s", text="zhangwei02")
    assert [turn["text"] for turn in rasa.turns] == ["提交工单", "等一下", "〔用户名〕", "zhangwei02"]
    assert b"zhangwei01" not in gateway.stored_bytes()


@pytest.mark.parametrize("text", ["/restart", "／restart", "\u2003/restart", "\u200b/restart", " / /restart"])
async def test_a_typed_command_is_only_words(gateway: Gateway, rasa: FakeRasa, text: str) -> None:
    await gateway.post(text=text)
    assert [turn["text"] for turn in rasa.turns] == ["restart"]


@pytest.mark.parametrize("text", ["", "  \n", "/", "／ /", "\u200b\x00"])
async def test_an_empty_message_gets_help_and_costs_rasa_nothing(gateway: Gateway, rasa: FakeRasa, text: str) -> None:
    answer = await gateway.post(text=text)
    assert answer["replies"] == [{"type": "text", "text": EMPTY_REPLY, "options": []}]
    assert answer["trace"] == EMPTY_TRACE
    assert rasa.turns == []


async def test_a_cut_message_says_so(gateway: Gateway, rasa: FakeRasa) -> None:
    texts = await gateway.texts(text="长" * 1001)
    assert texts == [CUT_NOTE + "echo:" + "长" * 1000]


async def test_a_repeat_gets_the_first_answer_and_no_second_turn(gateway: Gateway, rasa: FakeRasa) -> None:
    first = await gateway.post(session="s", text="密码忘了", message_id="a1")
    again = await gateway.post(session="s", text="密码忘了", message_id="a1")
    assert again == first
    assert len(rasa.turns) == 1
    assert gateway.rows("SELECT count(*) FROM inbox") == [(1,)]


async def test_repeats_at_the_same_time_are_one_turn(gateway: Gateway, rasa: FakeRasa) -> None:
    token = await gateway.session("s")
    answers = await asyncio.gather(*(gateway.post(session=token, text="密码忘了", message_id="a1") for _ in range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["replies"][0]["text"] == "echo:密码忘了"
    assert len(rasa.turns) == 1


async def test_another_session_learns_nothing_from_a_message_id(gateway: Gateway, rasa: FakeRasa) -> None:
    mine = (await gateway.post(text="我的问题", message_id="a1"))["session"]
    assert await gateway.texts(text="别人的", message_id="a1") == ["echo:别人的"]
    assert await gateway.texts(session=mine, text="不看", message_id="a1") == ["echo:我的问题"]
    assert [turn["text"] for turn in rasa.turns] == ["我的问题", "别人的"]


async def test_one_conversation_runs_in_order_and_others_do_not_wait(gateway: Gateway, rasa: FakeRasa) -> None:
    turns = gateway.served.turns
    said = list("甲乙丙丁戊己庚辛壬癸子丑")  # digits one by one would be hidden
    tasks = []
    for word in said:
        for key in ("web-a", "web-b"):
            tasks.append(asyncio.create_task(turns.run(inbound(word, f"{key}{word}", key))))
        await asyncio.sleep(0)  # arrival is one after the other; all twelve are waiting at once
    await asyncio.gather(*tasks)
    for key in ("web-a", "web-b"):
        assert [turn["text"] for turn in rasa.turns if turn["sender"] == key] == said
    assert rasa.most_at_once == {"web-a": 1, "web-b": 1}
    await turns.workers.idle()
    assert not turns.workers.is_busy("web-a")


async def test_a_stuck_conversation_holds_up_nobody_else(
    hasty_gateway: Gateway, rasa: FakeRasa, small_library: Library
) -> None:
    rasa.stalled = True
    stuck = asyncio.create_task(hasty_gateway.texts(session="a", text="密码忘了"))
    await until(lambda: bool(rasa.turns))
    rasa.stalled = False
    assert await hasty_gateway.texts(session="b", text="你好") == ["echo:你好"]
    assert not stuck.done()
    assert await stuck == [reply.text for reply in answer_without_rasa(small_library, "密码忘了", None, {}).replies]


GARBAGE = [
    b"",
    b"<html>502</html>",
    b"\xff\xfe\x00",
    b"[]",
    b"null",
    b"{}",
    b'{"messages": null, "parse": {"intent": "greet", "confidence": 1}}',
    b'{"messages": [1], "parse": {"intent": "greet", "confidence": 1}}',
    b'{"messages": [{"text": 5}], "parse": {"intent": "greet", "confidence": 1}}',
    b'{"messages": [{"text": "a", "buttons": [{}]}], "parse": {"intent": "x", "confidence": 1}}',
    b'{"messages": [{"text": "a", "buttons": 7}], "parse": {"intent": "x", "confidence": 1}}',
    b'{"messages": [{"text": "a", "custom": 7}], "parse": {"intent": "x", "confidence": 1}}',
    b'{"messages": [{"custom": {"trace": 7}}], "parse": {"intent": "x", "confidence": 1}}',
    b'{"messages": [{"text": "a"}], "parse": {"intent": "greet", "confidence": "much"}}',
    b'{"messages": [{"text": "a"}], "parse": null}',
    b'{"messages": [], "parse": {"intent": "greet", "confidence": 1}}',
]


def limited(library: Library, text: str, state: dict[str, Any] | None = None) -> dict[str, Any]:
    return answer_without_rasa(library, text, None, state or {}).as_dict()


@pytest.mark.parametrize("raw", GARBAGE)
async def test_garbage_from_rasa_is_answered_from_the_library(
    gateway: Gateway, rasa: FakeRasa, small_library: Library, raw: bytes
) -> None:
    rasa.raw = raw
    answer = await gateway.post(text="密码忘了")
    assert {"replies": answer["replies"], "trace": answer["trace"]} == limited(small_library, "密码忘了")


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503])
async def test_a_refusal_of_rasa_is_answered_from_the_library(
    gateway: Gateway, rasa: FakeRasa, small_library: Library, status: int
) -> None:
    rasa.status = status
    answer = await gateway.post(text="密码忘了")
    assert {"replies": answer["replies"], "trace": answer["trace"]} == limited(small_library, "密码忘了")


async def test_a_slow_rasa_is_not_waited_for_and_recovery_is_automatic(
    hasty_gateway: Gateway, rasa: FakeRasa, small_library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    rasa.stalled = True
    started = asyncio.get_running_loop().time()
    with caplog.at_level(logging.WARNING, logger="bot.conversation.answers"):
        answer = await hasty_gateway.post(session="s", text="忘记")
    assert asyncio.get_running_loop().time() - started < 5  # the deadline is 1 s here, the default 3 s
    assert {"replies": answer["replies"], "trace": answer["trace"]} == limited(small_library, "忘记")
    assert answer["replies"][0]["text"].endswith(CHINESE.notice)
    assert [record.getMessage() for record in caplog.records] == ["turn_limited reason=TimeoutError"]
    # The choice that was offered without Rasa can be typed without Rasa.
    offered = {"offered": answer["replies"][0]["options"], "last_answer": None, "unheard": [1]}
    answer = await hasty_gateway.post(session="s", text="2")
    assert {"replies": answer["replies"], "trace": answer["trace"]} == limited(small_library, "2", offered)
    assert answer["trace"]["faq_id"] == "find_username"
    rasa.resume()
    assert await hasty_gateway.texts(session="s", text="你好") == ["echo:你好"]
    # Rasa may have worked on both after all: it is asked to say what came of them, once.
    numbers = [turn["metadata"]["message"] for turn in rasa.turns]
    assert rasa.turns[-1]["metadata"]["unheard"] == numbers[:-1]
    assert [item["text"] for item in rasa.turns[-1]["metadata"]["missed"]] == ["忘记", "2"]
    await hasty_gateway.post(session="s", text="谢谢")
    assert "missed" not in rasa.turns[-1]["metadata"] and "unheard" not in rasa.turns[-1]["metadata"]


async def test_a_dead_rasa_is_answered_from_the_library(
    gateway: Gateway, rasa: FakeRasa, small_library: Library
) -> None:
    await rasa.server.close()
    answer = await gateway.post(text="密码忘了")
    assert {"replies": answer["replies"], "trace": answer["trace"]} == limited(small_library, "密码忘了")


async def test_a_wrong_secret_is_answered_from_the_library(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    settings = settings_for(rasa)
    rasa.secret = "another"
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        answer = await gateway.post(text="密码忘了")
    assert answer["trace"] == limited(small_library, "密码忘了")["trace"]
    assert (rasa.unauthorised, rasa.turns) == (1, [])


async def test_an_attachment_alone_is_a_turn(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.answers = deque([say("收到图片")])
    outbound = await gateway.served.turns.run(inbound("", pictures=(Picture("a1"),)))
    assert [reply.text for reply in outbound.replies] == ["收到图片"]
    assert (rasa.turns[0]["text"], rasa.turns[0]["metadata"]["attachments"]) == ("/send_picture", ["a1"])


async def test_words_that_only_point_at_a_picture_not_kept_are_not_asked_about(
    gateway: Gateway, rasa: FakeRasa
) -> None:
    gone = Picture(danger="code", said="图里有验证码。")
    outbound = await gateway.served.turns.run(inbound("这是什么", pictures=(gone,)))
    assert ([reply.text for reply in outbound.replies], rasa.turns) == (["图里有验证码。"], [])
    rasa.answers = deque([say("先核对验证码。")])
    read = Picture(page={"verdict": "unsure"}, danger="code", said="图里有验证码。")
    outbound = await gateway.served.turns.run(inbound("", "m2", pictures=(read,)))
    assert [reply.text for reply in outbound.replies] == ["图里有验证码。", "先核对验证码。"]
    assert rasa.turns[0]["metadata"]["pages"] == [{"verdict": "unsure"}]


async def test_an_answer_counts_as_read_in_every_channel(gateway: Gateway, rasa: FakeRasa) -> None:
    answered = {"custom": {"trace": {"band": "answer", "faq_id": "reset_password"}}}
    asked = {"custom": {"trace": {"band": "clarify", "faq_id": None}}}
    rasa.answers.extend([say("照做。", answered), say("哪一个？", asked), say("照做。", answered)])
    assert gateway.served.turns is not None
    for channel, key in (("web", "web-a"), ("web", "web-b"), ("wechat", "wechat-a")):
        await gateway.served.turns.run(Inbound(channel, key, f"{key}:1", "密码"))
    await gateway.served.parts.count_usage()
    assert gateway.served.parts.usage.popular() == {"reset_password": 2}
