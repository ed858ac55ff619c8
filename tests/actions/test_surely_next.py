"""What surely is asked next about a matter in talk is said before anything else is made of the message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.answering.questions import ActionAnswerQuestion
from actions.guiding.guides import ActionTellFact
from actions.in_talk.followups import ActionFollowUp
from actions.talking import ActionContactSupport, ActionShowHelp
from dialogue.turns.variety import remembered
from faq.content.entry import FollowUp
from faq.follow_ups.asked_next import AskedNext
from faq.guiding.state import GuideState
from faq.ranking.decision import Decision
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

SAY = "先用自己能出的报告，再问清哪天办。"
LATE = FollowUp(("学校拖着不给办", "老师说再等等", "学校那边没人管"), SAY)
GIVEN = {"last_answer": "reset_password", "recent": remembered([], "reset_password", "reset_password")}
CONTENT, GUIDANCE = real_content(), real_guidance()


def library(text: str, decision: Decision, chance: float = 0.96) -> FakeLibrary:
    asked = {text: AskedNext("reset_password", LATE, chance)}
    return FakeLibrary(CONTENT, {text: decision}, guidance=GUIDANCE, next_ones=asked)


def told(action: Any, text: str, intent: str = "ask_other_service", **slots: Any) -> str:
    said, _ = run(action, make_tracker(text, intent, **{**GIVEN, **slots}))
    return str(said[0]["text"])


def test_what_is_told_without_a_word_of_asking_has_its_answer() -> None:
    text = "老师就说再等一等"
    assert told(ActionAnswerQuestion(library(text, decided(text, "none"))), text) == SAY


@pytest.mark.parametrize(("score", "wins"), [(0.9, True), (0.98, False)])
def test_another_entry_wins_only_where_it_is_surer(score: float, wins: bool) -> None:
    text = "教务那边没有人管"
    other = decided(text, "answer", ("photo_wrong", score))
    assert (SAY in told(ActionAnswerQuestion(library(text, other)), text)) is wins


def test_less_sure_it_waits_for_the_decision() -> None:
    text = "教务那边没有人管"
    other = decided(text, "answer", ("photo_wrong", 0.9))
    assert SAY not in told(ActionAnswerQuestion(library(text, other, chance=0.89)), text)


@pytest.mark.parametrize("kind", ["aspect_in_time", "aspect_whom", "objection", "doubt", "still"])
def test_it_comes_before_the_treatments_of_any_matter(kind: str) -> None:
    text = "来得及吗，学校拖着"
    entities = [{"entity": "kind", "value": kind}]
    said, _ = run(
        ActionFollowUp(library(text, decided(text, "none"))),
        make_tracker(text, "follow_up", entities=entities, **GIVEN),
    )
    assert said[0]["text"] == SAY


def test_who_wants_the_last_words_again_gets_those() -> None:
    text = "再说一遍"
    entities = [{"entity": "kind", "value": "again"}]
    action = ActionFollowUp(library(text, decided(text, "none")))
    said, _ = run(action, make_tracker(text, "follow_up", entities=entities, **GIVEN))
    assert SAY not in said[0]["text"]


def test_what_the_reader_found_word_for_word_needs_no_model() -> None:
    first = CONTENT.entry("reset_password")
    assert first is not None
    asked = first.follow_ups[0]
    text = asked.asks[1]
    entities = [
        {"entity": "kind", "value": "asked_next"},
        {"entity": "of", "value": first.id},
        {"entity": "asked", "value": asked.asks[0]},
    ]
    action = ActionFollowUp(FakeLibrary(CONTENT, {text: decided(text, "none")}, guidance=GUIDANCE))
    said, _ = run(action, make_tracker(text, "follow_up", entities=entities, **GIVEN))
    assert said[0]["custom"]["trace"]["asked_next"] == asked.asks[0]


def test_a_fact_beside_it_is_kept_and_the_step_waits() -> None:
    case = GUIDANCE.engine.begin(GuideState(), "forgot_password")[0].as_dict()
    text = "我毕业好几年了，学校拖着不给办"
    entities = [{"entity": "facts", "value": "graduated=yes"}]
    action = ActionTellFact(library(text, decided(text, "none")))
    said, events = run(action, make_tracker(text, "tell_fact", entities=entities, **{**GIVEN, "case": case}))
    first, *step = said[0]["text"].splitlines()
    assert first == SAY
    assert step
    kept = [event["value"] for event in events if event.get("name") == "case"]
    assert GuideState.from_dict(kept[-1]).known["graduated"] == "yes"


def test_the_answer_to_the_step_moves_the_guide() -> None:
    case = GUIDANCE.engine.begin(GuideState(), "forgot_password")[0].as_dict()
    text = "手机号停用了，学校拖着"
    entities = [{"entity": "facts", "value": "phone=unusable"}]
    action = ActionTellFact(library(text, decided(text, "none")))
    said, _ = run(action, make_tracker(text, "tell_fact", entities=entities, **{**GIVEN, "case": case}))
    assert not said[0]["text"].startswith(SAY)


def test_it_is_neither_a_greeting_nor_a_call_to_our_hotline() -> None:
    text = "周末有人吗"
    assert told(ActionShowHelp(library(text, decided(text, "none"))), text, "greet") == SAY
    text = "电话打了没人接"
    entities = [{"entity": "kind", "value": "unanswered"}]
    action = ActionContactSupport(library(text, decided(text, "none")))
    said, _ = run(action, make_tracker(text, "contact_support", entities=entities, **GIVEN))
    assert said[0]["text"] == SAY


@pytest.mark.parametrize(
    ("text", "answered"), [("让客服给我放开行不行", True), ("叫客服来", False), ("转客服行不行", False)]
)
def test_what_the_staff_can_do_is_asked_and_nobody_called(text: str, answered: bool) -> None:
    entities = [{"entity": "kind", "value": "person"}]
    action = ActionContactSupport(library(text, decided(text, "none")))
    said, _ = run(action, make_tracker(text, "contact_support", entities=entities, **GIVEN))
    assert any(SAY in one["text"] for one in said) is answered


def test_nearly_certain_it_yields_to_no_word_of_somewhere_else() -> None:
    text = "户口本都换好了"
    alone = decided(text, "none")
    elsewhere = replace(alone, elsewhere="这像是公安的事，学信网管不了。")
    for chance, answered in ((0.98, True), (0.94, False)):
        action = ActionAnswerQuestion(library(text, elsewhere, chance))
        assert (told(action, text) == SAY) is answered


def test_what_was_just_said_leaves_the_word_to_the_decision() -> None:
    """«发邮件要写什么，几天回» behind «邮箱呢» got that nothing more is known, though an entry of its own holds it."""
    text = "教务那边没有人管"
    other = decided(text, "answer", ("photo_wrong", 0.9))
    recent = remembered(GIVEN["recent"], SAY)
    assert "刚才" not in told(ActionAnswerQuestion(library(text, other)), text, recent=recent)


@pytest.mark.parametrize(("topic", "answered"), [("reset_password", False), ("cert_progress", True)])
def test_a_bare_fact_is_left_to_the_guide_of_the_matter_where_it_has_one(topic: str, answered: bool) -> None:
    text = "短信收不到"
    asked = {text: AskedNext(topic, LATE, 0.98)}
    books = FakeLibrary(CONTENT, {text: decided(text, "none")}, guidance=GUIDANCE, next_ones=asked)
    slots = {"last_answer": topic, "recent": remembered([], topic, topic)}
    assert (told(ActionAnswerQuestion(books), text, **slots) == SAY) is answered
