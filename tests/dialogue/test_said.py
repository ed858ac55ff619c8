"""What was said is kept in a few items, the first among them."""

from __future__ import annotations

from dialogue.said import Utterance, answered, as_stored, heard, said_from


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
