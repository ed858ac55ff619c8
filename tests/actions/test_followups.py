"""Follow-ups: read with the answer before them."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.in_talk.followups import ActionFollowUp
from faq.content.loader import Content
from faq.saying.answer import render_plain
from faq.text.phone import SCREEN_LINES, line_count
from tests.actions.trackers import make_tracker, run, slots_set
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def asked(kind: str, text: str = "", **slots: Any) -> Tracker:
    entities = [{"entity": "kind", "value": kind}]
    return make_tracker(text, "follow_up", entities=entities, **{"last_answer": "reset_password", **slots})


def text_of(content: Content, entry_id: str) -> str:
    entry = content.entry(entry_id)
    assert entry is not None
    return render_plain(entry, content)


def test_more_is_the_whole_answer(content: Content) -> None:
    said, _ = run(ActionFollowUp(FakeLibrary(content)), asked("more"))
    assert said[0]["text"] == f"{text_of(content, 'reset_password')}\n（还有不清楚的，接着问；要人工就回复“人工”。）"


def test_yes_or_no_is_the_conclusion_only(content: Content) -> None:
    said, _ = run(ActionFollowUp(FakeLibrary(content)), asked("yes_no"))
    assert text_of(content, "reset_password").startswith(said[0]["text"].rstrip("。"))
    assert "\n" not in said[0]["text"]


def test_the_way_to_a_person(content: Content) -> None:
    _, events = run(ActionFollowUp(FakeLibrary(content)), asked("contact"))
    assert slots_set(events)["last_answer"] == "contact_support"


def test_two_answers_are_compared_by_their_conclusions(content: Content) -> None:
    said, _ = run(ActionFollowUp(FakeLibrary(content)), asked("compare", previous_answer="find_username"))
    assert said[0]["text"].startswith("两件事不一样：\n· 忘记用户名怎么办？")


@pytest.mark.parametrize(
    ("kind", "entry_id", "told"),
    [
        ("aspect_fee", "report_apply", "中文版免费"),
        ("aspect_place", "change_email", "“安全邮箱”"),
        ("aspect_time", "record_wrong", "时限"),
        ("aspect_papers", "record_wrong", "户口簿"),
        ("aspect_fee", "change_phone", "没有收费这一项"),
        ("aspect_phone", "record_wrong", "各地不同"),
        ("aspect_how", "change_phone", "1. "),
        ("aspect_fast", "manual_review", "能不能加急没有查到"),
    ],
)
def test_an_aspect_is_told_from_the_topic_itself(real: Content, kind: str, entry_id: str, told: str) -> None:
    said, events = run(ActionFollowUp(FakeLibrary(real)), asked(kind, last_answer=entry_id))
    assert told in said[0]["text"]
    assert slots_set(events).get("last_answer", entry_id) == entry_id
    assert line_count(said[0]["text"]) <= SCREEN_LINES


def test_an_answer_that_was_given_is_not_given_again_for_how(real: Content) -> None:
    tracker = asked("aspect_how", last_answer="report_extend", recent=["=report_extend"])
    said, _ = run(ActionFollowUp(FakeLibrary(real)), tracker)
    assert said[0]["text"].startswith("【")


def test_a_kind_of_the_question_before_is_asked_with_it(content: Content) -> None:
    together = "验证报告，用户名的"
    library = FakeLibrary(content, {together: decided(together, "answer", ("find_username", 0.9))})
    _, events = run(ActionFollowUp(library), asked("the_one", "用户名的", last_question="验证报告"))
    assert slots_set(events)["last_answer"] == "find_username"
    assert "last_question" not in slots_set(events)


def test_anything_else_is_asked_with_the_topic(content: Content) -> None:
    library = FakeLibrary(content, {"那用户名呢": decided("那用户名呢", "answer", ("find_username", 0.9))})
    _, events = run(ActionFollowUp(library), asked("and_that", "那用户名呢"))
    assert library.asked[0]["previous"] == "reset_password"
    assert slots_set(events)["last_answer"] == "find_username"


def test_what_names_another_matter_before_it_asks_is_answered_by_that(content: Content) -> None:
    text = "用户名也忘了，要多久"
    asks = make_tracker(
        text,
        "follow_up",
        entities=[{"entity": "kind", "value": "aspect_time"}, {"entity": "beside", "value": "用户名也忘了"}],
        last_answer="reset_password",
    )
    other = FakeLibrary(content, {text: decided(text, "answer", ("find_username", 0.9))})
    _, events = run(ActionFollowUp(other), asks)
    assert slots_set(events)["last_answer"] == "find_username"
    unsure = FakeLibrary(content, {text: decided(text, "answer", ("find_username", 0.8))})
    said, events = run(ActionFollowUp(unsure), asks)
    assert "last_answer" not in slots_set(events)
    assert "时限" in said[0]["text"]


def test_a_doubt_is_told_what_the_answer_rests_on(real: Content) -> None:
    said, events = run(ActionFollowUp(FakeLibrary(real)), asked("doubt", "你确定吗", last_answer="report_apply"))
    entry = real.entry("report_apply")
    assert entry is not None
    assert entry.sources[0].title in said[0]["text"]
    assert "没有在官网实时核对" in said[0]["text"]
    assert slots_set(events).get("last_answer", "report_apply") == "report_apply"


def objecting(text: str, word: str, **slots: Any) -> Tracker:
    entities = [{"entity": "kind", "value": "objection"}, {"entity": "word", "value": word}]
    return make_tracker(text, "follow_up", entities=entities, last_answer="report_apply", **slots)


def test_an_objection_that_names_another_matter_is_answered_by_that(real: Content) -> None:
    text = "可是我没有大陆手机号"
    known = next(entry.id for entry in real.entries if entry.guide is None and entry.id != "report_apply")
    library = FakeLibrary(real, {text: decided(text, "answer", (known, 0.97))})
    _, events = run(ActionFollowUp(library), objecting(text, "我没有大陆手机号"))
    assert slots_set(events)["last_answer"] == known


def test_an_objection_that_nothing_tells_of_is_heard_and_led_to_a_person(real: Content) -> None:
    text = "可是我家的猫把它吃了"
    nothing = decided(text, "none")
    library = FakeLibrary(real, {text: nothing, f"怎么申请，{text}": nothing})
    said, events = run(ActionFollowUp(library), objecting(text, "我家的猫把它吃了", last_question="怎么申请"))
    assert said[0]["text"].startswith("“我家的猫把它吃了”，知道了")
    assert slots_set(events)["offered"][-1]["id"] == "human"


def test_the_kind_somebody_is_of_is_looked_for_next_to_the_answer(real: Content) -> None:
    text = "我是自考的"
    entities = [{"entity": "kind", "value": "kind"}, {"entity": "word", "value": "自考"}]
    tracker = make_tracker(text, "follow_up", entities=entities, last_answer="lost_diploma", last_question="毕业证丢了")
    library = FakeLibrary(real, {f"{text}，毕业证丢了": decided(text, "answer", ("lost_diploma", 0.9))})
    said, _ = run(ActionFollowUp(library), tracker)
    assert "自考" in said[0]["text"]
    assert line_count(said[0]["text"]) <= SCREEN_LINES


def test_who_cannot_wait_is_told_the_faster_way(real: Content) -> None:
    text = "可是我明天就要用"
    nothing = decided(text, "none")
    library = FakeLibrary(real, {text: nothing, f"怎么申请，{text}": nothing})
    said, _ = run(ActionFollowUp(library), objecting(text, "我明天就要用", last_question="怎么申请"))
    assert "010-67410388" in said[0]["text"]


def test_the_last_words_are_said_again_to_who_asks_for_just_that(content: Content) -> None:
    said, _ = run(ActionFollowUp(FakeLibrary(content)), asked("again", "再说一遍"))
    assert said[0]["text"] == text_of(content, "reset_password")  # nothing else is at hand


def test_other_ways_to_a_person_are_those_that_are_left(real: Content) -> None:
    case = {"facts": "mailbox=dead hotline=dead"}
    said, _ = run(ActionFollowUp(FakeLibrary(real)), asked("aspect_other_way", last_answer="contact_phone", case=case))
    assert "服务号" in said[0]["text"]
    assert "kefu@" not in said[0]["text"]
    assert "010-" not in said[0]["text"]
