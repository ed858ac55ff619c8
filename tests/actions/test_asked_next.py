"""What people ask next is answered from the matters in talk, before lists, aspects and «没有查到»."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answering.questions import ActionAnswerQuestion
from actions.guiding.guides import ActionTellFact
from actions.in_talk.followups import ActionFollowUp
from dialogue.turns.variety import fingerprint, remembered
from faq.content.entry import FollowUp
from faq.content.loader import Content
from faq.follow_ups.asked_next import AskedNext
from faq.guiding.state import GuideState
from faq.text.phone import SCREEN_LINES, line_count
from faq.text.pinyin import is_chinese
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

GUIDANCE = real_guidance()
SAY = "能，提示修改成功就可以用。"
SOON = FollowUp(("马上能用吗", "改完立刻生效吗", "新密码当场能登吗"), SAY, "Yes, at once.", "faq:password_rule")
ASKED = "新密码马上能用吗"


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def library(real: Content, decision: Any, text: str = ASKED, chance: float = 0.9) -> FakeLibrary:
    next_ones = {text: AskedNext("reset_password", SOON, chance)}
    return FakeLibrary(real, {text: decision}, guidance=GUIDANCE, next_ones=next_ones)


def answered(action: Any, text: str = ASKED, **slots: Any) -> dict[str, Any]:
    said, _ = run(action, make_tracker(text, **slots))
    return said[0]


def given(*entries: str) -> dict[str, Any]:
    recent: list[str] = []
    for entry in entries:
        recent = remembered(recent, entry, entry)
    return {"last_answer": entries[-1], "recent": recent}


def test_behind_an_answer_it_is_all_that_is_said(real: Content) -> None:
    listed = decided(ASKED, "clarify", ("login_wrong_password", 0.4), ("password_rule", 0.3))
    said = answered(ActionAnswerQuestion(library(real, listed)), **given("reset_password"))
    assert said["text"] == SAY
    assert said["buttons"][0]["title"] == real.entry("password_rule").title  # type: ignore[union-attr]
    assert said["custom"]["trace"]["faq_id"] == "reset_password"
    assert said["custom"]["trace"]["asked_next"] == "马上能用吗"


def test_of_an_entry_just_decided_the_reply_begins_with_it(real: Content) -> None:
    said = answered(ActionAnswerQuestion(library(real, decided(ASKED, "answer", ("reset_password", 0.8)))))
    entry = real.entry("reset_password")
    assert entry is not None
    assert said["text"].splitlines()[0] == SAY
    assert said["text"].splitlines()[1].startswith("能自己在网页上找回")
    assert said["buttons"][-1]["title"] == entry.title


@pytest.mark.parametrize("order", [("reset_password", "password_rule"), ("password_rule", "reset_password")])
def test_at_the_beginning_a_sure_one_of_the_first_two_listed_is_said_with_the_gist(
    real: Content, order: tuple[str, str]
) -> None:
    listed = decided(ASKED, "clarify", (order[0], 0.4), (order[1], 0.3))
    base = library(real, listed)
    base.next_ones[ASKED] = AskedNext("reset_password", SOON, 0.95, ahead=0.1)
    said = answered(ActionAnswerQuestion(base))
    entry = real.entry("reset_password")
    assert entry is not None
    assert said["text"].splitlines()[0] == SAY
    assert said["text"].splitlines()[1].startswith("能自己在网页上找回")
    assert entry.title in [button["title"] for button in said["buttons"]]


def test_at_the_beginning_one_that_others_are_asked_as_well_leaves_the_list(real: Content) -> None:
    said = answered(ActionAnswerQuestion(library(real, decided(ASKED, "clarify", ("password_rule", 0.3)))))
    assert SAY not in said["text"]


def test_another_matter_decided_with_more_certainty_wins(real: Content) -> None:
    surer = decided(ASKED, "answer", ("scan_login_change_password", 0.97))
    said = answered(ActionAnswerQuestion(library(real, surer)), **given("reset_password"))
    assert SAY not in said["text"]


def test_what_only_tells_a_fact_is_no_question(real: Content) -> None:
    told = "手机号停用了"
    action = ActionAnswerQuestion(library(real, decided(told, "none"), told, chance=0.99))
    assert SAY not in answered(action, told, **given("reset_password"))["text"]


def test_asked_again_it_is_not_said_word_for_word(real: Content) -> None:
    slots = given("reset_password")
    slots["recent"] = [*slots["recent"], fingerprint(SAY)]
    listed = decided(ASKED, "clarify", ("login_wrong_password", 0.4))
    again = f"{SAY}\n不是您要问的，换个说法再问一次，或回复“人工”。"
    assert answered(ActionAnswerQuestion(library(real, listed)), **slots)["text"] == again


def test_in_a_guide_the_open_step_comes_back_under_it(real: Content) -> None:
    case = GUIDANCE.engine.begin(GuideState(), "forgot_password")[0].as_dict()
    listed = decided(ASKED, "clarify", ("login_wrong_password", 0.4))
    said = answered(ActionAnswerQuestion(library(real, listed)), case=case, **given("reset_password"))
    first, *step = said["text"].splitlines()
    assert first == SAY
    assert step
    assert line_count(said["text"]) <= SCREEN_LINES


def test_beside_a_fact_it_has_its_line(real: Content) -> None:
    case = GUIDANCE.engine.begin(GuideState(), "forgot_password")[0].as_dict()
    text = f"手机号能用，{ASKED}"
    entities = [{"entity": "facts", "value": "phone=usable"}]
    action = ActionTellFact(library(real, decided(ASKED, "none")))
    said, _ = run(action, make_tracker(text, "tell_fact", entities=entities, case=case, **given("reset_password")))
    assert said[0]["text"].splitlines()[0] == SAY


def test_an_aspect_is_asked_of_the_follow_ups_first(real: Content) -> None:
    entities = [{"entity": "kind", "value": "aspect_valid"}]
    action = ActionFollowUp(library(real, decided(ASKED, "none")))
    said, _ = run(action, make_tracker(ASKED, "follow_up", entities=entities, **given("reset_password")))
    assert said[0]["text"] == SAY


def test_each_of_several_questions_is_answered_so(real: Content) -> None:
    other, text = "要花钱吗", f"{ASKED}？要花钱吗？"
    free = FollowUp(("要钱吗", "收费不", "要花钱吗"), "不用钱。")
    both = {ASKED: AskedNext("reset_password", SOON, 0.9), other: AskedNext("reset_password", free, 0.9)}
    none = {one: decided(one, "none") for one in (text, ASKED, other)}
    action = ActionAnswerQuestion(
        FakeLibrary(
            real, {**none, text: decided(text, "answer", ("reset_password", 0.9))}, guidance=GUIDANCE, next_ones=both
        )
    )
    assert answered(action, text, **given("reset_password"))["text"] == f"{SAY}\n不用钱。"


def test_who_writes_english_reads_english(real: Content) -> None:
    text = "can I use it at once?"
    action = ActionAnswerQuestion(library(real, decided(text, "none"), text))
    assert answered(action, text, **given("reset_password"))["text"] == "Yes, at once."


def test_a_bare_aspect_is_asked_of_the_last_matter(real: Content) -> None:
    """«要钱吗» behind the answer on reports means the report, though a matter before it has one of that kind."""
    free = FollowUp(("要钱吗", "收费不", "要花钱吗"), "不用钱，收钱代办的别信。")
    text = "那这个要钱吗"
    books = FakeLibrary(
        real,
        {text: decided(text, "none")},
        guidance=GUIDANCE,
        next_ones={text: AskedNext("reset_password", free, 0.95)},
    )
    tracker = make_tracker(
        text,
        "follow_up",
        entities=[{"entity": "kind", "value": "aspect_fee"}],
        **given("reset_password", "report_apply"),
    )
    said, _ = run(ActionFollowUp(books), tracker)
    assert "收钱代办" not in said[0]["text"]
    assert said[0]["custom"]["trace"]["faq_id"] == "report_apply"


def english(said: str, text: str = "so will it work at once", **slots: Any) -> dict[str, Any]:
    tracker = make_tracker(text, "follow_up", entities=[{"entity": "kind", "value": "english_time"}], **slots)
    tracker.events = [{"event": "user", "text": "how do I reset my password"}, {"event": "user", "text": text}]
    item = FollowUp(SOON.asks, SAY, said, SOON.to)
    next_ones = {text: AskedNext("reset_password", item, 0.9)}
    found = FakeLibrary(real_content(), {text: decided(text, "none")}, guidance=GUIDANCE, next_ones=next_ones)
    return run(ActionFollowUp(found), tracker)[0][0]


def test_in_english_an_aspect_is_asked_of_the_follow_ups_first() -> None:
    said = english("Yes, at once.", **given("reset_password"))
    assert said["text"] == "Yes, at once."
    assert not any(is_chinese(mark) for button in said["buttons"] for mark in button["title"])


def test_without_an_answer_in_english_the_one_it_leads_to_begins(real: Content) -> None:
    entry = real.entry("password_rule")
    assert entry is not None
    said = english("", **given("reset_password"))
    assert entry.answer_en.startswith(said["text"])


def test_what_names_its_own_matter_is_not_asked_of_the_one_in_talk(real: Content) -> None:
    text = "我四级成绩单不见了怎么补"
    found = AskedNext("cet_register", FollowUp(("四级没过呢",), "不能，六级要四级 425 分以上。"), 0.97)
    other = decided(text, "answer", ("cet_report", 0.9))
    shown = FakeLibrary(real, {text: other}, guidance=GUIDANCE, next_ones={text: found})
    said = answered(ActionAnswerQuestion(shown), text, **given("cet_register"))
    assert said["custom"]["trace"]["faq_id"] == "cet_report"
