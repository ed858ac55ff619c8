"""Finds the likely entries for a text, and says what speaks for each, whatever the number of entries.

An entry is searched as one document of all its questions. Single questions were measured to lose: what
shares one word with one wording and another word with the next is found by neither (docs/benchmarks.md).
The few entries found are then compared with each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

from faq.ranking.discriminant import find_discriminant
from faq.ranking.profiles import Profiles
from faq.ranking.retrieval import Retrieval
from faq.ranking.rows import Rows
from faq.ranking.vectors import Vectors
from faq.text.reading import Reading
from faq.text.views import character_features, characters_of_normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEARCH_SIGNALS = (
    "nearest",
    "negative",
    "overlap",
    "found",
    "weighed_gap",
    "likely",
)
"""Known of every entry that a search finds."""
_FOUND = 30
_KEPT = 10
_KINDRED = 5
# What an entry says and the text does not, against BM25's points for what both say.
_UNSAID_WEIGHT = 0.7
# A gap of so many points of BM25 is no longer chance; so many nats make a signal of 1.
_PLAIN_GAP = 10.0

Signals = dict[str, float]


class Search:
    """The entries of a knowledge base as documents; immutable once built, safe for many readers."""

    def __init__(self, vectors: Vectors, rows: Rows, tokens: Sequence[Sequence[str]]) -> None:
        """Index the entries; `tokens` are the n-grams of each row."""
        self._vectors = vectors
        self._rows = rows
        bounds = rows.bounds
        spans = pairwise(bounds)
        self._retrieval = Retrieval(tuple(chain.from_iterable(tokens[first:last])) for first, last in spans)
        questions = vectors.matrix[: bounds[-1]]
        self._profiles = Profiles(questions, bounds)
        self._discriminant = find_discriminant(questions, bounds)

    def evidence(self, reading: Reading, also: Iterable[int] = ()) -> dict[int, Signals]:
        """Signals of the entries found, and of `also`, by number."""
        vector = self._vectors.vector(reading.mended)
        hits = dict(self._retrieval.find(character_features(reading.mended), _FOUND))
        wanted = set(also)
        numbers = sorted({*hits, *wanted})
        if not vector.positions.size or not numbers:
            return {}
        points = np.array([hits.get(number, 0.0) for number in numbers], np.float32)
        most = float(points.max()) or 1.0
        likely, unsaid = self._profiles.compare(vector, numbers)
        weighed = points + _UNSAID_WEIGHT * unsaid
        gaps = leads(weighed)
        best = {numbers[place] for place in np.argsort(-weighed, kind="stable")[:_KEPT]}
        kept = [place for place, number in enumerate(numbers) if number in best or number in wanted]
        near = self._vectors.nearness(vector)
        closest = self._closest(near, [numbers[place] for place in kept])
        negative = float(near[self._rows.bounds[-1] :].max(initial=0.0))
        own = characters_of_normalised(reading.mended)
        return {
            numbers[place]: {
                "nearest": nearness,
                "negative": negative,
                "overlap": _overlap(own, self._rows.texts[row]),
                "found": float(points[place]) / most,
                "weighed_gap": math.tanh(float(gaps[place]) / _PLAIN_GAP),
                "likely": float(likely[place]),
            }
            for place, (row, nearness) in zip(kept, closest, strict=True)
        }

    def unsaid(self, reading: Reading, number: int) -> float:
        """How much of a text, by weight, none of an entry's own questions says: 0 nothing of it, 1 all."""
        vector = self._vectors.vector(reading.mended)
        if not vector.positions.size:
            return 1.0
        first, last = self._rows.bounds[number : number + 2]
        matrix = self._vectors.matrix
        own = matrix.indices[matrix.indptr[first] : matrix.indptr[last]]
        weights = self._vectors.rarity(vector)
        return float(weights[~np.isin(vector.positions, own)].sum() / weights.sum())

    def kindred(self, reading: Reading, beyond: float) -> dict[int, float]:
        """The entries nearest in the space that tells entries apart, and how near.

        {} where that space is right no more often than `beyond`: most knowledge bases are too varied for it.
        """
        if self._discriminant is None or self._discriminant.reliability <= beyond:
            return {}
        vector = self._vectors.vector(reading.mended)
        if not vector.positions.size:
            return {}
        near = self._discriminant.nearness(vector)
        return {int(number): float(near[number]) for number in np.argsort(-near, kind="stable")[:_KINDRED]}

    def _closest(self, near: NDArray[np.float32], numbers: Sequence[int]) -> list[tuple[int, float]]:
        """Of each entry the row that is nearest to a text, and its cosine; `near` holds those of all rows."""
        result = []
        for number in numbers:
            first, last = self._rows.bounds[number : number + 2]
            row = first + int(near[first:last].argmax())
            result.append((row, float(near[row])))
        return result


def leads(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each value is ahead of the best of the others (negative: behind); 1 for a value alone."""
    if len(values) < 2:
        return np.ones_like(values)
    second, first = np.partition(values, -2)[-2:]
    return np.asarray(np.where(values == first, values - second, values - first), np.float32)


def _overlap(own: frozenset[str], text: str) -> float:
    theirs = characters_of_normalised(text)
    return len(own & theirs) / (len(own | theirs) or 1)
