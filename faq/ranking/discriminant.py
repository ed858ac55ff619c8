"""A space in which questions of one entry lie together and those of different entries apart.

Linear discriminant analysis over the n-grams: the main directions in which entries differ, each
shortened by how much questions of one and the same entry scatter along it. What any question may say
(我的, 怎么办, 提示) scatters everywhere and is shortened away; 不想要了 and 想取消, which occur in the
same entries all over the knowledge base, fall on one direction, so an entry is found by a word that
none of its own questions has. How much that is worth differs from one knowledge base to the next, so
the space is tried on questions of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from faq.ranking.rows import sums_by_entry
from faq.ranking.vectors import Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float32]

# A direction is worth having when several entries share it.
_ENTRIES_A_DIMENSION = 4
_FEWEST_DIMENSIONS, _MOST_DIMENSIONS = 32, 128
# One pass over the data finds the main directions well enough: three made no difference.
_PASSES = 1
# A direction along which questions hardly scatter must not outweigh all others: so much of the mean is added.
_SHRINKAGE = 0.1
_LEAST_SCATTER = 1e-6
_TRIED = 400
_LEAST_TRIED = 20
# Two questions of an entry say too little about how its questions scatter.
_LEAST_QUESTIONS = 3
# Rows that are multiplied at once: other threads get their turns in between.
_ROWS_AT_ONCE = 1000


def find_discriminant(matrix: Any, bounds: Sequence[int]) -> Discriminant | None:
    """The space of a knowledge base; None where hardly any entry has several questions to learn from.

    `matrix` has a row a question, those of entry n from `bounds[n]` to `bounds[n + 1]`.
    """
    sizes = np.diff(bounds)
    return Discriminant(matrix, bounds) if sizes[sizes >= _LEAST_QUESTIONS].sum() >= _LEAST_TRIED else None


class Discriminant:
    """The entries as points of that space; immutable once built."""

    def __init__(self, matrix: Any, bounds: Sequence[int]) -> None:
        """See `find_discriminant`."""
        sizes = np.diff(bounds)
        owners = np.repeat(np.arange(len(sizes)), sizes)
        wanted = min(_MOST_DIMENSIONS, max(_FEWEST_DIMENSIONS, len(sizes) // _ENTRIES_A_DIMENSION))
        documents = normalize(sums_by_entry(bounds) @ matrix)
        if len(sizes) <= wanted:  # too few entries to see directions in: single questions show more
            wanted, documents = _MOST_DIMENSIONS, matrix
        count = min(wanted, *documents.shape)
        self._directions: Reals = np.ascontiguousarray(
            randomized_svd(documents, count, n_iter=_PASSES, random_state=0)[2].T, np.float32
        )
        starts = range(0, len(owners), _ROWS_AT_ONCE)
        places = _unit(np.vstack([matrix[row : row + _ROWS_AT_ONCE] @ self._directions for row in starts]))
        means = np.asarray(np.add.reduceat(places, bounds[:-1]) / sizes[:, np.newaxis], np.float32)
        away = places - means[owners]
        scatter, axes = np.linalg.eigh(away.T @ away / len(away))
        self._stretch: Reals = axes / np.sqrt(np.maximum(scatter, 0) + _SHRINKAGE * scatter.mean() + _LEAST_SCATTER)
        self._middle: Reals = means.mean(axis=0)
        self._entries: Reals = self._points(means)
        self.reliability = self._try(places, means, sizes, owners)
        """How often a question is nearest to its entry when that is known by its other questions only, 0 to 1.

        Careful about few questions: after n right ones of n it is (n + 1) / (n + 2).
        """

    def nearness(self, vector: Vector) -> Reals:
        """The cosine of a text with every entry, −1 to 1."""
        place = vector.weights @ self._directions[vector.positions]
        return np.asarray(self._entries @ self._points(_unit(place)), np.float32)

    def _points(self, places: Reals) -> Reals:
        return _unit((places - self._middle) @ self._stretch)

    def _try(self, places: Reals, means: Reals, sizes: NDArray[np.intp], owners: NDArray[np.intp]) -> float:
        able = np.flatnonzero(sizes[owners] >= _LEAST_QUESTIONS)
        tried = np.random.default_rng(0).permutation(able)[:_TRIED]
        own, count = owners[tried], sizes[owners[tried], np.newaxis].astype(np.float32)
        points = self._points(places[tried])
        cosines = points @ self._entries.T
        without = self._points((count * means[own] - places[tried]) / (count - 1))
        cosines[np.arange(len(tried)), own] = (points * without).sum(axis=1)
        return (int((cosines.argmax(axis=1) == own).sum()) + 1) / (len(tried) + 2)


def _unit(values: Reals) -> Reals:
    """Vectors (the last axis) of length 1, those of length 0 as they are; sklearn's costs as much as all the rest."""
    lengths = np.sqrt((values * values).sum(axis=-1, keepdims=True))
    return np.asarray(values / np.where(lengths == 0, 1, lengths), np.float32)
