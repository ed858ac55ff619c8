"""Cosines in which no direction counts for more because texts of one entry differ along it anyway.

How long a text is, whether it asks or tells, who tells it: along such directions the wordings of one entry lie far
apart, and a distance there says little. Measured against that spread (whitened by it, in part), texts about one matter
lie nearer together, told as they may be. The rows are kept once: what evens them out is done to the text instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from faq.ranking.centres import spread_within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float32]

_SHRINKAGE = 0.3
"""So much of the mean spread is added to every direction: among 0.1 to 3 it makes little difference."""
_LEAST_SPREAD = 1e-6
_AT_ONCE = 2_000


@dataclass(frozen=True)
class EvenSight:
    """The rows as one text sees them."""

    vectors: Reals
    lengths: Reals
    towards: Reals

    def of(self, rows: slice | NDArray[np.intp]) -> Reals:
        """The even cosines with some rows."""
        return np.asarray(self.vectors[rows] @ self.towards / self.lengths[rows], np.float32)


class EvenSpace:
    """A measure learned from vectors of classes, and how long many vectors are by it; immutable once built."""

    def __init__(self, vectors: Reals, labels: NDArray[np.intp], count: int) -> None:
        """Learn from the first vectors, those with labels 0 to `count` − 1; the rest are only compared."""
        *_, spread = spread_within(vectors[: len(labels)], labels, count)
        spread[np.diag_indices_from(spread)] += _SHRINKAGE * float(np.trace(spread)) / len(spread) + _LEAST_SPREAD
        self._evened: Reals = np.linalg.inv(spread.astype(np.float64)).astype(np.float32)
        self._vectors = vectors
        parts = (vectors[start : start + _AT_ONCE] for start in range(0, len(vectors), _AT_ONCE))
        self._lengths: Reals = np.concatenate([np.empty(0, np.float32), *map(self._length, parts)])

    def seen_from(self, vector: Reals) -> EvenSight:
        """What the rows are to one vector."""
        return EvenSight(self._vectors, self._lengths, vector @ self._evened / self._length(vector))

    def _length(self, vectors: Reals) -> Reals:
        """How long vectors (the last axis) are, those of length 0 as if they were of length 1."""
        squares = np.einsum("...i,...i->...", vectors @ self._evened, vectors)
        return np.asarray(np.where(squares > 0, np.sqrt(np.maximum(squares, 0)), 1), np.float32)
