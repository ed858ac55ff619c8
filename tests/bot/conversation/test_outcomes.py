"""How a turn is counted, from the trace of its answer; stored with the answer, gone with the person."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.heard import HeardMessage
from bot.conversation.outcomes import outcome_of, turn_outcome
from tests.bot.gateway import Gateway
from tests.fakes.rasa_server import FakeRasa, say
from tickets.model import Person
from tickets.outcomes import Ending


@pytest.mark.parametrize(
    ("trace", "option", "outcome"),
    [
        ({"band": "answer", "intent": "forgot_password"}, None, Ending.ANSWERED),
        ({"band": "clarify", "intent": "forgot_password"}, None, Ending.CLARIFIED),
        ({"band": "clarify", "intent": "forgot_password", "unknown": True}, None, Ending.MISSED),
        ({"band": "none", "intent": "nlu_fallback"}, None, Ending.MISSED),
        ({"band": "none", "intent": "nlu_fallback", "foreign": True}, None, Ending.TALK),
        ({"band": "answer", "intent": "choose_option"}, None, Ending.PICKED),
        ({"band": "answer", "intent": "forgot_password"}, "reset_password", Ending.PICKED),
        ({"band": "none", "intent": "choose_option"}, None, Ending.REJECTED),
        ({"band": "none", "intent": "deny"}, None, Ending.REJECTED),
        ({"band": None, "intent": "choose_option"}, "human", Ending.HUMAN),
        ({"band": None, "intent": "choose_option", "asking": "username"}, None, Ending.HUMAN),
        ({"band": None, "intent": "contact_support"}, None, Ending.HUMAN),
        ({"band": "none", "intent": "unhelpful"}, None, Ending.TALK),
        ({"band": "none", "intent": "unhelpful", "rejected": True}, None, Ending.REJECTED),
        ({"band": None, "intent": "helpful"}, None, Ending.TALK),
        ({"band": "answer", "intent": "unhelpful"}, None, Ending.ANSWERED),
        ({"band": None, "intent": "greet"}, None, Ending.TALK),
        ({"band": None, "intent": None}, None, Ending.TALK),
    ],
)
def test_how_a_turn_ended(trace: dict[str, Any], option: str | None, outcome: Ending) -> None:
    assert outcome_of(trace, option) == outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("帮我看看", Ending.TALK),
        ("老师看看这个，这怎么办？", Ending.TALK),
        ("帮我看看档案", Ending.MISSED),
        ("这个码怎么回事", Ending.MISSED),
    ],
)
def test_words_that_only_point_at_a_picture_are_no_miss(text: str, outcome: Ending) -> None:
    turn = turn_outcome(Person("web", "a"), HeardMessage(text), {"band": "none", "intent": "nlu_fallback"})
    assert (turn.outcome, turn.text) == (outcome, text if outcome is Ending.MISSED else "")


async def test_each_turn_leaves_one_row_and_a_forgotten_person_none_of_their_words(
    gateway: Gateway, rasa: FakeRasa
) -> None:
    """Masked, once for a repeated delivery, with the entry that came nearest; and no text of a tap."""
    missed = {"band": "none", "candidates": [{"faq_id": "reset_password", "score": 0.1}]}
    rasa.answers.append(say("没有把握", {"custom": {"trace": missed}}, intent="nlu_fallback"))
    picked = {"band": "answer", "faq_id": "reset_password"}
    rasa.answers.append(say("这样找回", {"custom": {"trace": picked}}, intent="choose_option"))
    await gateway.post(session="a", text="我手机13800138000收不到东西", message_id="m1")
    await gateway.post(session="a", text="我手机13800138000收不到东西", message_id="m1")
    await gateway.post(session="a", text="忘记密码", option="reset_password", message_id="m2")
    query = "SELECT day, channel, outcome, faq_id, topic, text FROM turn_outcome ORDER BY id"
    assert gateway.rows(query) == [
        ("2026-11-02", "web", "missed", "reset_password", None, "我手机〔手机号〕收不到东西"),
        ("2026-11-02", "web", "picked", "reset_password", None, None),
    ]
    await gateway.post(session="a", text="删除我的资料", message_id="m3")
    await gateway.post(session="a", text="确认删除", message_id="m4")
    keys = gateway.rows("SELECT DISTINCT substr(conversation_key, 1, 7), text FROM turn_outcome")
    assert keys == [("erased:", None)]


async def test_of_a_question_asked_back_it_is_kept_whether_an_answer_stood_first(
    gateway: Gateway, rasa: FakeRasa
) -> None:
    listed = {"band": "clarify", "candidates": [{"faq_id": "reset_password", "score": 0.3}]}
    for trace in (listed, {**listed, "faq_id": "reset_password"}, {"band": "answer", "faq_id": "reset_password"}):
        rasa.answers.append(say("您是不是想问", {"custom": {"trace": trace}}, intent="forgot_password"))
        await gateway.post(session="a", text="密码")
    query = "SELECT outcome, faq_id, led FROM turn_outcome ORDER BY id"
    assert gateway.rows(query) == [
        ("clarified", "reset_password", 0),
        ("clarified", "reset_password", 1),
        ("answered", "reset_password", None),
    ]
