"""A short message behind an answer is of the matter in talk where only both together tell it."""

from __future__ import annotations

import pytest

from actions.in_talk.of_matter import nearest_told
from dialogue.turns.variety import remembered
from faq.ranking.decision import UNSURE, Decision
from tests.actions.trackers import make_tracker
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

BEFORE = "转专业的学籍没变过来"


def told(text: str, together: float, *alone: tuple[str, float]) -> str:
    """What is said to a message that would be a list."""
    unsure = decided(text, "clarify", *alone)
    unsure = Decision("clarify", unsure.candidates, UNSURE, text)
    both = decided(f"{BEFORE}，{text}", "answer", ("major_transfer", together))
    library = FakeLibrary(real_content(), {text: unsure, both.text: both}, guidance=real_guidance())
    talk = make_tracker(text, last_answer="major_transfer", recent=remembered([], "major_transfer", "major_transfer"))
    talk.events = [{"event": "user", "text": BEFORE}, {"event": "bot", "text": ""}, {"event": "user", "text": text}]
    found = nearest_told(library, talk, text, unsure)
    return found.text if found is not None else ""


def test_a_bare_fact_is_taken_with_the_matter() -> None:
    assert "知道了" in told("教务说报了", 0.95, ("graduate_record_timing", 0.2), ("record_wrong", 0.1))


@pytest.mark.parametrize(("together", "alone"), [(0.5, 0.2), (0.95, 0.6)])
def test_what_may_be_another_matter_stays_a_list(together: float, alone: float) -> None:
    assert not told("教务说报了", together, ("graduate_record_timing", alone))
