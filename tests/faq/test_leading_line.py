"""A list that begins with an answer is headed by what was asked of that entry, and no other is."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from faq.content.entry import FollowUp
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.ranking.decision import UNSURE, Candidate, Decision
from faq.saying.leading_line import asked_at_once, line_of_first

LOCKED = FollowUp(("锁了咋办",), "最长 **36 小时**，到时间就能改。")
LIST = Decision("clarify", (Candidate("adjust", 0.6), Candidate("stolen", 0.3)), UNSURE, "志愿锁住了要多久")


def library(found: AskedNext | None = None, told: AskedNext | None = None) -> Library:
    def asked_next(_: str, entries: tuple[str, ...], *, beside: bool = False) -> AskedNext | None:
        return (told if beside else found) if entries == ("adjust",) else None

    return cast(Library, SimpleNamespace(asked_next=asked_next))


def test_the_follow_up_of_the_first_heads_a_list() -> None:
    line = line_of_first(library(AskedNext("adjust", LOCKED, 0.9)), LIST, "志愿锁住了要多久")
    assert line == "最长 36 小时，到时间就能改。"
    assert line_of_first(library(), LIST, "志愿锁住了要多久") == ""


def test_what_is_told_or_asked_in_a_part_of_the_text_heads_it_too() -> None:
    told = AskedNext("adjust", LOCKED, 0.8)
    assert line_of_first(library(told=told), LIST, "调剂志愿锁住了要多久") == "最长 36 小时，到时间就能改。"


@pytest.mark.parametrize(
    "decision",
    [
        replace(LIST, band="answer"),
        replace(LIST, band="none"),
        replace(LIST, careful=frozenset({"adjust"})),
        replace(LIST, candidates=(Candidate("adjust", 0.3), Candidate("stolen", 0.3))),
    ],
)
def test_what_begins_with_no_answer_has_no_line(decision: Decision) -> None:
    assert line_of_first(library(AskedNext("adjust", LOCKED, 0.9)), decision, "志愿锁住了要多久") == ""


def test_a_follow_up_of_one_of_the_first_that_is_nearer_than_all_others_is_asked_at_once() -> None:
    asked = AskedNext("stolen", LOCKED, 0.9, ahead=0.1)
    seen: list[list[str]] = []

    def asked_next(_: str, entries: list[str]) -> AskedNext | None:
        seen.append(entries)
        return asked if "stolen" in entries else None

    told = cast(Library, SimpleNamespace(asked_next=asked_next))
    three = replace(LIST, candidates=(*LIST.candidates, Candidate("third", 0.1)))
    assert asked_at_once(told, three, "锁了多久") is asked
    assert seen == [["adjust", "stolen"]]
    assert asked_at_once(told, replace(three, careful=frozenset({"stolen"})), "锁了多久") is None


@pytest.mark.parametrize(
    "decision",
    [
        replace(LIST, band="answer"),
        replace(LIST, band="none"),
        replace(LIST, second="stolen"),
        replace(LIST, elsewhere="这像是铁路的事。"),
    ],
)
def test_only_a_list_of_one_question_of_ours_is_asked_at_once(decision: Decision) -> None:
    told = cast(Library, SimpleNamespace(asked_next=lambda *_: AskedNext("adjust", LOCKED, 1.0, ahead=0.3)))
    assert asked_at_once(told, decision, "锁了多久") is None


def test_what_other_entries_are_asked_as_well_is_not_asked_at_once() -> None:
    told = cast(Library, SimpleNamespace(asked_next=lambda *_: AskedNext("adjust", LOCKED, 1.0, ahead=0.02)))
    assert asked_at_once(told, LIST, "要钱吗") is None
