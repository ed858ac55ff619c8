from __future__ import annotations

import pytest

from faq.ranking.decision import Candidate, Thresholds, band_of

THRESHOLDS = Thresholds(answer=0.9, offer=0.2, lean=0.6, careful={"risky": 0.97})


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([("a", 0.95), ("b", 0.1)], ("answer", "sure")),
        ([("a", 0.9)], ("answer", "sure")),
        ([("a", 0.59), ("b", 0.4)], ("clarify", "unsure")),
        ([("a", 0.6), ("b", 0.25)], ("answer", "leaning")),
        ([("a", 0.6), ("b", 0.24)], ("clarify", "unsure")),
        ([("risky", 0.6), ("b", 0.3)], ("clarify", "unsure")),
        ([("risky", 0.95)], ("clarify", "careful_entry")),
        ([("risky", 0.97)], ("answer", "sure")),
        ([("a", 0.1), ("b", 0.06), ("c", 0.05)], ("clarify", "unsure")),
        ([("a", 0.1), ("b", 0.04), ("c", 0.04), ("d", 0.04)], ("none", "too_far")),
        ([], ("none", "nothing_similar")),
    ],
)
def test_bands(candidates: list[tuple[str, float]], expected: tuple[str, str]) -> None:
    assert band_of([Candidate(entry_id, score) for entry_id, score in candidates], THRESHOLDS) == expected


def test_nothing_leans_where_it_was_not_calibrated() -> None:
    candidates = [Candidate("a", 0.89), Candidate("b", 0.1)]
    assert band_of(candidates, Thresholds(answer=0.9, offer=0.2)) == ("clarify", "unsure")
