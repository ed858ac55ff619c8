"""What was said is kept in a few items, the first among them."""

from __future__ import annotations

import pytest

from dialogue.said import (
    GIVEN,
    OPEN,
    Utterance,
    answered,
    as_stored,
    heard,
    replied,
    said_from,
    with_missed,
    without_form,
)


def test_the_first_and_the_last_messages_are_kept() -> None:
    said: tuple[Utterance, ...] = ()
    for number in range(100):
        said = heard(said, f"第{number}句")
    assert [item.text for item in said[:4]] == ["第0句", "第1句", "第2句", "第3句"]
    assert said[-1].text == "第99句" and len(said) == 20
    assert said_from(as_stored(said)) == said


def test_a_message_is_about_what_answered_it_or_the_one_before() -> None:
    said = heard(answered(heard((), "密码忘了", "password=forgotten"), "reset_password"), "还是不行")
    assert said == (
        Utterance("密码忘了", "reset_password", "password=forgotten"),
        Utterance("还是不行", "reset_password"),
    )
    assert answered((), "reset_password") == ()


def test_sending_a_ticket_begins_anew() -> None:
    assert answered(heard((), "密码忘了"), None) == ()


def test_what_a_form_was_told_goes_when_it_is_given_up() -> None:
    said = replied(heard((), "密码忘了"), "点找回密码。", {"band": "answer"})
    for text in ("人工客服", "旧号停机了"):
        said = replied(heard(said, text), "请发您的用户名。", {"asking": "username"})
    said = heard(said, "还是不用了，我自己弄")
    assert without_form(said, "ticket_confirm", None) == said
    left = without_form(said, "ticket_confirm", "cancelled")
    assert [item.text for item in left] == ["密码忘了", "人工客服"]
    assert without_form(left, "ticket_confirm", "cancelled") == left


def test_what_was_answered_without_rasa_is_said_too() -> None:
    said = with_missed(heard((), "密码忘了"), {"missed": [{"number": 3, "text": "密保也没设"}, {"text": "密码忘了"}]})
    assert [item.text for item in said] == ["密码忘了", "密保也没设"]
    assert with_missed((), None) == ()


@pytest.mark.parametrize(
    ("replies", "answer"),
    [
        ([("登录后在“账号管理”里换。", {"band": "answer"})], GIVEN),
        ([("“要收费吗”这一点，我没有查到专门的说法。\n请先看清：……", {"band": "answer"})], OPEN),
        ([("您是不是想问：", {"band": "clarify"})], OPEN),
        ([("那看邮箱：绑过吗？", {"guide_id": "forgot_password"})], ""),
        ([("登录后换。", {"band": "answer"}), ("还要问吗？", None)], GIVEN),
    ],
)
def test_whether_a_question_was_answered(replies: list[tuple[str, dict[str, str] | None]], answer: str) -> None:
    said = heard((), "要收费吗")
    for text, trace in replies:
        said = replied(said, text, trace)
    assert said[-1].answer == answer
    assert said_from(as_stored(said)) == said
