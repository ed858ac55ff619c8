"""Before «没有查到» all that the knowledge base holds near the matters in talk is asked."""

from __future__ import annotations

from typing import Any

import pytest

from actions.in_talk.beside import beside_line
from dialogue.turns.variety import remembered
from faq.content.entry import FollowUp
from faq.content.loader import Content
from faq.follow_ups.asked_next import AskedNext
from tests.actions.trackers import make_tracker
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

GUIDANCE = real_guidance()
SAME = FollowUp(("用的是一个号吗",), "是同一个账号。")


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def tracker_of(text: str, entry: str, before: str = "") -> Any:
    tracker = make_tracker(text, last_answer=entry, recent=remembered([], entry, entry))
    tracker.events = [
        {"event": "user", "text": "刚才那句"},
        {"event": "bot", "text": before},
        {"event": "user", "text": text},
    ]
    return tracker


def near_of(real: Content, topic: str) -> tuple[str, str]:
    """An entry related to a topic, and a question that names it."""
    entry = real.entry(topic)
    near = real.entry(entry.related[0]) if entry is not None else None
    assert near is not None
    return near.id, f"{near.title.rstrip('？')}，是这个账号吗"


def test_a_follow_up_of_a_related_entry_is_told_beside_a_step(real: Content) -> None:
    near, asked = near_of(real, "reset_password")
    library = FakeLibrary(real, {asked: decided(asked, "none")}, next_ones={asked: AskedNext(near, SAME, 0.9)})
    assert beside_line(library, tracker_of(asked, "reset_password"), asked) == SAME.say


def test_an_entry_decided_surely_needs_no_word_of_its_title(real: Content) -> None:
    asked = "那几样东西算么"
    library = FakeLibrary(real, {asked: decided(asked, "answer", ("send_report_abroad", 0.9))})
    entry = real.entry("send_report_abroad")
    assert entry is not None
    said = beside_line(library, tracker_of(asked, "reset_password"), asked)
    assert said and "没有查到专门" not in said


def test_what_is_unsure_stays_unknown(real: Content) -> None:
    asked = "那几样东西算么"
    library = FakeLibrary(real, {asked: decided(asked, "clarify", ("send_report_abroad", 0.3))})
    said = beside_line(library, tracker_of(asked, "reset_password"), asked)
    assert said == "“几样东西算么”这一点，我没有查到专门的说法。"
