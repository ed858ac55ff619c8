"""What speaks for each entry as the answer to a text: a few named signals an entry.

The signals are deliberately of different kinds (what tells entries apart, the nearest single
question, the entry as a whole, the clauses alone, what is near but not ours), because
their agreement is what tells a right answer from a near miss.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from faq.ranking.classifier import Classifier
from faq.ranking.rows import Rows
from faq.ranking.search import SEARCH_SIGNALS, Search, Signals, leads
from faq.ranking.vectors import Vectors
from faq.text.reading import Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEARNED_SIGNALS = (
    "margin_lead",
    "odds",
    "sure_nearest",
    "sure_overlap",
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
    """The classifier of a collection."""

    def __init__(self, vectors: Vectors, rows: Rows, classifier: Classifier | None = None) -> None:
        """Fit one, unless it is given."""
        self._vectors = vectors
        self._classifier = classifier or Classifier.fitted(vectors, rows.owners, rows.entries)

    def evidence(self, reading: Reading, search: Search, also: Iterable[int] = ()) -> dict[int, Signals]:
        """Signals of the likeliest entries by number (and of `also`), from the classifier and search."""
        vector = self._vectors.vector(reading.mended)
        if not vector.positions.size:
            return {}
        whole = self._classifier.margins(vector)
        parts = whole[np.newaxis]
        if len(reading.clauses) > 1:
            clauses = map(self._vectors.vector, reading.clauses)
            parts = np.stack([self._classifier.margins(clause) for clause in clauses])
        mean, none = parts[:, :-1].mean(axis=0), float(parts[:, -1].min())
        margin_leads, shares = leads(whole[:-1]), _shares(whole)
        found = search.evidence(reading, {*_top(whole[:-1], _LIKELY), *also})
        return {
            number: {
                "margin_lead": float(margin_leads[number]),
                "odds": math.log(shares[number] / (1 - shares[number])),
                # A near question counts for more when the classifier means this entry too.
                "sure_nearest": float(shares[number]) * signals["nearest"],
                "sure_overlap": float(shares[number]) * signals["overlap"],
                "clause_mean": float(mean[number]),
                "clause_none": none,
                **signals,
            }
            for number, signals in found.items()
        }


def _shares(margins: NDArray[np.float32]) -> NDArray[np.float64]:
    """The share of each class in a softmax over all of them, none included; never quite 0 or 1."""
    powers = np.exp(_ODDS_SHARPNESS * (margins - margins.max()).astype(np.float64))
    return np.asarray(np.clip(powers / powers.sum(), _LEAST_SHARE, 1 - _LEAST_SHARE))


def _top(values: NDArray[np.float32], count: int) -> list[int]:
    return [int(place) for place in np.argsort(-values, kind="stable")[:count]]
