"""The cosines of a text with tens of thousands of rows, of which the highest are wanted and those of some entries.

Reading all vectors whole took longer than all other evidence together: memory is slow. A third of their width, turned
so that it holds nearly all that tells them apart, says which rows may be the nearest; only those are read whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float32]

_MISSED = 0.22
"""How much less near the nearest row may look than the one that looks nearest: 0.17 at most for a thousand texts."""
_SELDOM = 0.12
"""The same for one of the nearest entries, whose rows are many: hardly ever more (docs/benchmarks.md)."""
_NARROW = 128
_FEW = 2_000
"""So many rows are read whole at once."""
_FAR = -1.0


class RowVectors:
    """Vectors of length 1, one a row; immutable once built."""

    def __init__(self, vectors: Reals, turn: Reals | None = None) -> None:
        """Keep them; `turn` is that of other vectors of the same kind, found anew where it is missing."""
        self.vectors = vectors
        self.turn = _turn(vectors) if turn is None else turn
        self._narrow: Reals | None = vectors @ self.turn if len(vectors) > _FEW else None

    def compared(self, vector: Reals) -> NearRows:
        """The rows beside one vector of length 1."""
        if self._narrow is None:
            return NearRows(self.vectors, vector, self.vectors @ vector, 0.0)
        return NearRows(self.vectors, vector, self._narrow @ (vector @ self.turn), _MISSED)

    def all_compared(self, vectors: Reals) -> list[NearRows]:
        """The same for each of many, which costs a fraction of one by one."""
        if self._narrow is None:
            looks, missed = vectors @ self.vectors.T, 0.0
        else:
            looks, missed = (vectors @ self.turn) @ self._narrow.T, _MISSED
        return [NearRows(self.vectors, vector, look, missed) for vector, look in zip(vectors, looks, strict=True)]


class NearRows:
    """How near every row looks to one vector, and how near some of them are."""

    def __init__(self, vectors: Reals, vector: Reals, looks: Reals, missed: float) -> None:
        """`looks` are rough cosines: whatever looks less near than the nearest by more than `missed` is not it."""
        self.vector, self.looks, self.missed = vector, looks, missed
        self._vectors = vectors
        self._highest: dict[tuple[int, int], float] = {}

    @property
    def seldom_missed(self) -> float:
        """The same for the nearest of an entry's many rows."""
        return _SELDOM if self.missed else 0.0

    def of(self, first: int, last: int) -> Reals:
        """The cosines with the rows from `first` to before `last`."""
        if not self.missed:
            return self.looks[first:last]
        return np.asarray(self._vectors[first:last] @ self.vector, np.float32)

    def highest(self, first: int, last: int) -> float:
        """The highest of them; −1 where there is no row."""
        known = self._highest.get((first, last))
        if known is None:
            known = self._highest[first, last] = self._found_highest(first, last)
        return known

    def note_highest(self, first: int, last: int, cosine: float) -> None:
        """Take the highest of them from who found it already."""
        self._highest[first, last] = cosine

    def below(self, most: float) -> NearRows:
        """The same with every row as far as can be that is nearer than this."""
        cosines = self.of(0, len(self.looks))
        return NearRows(self._vectors, self.vector, np.where(cosines > most, np.float32(_FAR), cosines), 0.0)

    def _found_highest(self, first: int, last: int) -> float:
        looks = self.looks[first:last]
        if not len(looks):
            return _FAR
        highest = looks.max()
        if not self.missed:
            return float(highest)
        rows = first + np.flatnonzero(looks >= highest - np.float32(self.missed))
        return float((self._vectors[rows] @ self.vector).max())


def _turn(vectors: Reals) -> Reals:
    """The directions along which vectors differ most, as columns."""
    _, directions = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    return np.ascontiguousarray(directions[:, ::-1][:, :_NARROW], np.float32)
