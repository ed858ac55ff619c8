"""What the engine says about a question: answer, clarify, or none, with the candidates and the rule.

The bands are read from calibrated probabilities; nothing here is tuned by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Band = Literal["answer", "clarify", "none"]

MOST_CANDIDATES = 5
LEANING = "leaning"
"""The rule by which an entry is answered that may well be the wrong one; the others are named under it."""
UNSURE = "unsure"
"""The rule by which entries are listed because none of them is sure enough."""
CAREFUL = "careful_entry"
"""The rule by which an entry is listed that must be surer than others to be answered."""
BY_TALK = "in_talk"
"""The rule by which what was said before decides what a message means."""
OTHER_VERDICT = "other_verdict"
"""The rule by which a yes or no is not said as sure: the question says too much that the entry does not."""
DISAGREES = "intent_disagrees"
"""The rule by which Rasa's certainty of another intent stops a direct answer."""
OBJECTED = "objected"
"""The rule by which an answer is not given again to who says that they asked something else."""
MOST_OFFERED = 3
MOST_DOUBTED = 2
DOUBTFUL = 0.5
"""A list that is likelier without the right entry than with it is said to be one, and is no longer than two."""
LEAD_FROM = 0.4
"""How likely the first of a list must be to be answered above it, however unlikely the others are.

Of the questions for calibration that are ours and lists, so many begin with an answer that two in three of them are
right, and the right one stands below most others; of those that are not ours one in thirty is answered like that.
"""
_NEARER_ELSEWHERE = 0.05
"""How much nearer in meaning an example of what is not ours may be than the entry, for that."""
_LED = (UNSURE, BY_TALK, OTHER_VERDICT, DISAGREES)
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
    careful: frozenset[str] = frozenset()
    """The entries that need more certainty than others."""

    @property
    def offered(self) -> tuple[Candidate, ...]:
        """The candidates a clarifying question lists."""
        return self.candidates[: MOST_DOUBTED if self.doubtful else MOST_OFFERED]

    @property
    def leads(self) -> bool:
        """Whether a list begins with the answer of its first, which has a fair chance and costs nobody much."""
        if self.band != "clarify" or self.second is not None or self.reason not in _LED or len(self.text) <= _BARE:
            return False
        first = self.candidates[0]
        foreign = first.signals.get("meaning_foreign", 0.0) - first.signals.get("meaning", 0.0)
        near = self.reason == BY_TALK or foreign < _NEARER_ELSEWHERE  # there that counts in how sure the first is
        return first.score >= LEAD_FROM and near and first.entry_id not in self.careful

    @property
    def says(self) -> str:
        """The entry whose answer is given, surely or as the likeliest of a list; empty for none."""
        return self.candidates[0].entry_id if self.candidates and (self.band == "answer" or self.leads) else ""

    @property
    def doubtful(self) -> bool:
        """Whether what is listed is only the nearest: nothing that was found is likely to be what was asked."""
        nearest = self.reason in (UNSURE, BY_TALK) and in_doubt(self.candidates) and len(self.text) > _BARE
        return self.reason == OBJECTED or nearest


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


def together(candidates: Sequence[Candidate]) -> float:
    """How likely a list of these holds the right entry."""
    return sum(candidate.score for candidate in candidates[:MOST_OFFERED])


def in_doubt(candidates: Sequence[Candidate]) -> bool:
    """Whether a list of these is likelier without the right entry than with it."""
    return together(candidates) < DOUBTFUL


def band_of(candidates: Sequence[Candidate], thresholds: Thresholds) -> tuple[Band, str]:
    """The band of ranked candidates and the id of the rule that chose it."""
    if not candidates:
        return "none", "nothing_similar"
    best = candidates[0]
    if best.score >= thresholds.answer_from(best.entry_id):
        return "answer", "sure"
    listed = together(candidates)
    if best.score >= thresholds.lean and listed >= SURE_TOGETHER and best.entry_id not in thresholds.careful:
        return "answer", LEANING
    if listed >= thresholds.offer:
        return "clarify", CAREFUL if best.score >= thresholds.answer else UNSURE
    return "none", "too_far"


def reordered(ranked: Sequence[Candidate], kindred: Mapping[str, float]) -> tuple[Candidate, ...]:
    """The candidates with the kindred ones first, in their order; a place keeps its probability, whoever takes it."""
    places = {entry_id: place for place, entry_id in enumerate(kindred)}
    order = sorted(ranked, key=lambda item: places.get(item.entry_id, len(places)))
    return tuple(
        Candidate(item.entry_id, before.score, {**item.signals, "kindred": kindred.get(item.entry_id, 0.0)})
        for item, before in zip(order, ranked, strict=True)
    )
