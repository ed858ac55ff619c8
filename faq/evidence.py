"""What speaks for each entry as the answer to a text: a few named signals an entry.

The signals are deliberately of different kinds (what tells entries apart, the nearest single
question, the entry as a whole, the topic, the clauses alone, what is near but not ours), because
their agreement is what tells a right answer from a near miss.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from faq.classifier import NONE_CLASS, Classifier
from faq.reading import Reading
from faq.rows import Rows
from faq.vectors import Vector, Vectors
from faq.views import characters

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEARNESS = ("nearest", "nearest_lead", "negative", "overlap")
SEARCH_SIGNALS = (*_NEARNESS, "found", "votes", "mended")
"""Known where search is all there is."""
LEARNED_SIGNALS = (
    "margin",
    "margin_lead",
    "none_margin",
    "odds",
    "sure_nearest",
    "sure_overlap",
    *_NEARNESS,
    "nearest_three",
    "centre",
    "topic_lead",
    "clause_lead",
    "clause_mean",
    "clause_none",
    "mended",
)
"""Known where the knowledge base is small enough for classifiers."""
_LIKELY = 10
# Margins are about a tenth of a unit apart; on this scale they become shares that say which entry it is.
_ODDS_SHARPNESS = 8.0
_LEAST_SHARE = 1e-6
# Many good hits of one entry speak for it, many poor ones do not.
_VOTE_SHARPNESS = 8

Signals = dict[str, float]


class Learned:
    """The classifiers of a collection: entries, topics (their intents), centres of the entries."""

    def __init__(self, vectors: Vectors, rows: Rows, topics: Sequence[str]) -> None:
        names = sorted(set(topics))
        self._topics = np.array([names.index(topic) for topic in topics], np.intp)
        labels = np.where(rows.owners == NONE_CLASS, NONE_CLASS, self._topics[rows.owners]).astype(np.intp)
        self._entry_classifier = Classifier(vectors, rows.owners, rows.entries)
        self._topic_classifier = Classifier(vectors, labels, len(names)) if len(names) > 1 else None
        self._centres = vectors.centres(rows.owners, rows.entries)

    def margins(self, vector: Vector) -> NDArray[np.float32]:
        """Of each entry, and of none at the end."""
        return self._entry_classifier.margins(vector)

    def topic_leads(self, vector: Vector) -> NDArray[np.float32]:
        """How far each entry's topic is ahead of the other topics."""
        if self._topic_classifier is None:
            return np.zeros(len(self._topics), np.float32)
        return _leads(self._topic_classifier.margins(vector)[:-1])[self._topics]

    def centres(self, vector: Vector) -> NDArray[np.float32]:
        """Cosine with the centre of each entry."""
        return np.asarray(vector.weights @ self._centres[vector.positions])


def learned_evidence(
    reading: Reading, vectors: Vectors, rows: Rows, learned: Learned, also: Iterable[int] = ()
) -> dict[int, Signals]:
    """Signals of the likeliest entries by number (and of `also`), from classifiers and every question."""
    vector = vectors.vector(reading.mended)
    if not vector.positions.size:
        return {}
    margins = learned.margins(vector)
    entry_margins, none_margin = margins[:-1], float(margins[-1])
    by_row = vectors.nearness(vector)
    nearest = rows.best_of_each(by_row)
    centres = learned.centres(vector)
    parts = np.stack([learned.margins(vectors.vector(clause)) for clause in reading.clauses])
    clause_best, clause_mean = parts[:, :-1].max(axis=0), parts[:, :-1].mean(axis=0)
    shares = _shares(margins)
    margin_leads, nearest_leads, clause_leads = map(_leads, (entry_margins, nearest, clause_best))
    topic_leads = learned.topic_leads(vector)
    likely = sorted({*_top(entry_margins, _LIKELY), *_top(nearest, _LIKELY), *also})
    own, mended = characters(reading.mended), reading.mended_share
    result: dict[int, Signals] = {}
    for number in likely:
        first, last = rows.bounds[number : number + 2]
        mine = by_row[first:last]
        share, overlap = float(shares[number]), _overlap(own, rows.texts[first + int(mine.argmax())])
        result[number] = {
            "margin": float(entry_margins[number]),
            "margin_lead": float(margin_leads[number]),
            "none_margin": none_margin,
            "odds": math.log(share / (1 - share)),
            # A near question counts for more when the classifier means this entry too.
            "sure_nearest": share * float(nearest[number]),
            "sure_overlap": share * overlap,
            "nearest": float(nearest[number]),
            "nearest_lead": float(nearest_leads[number]),
            "nearest_three": float(np.partition(mine, -min(3, len(mine)))[-3:].mean()),
            "negative": rows.best_negative(by_row),
            "overlap": overlap,
            "centre": float(centres[number]),
            "topic_lead": float(topic_leads[number]),
            "clause_lead": float(clause_leads[number]),
            "clause_mean": float(clause_mean[number]),
            "clause_none": float(parts[:, -1].min()),
            "mended": mended,
        }
    return result


def search_evidence(reading: Reading, vectors: Vectors, rows: Rows, found: Mapping[int, float]) -> dict[int, Signals]:
    """Signals of the entries whose questions a search found (scores by row number)."""
    vector = vectors.vector(reading.mended)
    if not vector.positions.size or not found:
        return {}
    best: dict[int, tuple[float, int]] = {}
    score: dict[int, float] = {}
    votes: dict[int, float] = {}
    top = max(found.values()) or 1.0
    candidates = sorted(found)
    for row, value in zip(candidates, vectors.nearness(vector, candidates), strict=True):
        owner = int(rows.owners[row])
        best[owner] = max(best.get(owner, (-1.0, row)), (float(value), row))
        score[owner] = max(score.get(owner, 0.0), found[row] / top)
        votes[owner] = votes.get(owner, 0.0) + (found[row] / top) ** _VOTE_SHARPNESS
    negative = max(0.0, best.pop(NONE_CLASS, (0.0, 0))[0])
    numbers = sorted(best)
    nearest = np.array([best[number][0] for number in numbers], np.float32)
    nearest_leads = _leads(nearest)
    own, mended, all_votes = characters(reading.mended), reading.mended_share, sum(votes.values()) or 1.0
    return {
        number: {
            "nearest": float(nearest[place]),
            "nearest_lead": float(nearest_leads[place]),
            "negative": negative,
            "overlap": _overlap(own, rows.texts[best[number][1]]),
            "found": score[number],
            "votes": votes[number] / all_votes,
            "mended": mended,
        }
        for place, number in enumerate(numbers)
    }


def _top(values: NDArray[np.float32], count: int) -> list[int]:
    return [int(place) for place in np.argsort(-values, kind="stable")[:count]]


def _leads(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each value is ahead of the best of the others (negative: behind); 1 for a value alone."""
    if len(values) < 2:
        return np.ones_like(values)
    second, first = np.partition(values, -2)[-2:]
    return np.asarray(np.where(values == first, values - second, values - first), np.float32)


def _shares(margins: NDArray[np.float32]) -> NDArray[np.float64]:
    """The share of each class in a softmax over all of them, none included; never quite 0 or 1."""
    powers = np.exp(_ODDS_SHARPNESS * (margins - margins.max()).astype(np.float64))
    return np.asarray(np.clip(powers / powers.sum(), _LEAST_SHARE, 1 - _LEAST_SHARE))


def _overlap(own: frozenset[str], text: str) -> float:
    theirs = characters(text)
    return len(own & theirs) / (len(own | theirs) or 1)
