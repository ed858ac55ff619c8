"""Guides in the conversation: beginning, telling, back, restart, resume, the trace and the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.answering.choosing import ActionChooseOption
from actions.answering.questions import ActionAnswerQuestion
from actions.guiding.guides import ActionGoBack, ActionRestartGuide, ActionResume, ActionTellFact
from actions.guiding.leading import case_of, conclusion
from actions.guiding.traces import case_lines
from faq.content.loader import Content
from faq.guiding.state import GuideState
from faq.ranking.decision import LEANING
from tests.actions.trackers import make_tracker, run, slots_set
from tests.conversation_sources import sentences_of
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

GUIDANCE = real_guidance()


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def library(real: Content, text: str = "", entry: str = "") -> FakeLibrary:
    decisions = {text: decided(text, "answer", (entry, 0.97))} if text else {}
    return FakeLibrary(real, decisions, guidance=GUIDANCE)


def case(guide: str, **facts: str) -> dict[str, str]:
    return GUIDANCE.engine.begin(GuideState(facts=facts), guide)[0].as_dict()


def told(text: str, facts: str, **slots: Any) -> Any:
    return make_tracker(text, "tell_fact", entities=[{"entity": "facts", "value": facts}], **slots)


def test_a_question_with_a_guide_begins_it_with_what_was_said(real: Content) -> None:
    entities = [{"entity": "facts", "value": "phone=unusable"}]
    tracker = make_tracker("密码忘了，手机停机", "forgot_password", entities=entities)
    said, events = run(ActionAnswerQuestion(library(real, "密码忘了，手机停机", "reset_password")), tracker)
    assert any(words in "".join(said[0]["text"].split()) for words in sentences_of("forgot_password/start"))
    trace = said[0]["custom"]["trace"]
    assert (trace["faq_id"], trace["band"]) == ("reset_password", "answer")
    assert (trace["guide_id"], trace["step"], trace["step_number"]) == ("forgot_password", "mail", 1)
    assert trace["facts"] == {"password": "forgotten", "phone": "unusable"}
    slots = slots_set(events)
    assert slots["last_answer"] == "reset_password"
    assert slots["case"]["step"] == "reset_ways.mail"


def test_a_guide_that_is_opened_once_more_tells_how_again(real: Content) -> None:
    """It only asked «查到了吗？»: the how stood several screens above."""
    entities = [{"entity": "option", "value": "reset_password"}]
    tracker = make_tracker("/choose_option", "choose_option", entities=entities)
    first, events = run(ActionChooseOption(library(real)), tracker)
    again = make_tracker("/choose_option", "choose_option", entities=entities, case=slots_set(events)["case"])
    said, _ = run(ActionChooseOption(library(real)), again)
    assert said[0]["text"] in first[0]["text"]
    assert len(said[0]["text"]) > 40


def test_who_takes_a_title_said_what_it_says(real: Content) -> None:
    entities = [{"entity": "option", "value": "reset_all_unusable"}]
    known = case("forgot_password", password="forgotten")
    tracker = make_tracker("/choose_option", "choose_option", entities=entities, case=known)
    said, _ = run(ActionChooseOption(library(real)), tracker)
    trace = said[0]["custom"]["trace"]
    assert trace["facts"] == {
        "password": "forgotten",
        "phone": "unusable",
        "mail": "unusable",
        "security": "unusable",
    }
    assert trace["step"] == "scan"


@pytest.mark.parametrize(("second", "opens"), [("reset_all_unusable", True), ("cet_score", False)])
def test_two_readings_of_one_guide_open_it_where_a_list_would_stand(real: Content, second: str, opens: bool) -> None:
    text = "密码那个怎么弄"
    decision = decided(text, "clarify", ("reset_password", 0.5), (second, 0.3))
    said, _ = run(
        ActionAnswerQuestion(FakeLibrary(real, {text: decision}, guidance=GUIDANCE)),
        make_tracker(text, "forgot_password"),
    )
    assert (said[0]["custom"]["trace"].get("guide_id") == "forgot_password") is opens


@pytest.mark.parametrize(("second", "opens"), [("reset_all_unusable", True), ("cet_score", False)])
def test_a_leaning_answer_opens_its_guide_where_the_next_has_the_same(real: Content, second: str, opens: bool) -> None:
    text = "密码那个怎么弄"
    leaning = replace(decided(text, "answer", ("reset_password", 0.6), (second, 0.3)), reason=LEANING)
    said, _ = run(
        ActionAnswerQuestion(FakeLibrary(real, {text: leaning}, guidance=GUIDANCE)),
        make_tracker(text, "forgot_password"),
    )
    assert (said[0]["custom"]["trace"].get("guide_id") == "forgot_password") is opens


def test_facts_told_and_tapped_move_it_on(real: Content) -> None:
    now = case("forgot_password")
    _, events = run(ActionTellFact(library(real)), told("停机了", "phone=unusable", case=now))
    now = slots_set(events)["case"]
    assert now["step"] == "reset_ways.mail"
    tap = make_tracker(
        "/choose_option", "choose_option", entities=[{"entity": "option", "value": "fact:mail=unusable"}], case=now
    )
    said, events = run(ActionChooseOption(library(real)), tap)
    assert slots_set(events)["case"]["step"] == "reset_ways.security"
    assert said[0]["custom"]["trace"]["step_number"] == 3


def test_back_restart_and_resume(real: Content) -> None:
    now = case("forgot_password", phone="unusable")
    said, events = run(ActionResume(library(real)), make_tracker("继续", "resume", case=now))
    assert said[0]["text"].startswith("再问一下邮箱：进得去吗？")
    _, events = run(ActionRestartGuide(library(real)), make_tracker("重新开始", "restart_guide", case=now))
    assert slots_set(events)["case"]["step"] == "reset_ways.mail"  # what was said besides stays known
    said, events = run(ActionGoBack(library(real)), make_tracker("上一步", "go_back", case=now))
    assert said[0]["text"].startswith("已经是第一步了")


def test_an_end_outside_offers_a_person(real: Content) -> None:
    now = case("phone_registered", registered_before="other")
    said, events = run(ActionTellFact(library(real)), told("没有", "other_phone=hasnt", case=now))
    assert [button["title"] for button in said[0]["buttons"]] == ["人工客服"]
    assert slots_set(events)["case"]["step"] == ""


def test_what_is_asked_behind_an_end_is_asked_of_what_it_is_about(real: Content) -> None:
    now = case("phone_registered", registered_before="other")
    _, events = run(ActionTellFact(library(real)), told("没有", "other_phone=hasnt", case=now))
    end = library(real).guidance.guides.guides["phone_registered"].steps["review"]
    assert end.about
    assert slots_set(events)["last_answer"] == end.about


def test_a_question_in_the_middle_is_answered_and_the_step_waits(real: Content) -> None:
    now = case("forgot_password", phone="unusable")
    tracker = make_tracker("密码要几位", "forgot_password", case=now)
    said, events = run(ActionAnswerQuestion(library(real, "密码要几位", "password_rule")), tracker)
    assert said[0]["text"].endswith("\n再问一下邮箱：进得去吗？")
    assert [option["id"] for option in slots_set(events)["offered"]][:1] == ["fact:mail=usable"]
    assert "case" not in slots_set(events)


def test_what_is_asked_beside_a_fact_is_answered_before_the_next_step(real: Content) -> None:
    now, asked = case("forgot_password", phone="unusable"), "新密码要几位数字吗"
    said, events = run(
        ActionTellFact(library(real, asked, "password_rule")), told(f"邮箱没绑，{asked}？", "mail=unusable", case=now)
    )
    entry = real.entry("password_rule")
    assert entry is not None
    assert said[0]["text"].startswith(conclusion(entry))
    assert "密保" in said[0]["text"]
    assert slots_set(events)["case"]["step"] == "reset_ways.security"


@pytest.mark.parametrize("text", ["停机了，怎么办呀", "停机了", "号早停了，不知道什么意思"])
def test_a_sigh_is_no_question_of_its_own(real: Content, text: str) -> None:
    said, _ = run(ActionTellFact(library(real)), told(text, "phone=unusable", case=case("forgot_password")))
    assert "邮箱" in said[0]["text"]


def test_the_case_is_told_to_the_agent() -> None:
    state = GuideState.from_dict(case("forgot_password"))
    state, _ = GUIDANCE.engine.tell(state, {"phone": "unusable"})
    tracker = make_tracker("", case=state.as_dict())
    assert case_lines(GUIDANCE, case_of(tracker)) == [
        "情况：注册用的手机号：不用了、收不到",
        "已走过「找回密码」：手机能否收短信 → 邮箱能否进去",
    ]


@pytest.mark.parametrize("action", [ActionRestartGuide, ActionResume, ActionTellFact, ActionGoBack])
def test_without_a_guide_nothing_breaks(real: Content, action: Any) -> None:
    said, _ = run(action(library(real, "继续", "reset_no_method")), make_tracker("继续", "resume"))
    assert said[0]["text"]


def asked_meaning(text: str, **slots: Any) -> Any:
    return make_tracker(text, "resume", entities=[{"entity": "kind", "value": "plain"}], **slots)


def test_the_word_of_a_step_is_explained_and_the_step_asked_again(real: Content) -> None:
    tracker = asked_meaning("邮箱是啥东西", case=case("forgot_password", phone="unusable"))
    said, events = run(ActionResume(library(real)), tracker)
    assert said[0]["text"].startswith("邮箱是网上收信用的")
    assert "再问一下邮箱：进得去吗？" in said[0]["text"]
    assert slots_set(events)["case"]["step"] == "reset_ways.mail"


def test_instructions_that_were_not_understood_are_said_again_slowly(real: Content) -> None:
    tracker = asked_meaning("没听懂", case=case("forgot_password", phone="usable"))
    said, _ = run(ActionResume(library(real)), tracker)
    assert said[0]["text"].startswith("没关系，一步一步来，不急。\n那就走手机这条：\n1. ")


def test_an_answer_that_asks_what_the_word_means_gets_both(real: Content) -> None:
    tracker = told("啥叫邮箱，没绑", "mail=unusable", case=case("forgot_password", phone="unusable"))
    said, events = run(ActionTellFact(library(real)), tracker)
    assert said[0]["text"].startswith("邮箱是网上收信用的")
    assert slots_set(events)["case"]["step"] == "reset_ways.security"


def test_who_did_not_understand_reads_the_next_step_in_plain_words(real: Content) -> None:
    tracker = told("没绑过，您说的我听不太懂", "mail=unusable", case=case("forgot_password", phone="unusable"))
    said, _ = run(ActionTellFact(library(real)), tracker)
    assert said[0]["text"].startswith("没关系，说简单点：密保就是以前自己定好的一问一答")
