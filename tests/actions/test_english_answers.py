"""English answers: what is said to a question, to a tap, to a follow-up, and when nothing fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.english.answers import CONTACT, LEAD, MORE_LEAD, follow_up_in_english, in_english, taken_in_english
from actions.english.leads import HUMAN_IN_ENGLISH, NOT_SURE, THAT_IS_ALL, keep_safe
from actions.in_talk.followups import ActionFollowUp
from actions.lines.human import ActionKeepSafe
from dialogue.turns.variety import fingerprint, fresh
from faq.content.entry import Entry, Section
from faq.content.loader import Content
from faq.saying.reply import Reply
from faq.text.choice import NONE_OF_THESE
from faq.text.pinyin import is_chinese
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided

ANSWER = "Yes; use the login page, it is free.\n1. Type the code.\n2. Still nothing: ask the school."


@pytest.fixture
def told(content: Content) -> Content:
    """The small knowledge base, its first entry in English, too."""

    def said(entry: Entry) -> Entry:
        more = (Section("注意", "别急。"),)
        return replace(entry, answer_en=ANSWER, more=more) if entry.id == "reset_password" else entry

    return replace(content, entries=tuple(said(entry) for entry in content.entries))


@pytest.mark.parametrize(("text", "first"), [("Can I reset it?", "Yes; use"), ("How do I reset it?", "Use the login")])
def test_yes_only_to_who_asks_whether(told: Content, text: str, first: str) -> None:
    decision = decided(text, "answer", ("reset_password", 0.9))
    assert in_english(Reply("", (), "answer"), decision, told, text).text.startswith(first)


def test_what_is_hardly_meant_is_named_and_not_said(told: Content) -> None:
    decision = decided("a question", "clarify", ("reset_password", 0.2))
    reply = in_english(Reply("", (), "clarify"), decision, told, "a question")
    assert reply.text.startswith(NOT_SURE)
    assert [option.title for option in reply.options] == ["Use the login page, it is free", HUMAN_IN_ENGLISH.title]


def test_a_statement_after_an_answer_begins_no_other_matter(told: Content) -> None:
    decision = decided("I did it already.", "answer", ("reset_password", 0.8))
    reply = in_english(Reply("", (), "answer"), decision, told, "I did it already.", before="register_account")
    assert reply.text.startswith(THAT_IS_ALL)


def test_a_matter_that_is_named_after_an_answer_is_answered(told: Content) -> None:
    text = "my phone number does not get any code"
    decision = decided(text, "answer", ("reset_password", 0.8))
    reply = in_english(Reply("", (), "answer"), decision, told, text, before="register_account")
    assert reply.entry_id == "reset_password"


def test_what_was_answered_is_not_refused_but_told_in_the_line_that_says_it(told: Content) -> None:
    decision = decided("which code", "answer", ("reset_password", 0.9))
    near = in_english(Reply("", (), "answer"), decision, told, "which code", before="reset_password")
    assert near.text.startswith("On that: Type the code.")
    gist = in_english(Reply("", (), "answer"), decision, told, "and that", before="reset_password")
    assert gist.text.startswith("It still comes down to this: Use the login page") or "Yes; use" in gist.text


def test_taps_are_answered_in_english_or_say_that_they_are_not(told: Content) -> None:
    def tapped(option: str) -> str:
        reply = taken_in_english(option, told, "")
        assert reply is not None
        return reply.text

    assert tapped("reset_password").startswith("Use the login page")
    assert tapped("more:reset_password").startswith(MORE_LEAD)
    assert not any(map(is_chinese, tapped(NONE_OF_THESE).replace("学信网", "").replace("人工客服", "")))
    plain = next(entry for entry in told.entries if not entry.answer_en and not entry.guide)
    assert tapped(plain.id).startswith(LEAD)
    assert taken_in_english("human", told, "") is None


def test_follow_ups(told: Content) -> None:
    topic = told.entry("reset_password")
    assert topic is not None
    assert follow_up_in_english("fee", topic, told).text == "Use the login page, it is free."
    assert follow_up_in_english("failed", topic, told).text == "Still nothing: ask the school."
    assert follow_up_in_english("why", topic, told).text.startswith("I found no official reason")


def test_a_point_there_is_in_chinese_only_comes_under_the_gist_in_english(told: Content) -> None:
    topic = told.entry("reset_password")
    assert topic is not None
    topic = replace(topic, more=(Section("多久", "审核一般要三个工作日。"),))
    first, second, third = follow_up_in_english("time", topic, told).text.splitlines()
    assert first == "Use the login page, it is free."
    assert not any(map(is_chinese, second))
    assert "三个工作日" in third


def test_the_actions_say_it(told: Content) -> None:
    asked = make_tracker("What are the phone hours?", "follow_up", entities=[_kind("english_contact")])
    asked.events = [{"event": "user", "text": "What are the phone hours?"}]
    assert run(ActionFollowUp(FakeLibrary(told)), asked)[0][0]["text"] == CONTACT
    sent = make_tracker("Shall I mail you my passport?", "send_secret", entities=[_kind("papers")])
    sent.events = [{"event": "user", "text": "Shall I mail you my passport?"}]
    assert run(ActionKeepSafe(FakeLibrary(told)), sent)[0][0]["text"] == keep_safe("papers")


def test_what_was_just_said_in_english_is_not_said_again_in_chinese() -> None:
    text = "Apply in 学信档案 and choose how long."
    again = fresh(text, (), [fingerprint(text)])
    assert again.text.startswith("I have nothing to add")
    assert again.options == (HUMAN_IN_ENGLISH,)


def _kind(kind: str) -> dict[str, str]:
    return {"entity": "kind", "value": kind}
