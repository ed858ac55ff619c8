"""What the engine says about a question: answer, clarify, or none, with the candidates and the rule.

The bands are read from calibrated probabilities; nothing here is tuned by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Band = Literal["answer", "clarify", "none"]

MOST_CANDIDATES = 5
LEANING = "leaning"
"""The rule by which an entry is answered that may well be the wrong one; the others are named under it."""
UNSURE = "unsure"
"""The rule by which entries are listed because none of them is sure enough."""
OBJECTED = "objected"
"""The rule by which an answer is not given again to who says that they asked something else."""
MOST_OFFERED = 3
MOST_DOUBTED = 2
DOUBTFUL = 0.5
"""A list that is likelier without the right entry than with it is said to be one, and is no longer than two."""
_AHEAD, _AHEAD_TIMES = 0.4, 1.5
"""How likely, and how many times as likely as the next, the first of a list must be to be ahead of it."""
_BARE = 4
"""So short a text («学籍») asks nothing yet: what is listed for it is what there is about it."""
SURE_TOGETHER = 0.85
"""How likely the first three together hold the right entry where the first is answered with the others beside it."""


@dataclass(frozen=True)
class IntentScore:
    """One intent as Rasa ranked it."""

    name: str
    confidence: float


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer the text; `score` is the calibrated probability that it does."""

    entry_id: str
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """The band and its reasons.

    For `clarify` the first three candidates are to be offered. `second` is the other question of a
    message that asks two; `follow_up_of` the entry a short question was read with.
    """

    band: Band
    candidates: tuple[Candidate, ...]
    reason: str
    text: str
    second: str | None = None
    follow_up_of: str | None = None
    elsewhere: str = ""
    """A sentence that says whose matter it is, where the text names a place that is not ours."""

    @property
    def offered(self) -> tuple[Candidate, ...]:
        """The candidates a clarifying question lists."""
        return self.candidates[: MOST_DOUBTED if self.doubtful else MOST_OFFERED]

    @property
    def ahead(self) -> bool:
        """Whether the first of a list is well ahead of all others."""
        best, second = [*(item.score for item in self.candidates[:2]), 0.0, 0.0][:2]
        return self.reason == UNSURE and best >= _AHEAD and best >= _AHEAD_TIMES * second

    def with_one_reading(self) -> Decision:
        """The decision without a list where one reading is ahead: it is answered, the others stand under it."""
        return replace(self, band="answer", reason=LEANING) if self.band == "clarify" and self.ahead else self

    @property
    def doubtful(self) -> bool:
        """Whether what is listed is only the nearest: nothing that was found is likely to be what was asked."""
        listed = sum(candidate.score for candidate in self.candidates[:MOST_OFFERED])
        return self.reason == OBJECTED or (self.reason == UNSURE and listed < DOUBTFUL and len(self.text) > _BARE)


@dataclass(frozen=True)
class Thresholds:
    """Where the bands begin, as calibrated; `careful` lists entries that need more certainty.

    From `lean` on an entry is answered with the others beside it, where they are as good as sure together: a wrong
    first answer with the right one under it costs less than a list for a clear question.
    """

    answer: float
    offer: float
    lean: float = 1.0
    careful: Mapping[str, float] = field(default_factory=dict)

    def answer_from(self, entry_id: str) -> float:
        """The probability from which this entry is answered directly."""
        return max(self.answer, self.careful.get(entry_id, 0.0))


def band_of(candidates: Sequence[Candidate], thresholds: Thresholds) -> tuple[Band, str]:
    """The band of ranked candidates and the id of the rule that chose it."""
    if not candidates:
        return "none", "nothing_similar"
    best = candidates[0]
    if best.score >= thresholds.answer_from(best.entry_id):
        return "answer", "sure"
    listed = sum(candidate.score for candidate in candidates[:MOST_OFFERED])
    if best.score >= thresholds.lean and listed >= SURE_TOGETHER and best.entry_id not in thresholds.careful:
        return "answer", LEANING
    if listed >= thresholds.offer:
        return "clarify", "careful_entry" if best.score >= thresholds.answer else UNSURE
    return "none", "too_far"
