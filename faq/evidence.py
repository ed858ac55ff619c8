"""What speaks for each entry as the answer to a text: a few named signals an entry.

The signals are deliberately of different kinds (what tells entries apart, the nearest single
question, the entry as a whole, the topic, the clauses alone, what is near but not ours), because
their agreement is what tells a right answer from a near miss.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from faq.classifier import NONE_CLASS, Classifier
from faq.reading import Reading
from faq.rows import Rows
from faq.search import SEARCH_SIGNALS, Search, Signals, leads
from faq.vectors import Vector, Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEARNED_SIGNALS = (
    "margin",
    "margin_lead",
    "none_margin",
    "odds",
    "sure_nearest",
    "sure_overlap",
    "topic_lead",
    "clause_lead",
    "clause_mean",
    "clause_none",
    *SEARCH_SIGNALS,
)
"""Known where the knowledge base is small enough for classifiers."""
_LIKELY = 10
# Margins are about a tenth of a unit apart; on this scale they become shares that say which entry it is.
_ODDS_SHARPNESS = 8.0
_LEAST_SHARE = 1e-6


class Learned:
    """The classifiers of a collection: entries, and topics (their intents)."""

    def __init__(self, vectors: Vectors, rows: Rows, topics: Sequence[str]) -> None:
        names = sorted(set(topics))
        self._vectors = vectors
        self._topics = np.array([names.index(topic) for topic in topics], np.intp)
        labels = np.where(rows.owners == NONE_CLASS, NONE_CLASS, self._topics[rows.owners]).astype(np.intp)
        self._entry_classifier = Classifier(vectors, rows.owners, rows.entries)
        self._topic_classifier = Classifier(vectors, labels, len(names)) if len(names) > 1 else None

    def evidence(self, reading: Reading, search: Search, also: Iterable[int] = ()) -> dict[int, Signals]:
        """Signals of the likeliest entries by number (and of `also`), from classifiers and search."""
        vector = self._vectors.vector(reading.mended)
        if not vector.positions.size:
            return {}
        whole = self._entry_classifier.margins(vector)
        margins, none_margin = whole[:-1], float(whole[-1])
        parts = whole[np.newaxis]
        if len(reading.clauses) > 1:
            clauses = map(self._vectors.vector, reading.clauses)
            parts = np.stack([self._entry_classifier.margins(clause) for clause in clauses])
        best, mean, none = parts[:, :-1].max(axis=0), parts[:, :-1].mean(axis=0), float(parts[:, -1].min())
        margin_leads, clause_leads, topic_leads = leads(margins), leads(best), self._topic_leads(vector)
        shares = _shares(whole)
        found = search.evidence(reading, {*_top(margins, _LIKELY), *also})
        return {
            number: {
                "margin": float(margins[number]),
                "margin_lead": float(margin_leads[number]),
                "none_margin": none_margin,
                "odds": math.log(shares[number] / (1 - shares[number])),
                # A near question counts for more when the classifier means this entry too.
                "sure_nearest": float(shares[number]) * signals["nearest"],
                "sure_overlap": float(shares[number]) * signals["overlap"],
                "topic_lead": float(topic_leads[number]),
                "clause_lead": float(clause_leads[number]),
                "clause_mean": float(mean[number]),
                "clause_none": none,
                **signals,
            }
            for number, signals in found.items()
        }

    def _topic_leads(self, vector: Vector) -> NDArray[np.float32]:
        """How far each entry's topic is ahead of the other topics."""
        if self._topic_classifier is None:
            return np.zeros(len(self._topics), np.float32)
        return leads(self._topic_classifier.margins(vector)[:-1])[self._topics]


def _shares(margins: NDArray[np.float32]) -> NDArray[np.float64]:
    """The share of each class in a softmax over all of them, none included; never quite 0 or 1."""
    powers = np.exp(_ODDS_SHARPNESS * (margins - margins.max()).astype(np.float64))
    return np.asarray(np.clip(powers / powers.sum(), _LEAST_SHARE, 1 - _LEAST_SHARE))


def _top(values: NDArray[np.float32], count: int) -> list[int]:
    return [int(place) for place in np.argsort(-values, kind="stable")[:count]]
