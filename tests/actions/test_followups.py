"""Follow-ups: read with the answer before them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker

from actions.followups import ActionFollowUp
from faq.answer import render_plain
from faq.loader import Content
from tests.actions.trackers import make_tracker, run, slots_set
from tests.fakes.library import FakeLibrary, decided


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


def test_anything_else_is_asked_with_the_topic(content: Content) -> None:
    library = FakeLibrary(content, {"那用户名呢": decided("那用户名呢", "answer", ("find_username", 0.9))})
    _, events = run(ActionFollowUp(library), asked("and_that", "那用户名呢"))
    assert library.asked[0]["previous"] == "reset_password"
    assert slots_set(events)["last_answer"] == "find_username"


def test_what_it_costs_is_said_in_the_words_of_the_answer(content: Content) -> None:
    entry = content.entry("reset_password")
    assert entry is not None
    priced = replace(entry, answer="点找回密码。\n1. 不用花钱，免费")
    others = tuple(item for item in content.entries if item.id != "reset_password")
    said, _ = run(ActionFollowUp(FakeLibrary(replace(content, entries=(priced, *others)))), asked("price"))
    assert said[0]["text"] == "“忘记密码怎么办？”里说到钱的：\n不用花钱，免费"


def test_where_the_answer_does_not_say_what_costs_something_here_at_all_is(content: Content) -> None:
    entry = content.entry("find_username")
    assert entry is not None
    fees = replace(entry, id="what_is_chsi", title="收费吗？", answer="查询免费。")
    said, events = run(ActionFollowUp(FakeLibrary(replace(content, entries=(*content.entries, fees)))), asked("price"))
    assert said[0]["text"] == "刚才那件事收不收钱，没有查到单独的说法；总的情况是：\n查询免费。"
    assert slots_set(events)["last_answer"] == "what_is_chsi"
