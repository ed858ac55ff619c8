from __future__ import annotations

import pytest

from faq.decision import Candidate, Thresholds, band_of

THRESHOLDS = Thresholds(answer=0.9, offer=0.2, careful={"risky": 0.97})


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([("a", 0.95), ("b", 0.1)], ("answer", "sure")),
        ([("a", 0.9)], ("answer", "sure")),
        ([("a", 0.89)], ("clarify", "unsure")),
        ([("risky", 0.95)], ("clarify", "careful_entry")),
        ([("risky", 0.97)], ("answer", "sure")),
        ([("a", 0.1), ("b", 0.06), ("c", 0.05)], ("clarify", "unsure")),
        ([("a", 0.1), ("b", 0.04), ("c", 0.04), ("d", 0.04)], ("none", "too_far")),
        ([], ("none", "nothing_similar")),
    ],
)
def test_bands(candidates: list[tuple[str, float]], expected: tuple[str, str]) -> None:
    assert band_of([Candidate(entry_id, score) for entry_id, score in candidates], THRESHOLDS) == expected
