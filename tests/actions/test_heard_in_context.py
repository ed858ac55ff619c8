"""Closings, a choice with more behind it, what comes up behind a step, and what cannot be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answering.choosing import ActionChooseOption
from actions.guiding.guides import ActionTellFact
from actions.in_talk.followups import ActionFollowUp
from actions.lines.human import ActionSmallTalk
from actions.talking import ActionClearOffer
from faq.content.loader import Content
from faq.guiding.state import GuideState
from tests.actions.trackers import make_tracker, offered, run, slots_set
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

GUIDANCE = real_guidance()


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def case(guide: str, **facts: str) -> dict[str, str]:
    return GUIDANCE.engine.begin(GuideState(facts=facts), guide)[0].as_dict()


def entities(**values: str) -> list[dict[str, Any]]:
    return [{"entity": name, "value": value} for name, value in values.items()]


def test_who_goes_gets_one_line(real: Content) -> None:
    heard = entities(kind="plan_call", thanks="yes")
    tracker = make_tracker("我这就给学校打电话，谢谢", "will_try", entities=heard)
    said, _ = run(ActionSmallTalk(FakeLibrary(real, guidance=GUIDANCE)), tracker)
    assert [item["text"].startswith("不客气，") for item in said] == [True]
    assert said[0]["buttons"] == []


def test_a_plan_is_confirmed_where_something_said_tells_it(real: Content) -> None:
    heard = entities(kind="plan_wait", confirms="我就等着")
    waits = GuideState("missing_record", "", {"prompt": "reviewing"}).as_dict()
    tracker = make_tracker("那我就等着对吧", "will_try", entities=heard, case=waits)
    said, _ = run(ActionSmallTalk(FakeLibrary(real, guidance=GUIDANCE)), tracker)
    assert said[0]["text"].startswith("对，")


def test_a_sent_ticket_needs_no_confirmation(real: Content) -> None:
    tracker = make_tracker("确认", "small_talk", entities=entities(kind="sent"), ticket_sent="TABC2345")
    said, _ = run(ActionSmallTalk(FakeLibrary(real, guidance=GUIDANCE)), tracker)
    assert "TABC2345" in said[0]["text"]


def test_what_stands_behind_a_choice_is_answered_with_it(real: Content) -> None:
    heard = entities(option="report_apply", behind="要收费吗")
    listed = offered(("report_apply", "怎么申请在线验证报告，要钱吗？"), ("none", "都不是"))
    tracker = make_tracker("1，要收费吗", "choose_option", entities=heard, offered=listed)
    library = FakeLibrary(real, {"要收费吗": decided("要收费吗", "none")}, guidance=GUIDANCE)
    said, _ = run(ActionChooseOption(library), tracker)
    assert said[0]["custom"]["trace"]["faq_id"] == "report_apply"
    assert "免费" in said[0]["text"]


def test_a_choice_of_a_step_takes_the_facts_told_with_it(real: Content) -> None:
    heard = entities(option="fact:matches=same", behind="同学都有就我没有", facts="classmates=can")
    tracker = make_tracker(
        "1，同学都有就我没有", "choose_option", entities=heard, case=case("missing_record", seen="empty")
    )
    _, events = run(ActionChooseOption(FakeLibrary(real, guidance=GUIDANCE)), tracker)
    assert GuideState.from_dict(slots_set(events)["case"]).known == {
        "seen": "empty",
        "classmates": "can",
        "matches": "same",
    }


def test_what_came_up_behind_a_step_that_worked_is_the_next_matter(real: Content) -> None:
    behind = "学籍显示没有"
    heard = entities(facts="seen=empty worked=done", next=behind)
    now = case("forgot_password", scan="bound")
    library = FakeLibrary(real, {behind: decided(behind, "answer", ("record_missing", 0.97))}, guidance=GUIDANCE)
    said, _ = run(
        ActionTellFact(library), make_tracker(f"扫进来了，但是{behind}", "tell_fact", entities=heard, case=now)
    )
    assert said[-1]["text"].startswith("好，这一步过了")
    assert said[-1]["custom"]["trace"]["guide_id"] == "missing_record"


def test_the_price_is_told_and_the_step_waits(real: Content) -> None:
    text = "那是不是只剩重新注册了"
    tracker = make_tracker(text, "follow_up", entities=entities(kind="weighs"), case=case("real_person"))
    said, _ = run(ActionFollowUp(FakeLibrary(real, guidance=GUIDANCE)), tracker)
    action = GUIDANCE.guides.irreversible["reregister"]
    assert said[0]["text"].startswith(f"{action.first}\n{action.price}\n")
    assert said[0]["custom"]["trace"]["step"] == "app"


def test_who_is_about_to_hears_the_price_before_the_question_it_depends_on(real: Content) -> None:
    tracker = make_tracker("我打算给我儿子重新注册一个", "follow_up", entities=entities(kind="weighs"))
    said, _ = run(ActionFollowUp(FakeLibrary(real, guidance=GUIDANCE)), tracker)
    action = GUIDANCE.guides.irreversible["reregister"]
    assert said[0]["text"].startswith(f"{action.first}\n{action.price}\n")
    assert said[0]["custom"]["trace"]["step"] == "enrolment"


def test_who_told_of_the_army_in_the_same_message_hears_no_at_once(real: Content) -> None:
    heard = entities(kind="weighs", facts="phone=unusable enrolment=enlist")
    text = "号停机了，他在部队没手机，那我干脆帮他点那个我要重新注册，可以吧"
    tracker = make_tracker(text, "follow_up", entities=heard, case=case("forgot_password"))
    said, _ = run(ActionFollowUp(FakeLibrary(real, guidance=GUIDANCE)), tracker)
    assert said[0]["text"].startswith("那先不要重新注册")


def test_who_gives_up_is_asked_no_more() -> None:
    tracker = make_tracker("算了，谢谢", "cancel", case=case("forgot_password"))
    _, events = run(ActionClearOffer(), tracker)
    left = GuideState.from_dict(slots_set(events)["case"])
    assert not left.running
    assert GUIDANCE.engine.left_open(left)
