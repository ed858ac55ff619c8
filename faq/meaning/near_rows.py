"""The cosines of a text with tens of thousands of rows, of which the highest are wanted and those of some entries.

Reading all vectors whole took longer than all other evidence together: memory is slow. A third of their width, turned
so that it holds nearly all that tells them apart, says how near each row looks; how much nearer it can be at most, the
lengths of what was left out say. Only rows that may be the nearest are read whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float32]
Missed = tuple[Reals, np.float32]
"""The lengths of what was left out of the rows, and of the vector beside them: their product was missed at most."""

_NARROW = 128
_FEW = 2_000
"""So many rows are read whole at once."""
_FAR = -1.0
ROUNDED = 1e-5
"""By how much two ways to add up the same cosine may differ, and more."""


class RowVectors:
    """Vectors of length 1, one a row; immutable once built."""

    def __init__(self, vectors: Reals, turn: Reals | None = None) -> None:
        """Keep them; `turn` is that of other vectors of the same kind, found anew where it is missing."""
        self.vectors = vectors
        self.turn = _turn(vectors) if turn is None else turn
        self._narrow: Reals | None = vectors @ self.turn if len(vectors) > _FEW else None
        self._left: Reals | None = None if self._narrow is None else _left_out(self._narrow)

    def compared(self, vector: Reals) -> NearRows:
        """The rows beside one vector of length 1."""
        if self._narrow is None:
            return NearRows(self.vectors, vector, self.vectors @ vector)
        turned = vector @ self.turn
        return NearRows(self.vectors, vector, self._narrow @ turned, self._missed(turned))

    def all_compared(self, vectors: Reals) -> list[NearRows]:
        """The same for each of many, which costs a fraction of one by one."""
        if self._narrow is None:
            looks = vectors @ self.vectors.T
            return [NearRows(self.vectors, vector, look) for vector, look in zip(vectors, looks, strict=True)]
        turned = vectors @ self.turn
        both = zip(vectors, turned, turned @ self._narrow.T, strict=True)
        return [NearRows(self.vectors, vector, look, self._missed(narrow)) for vector, narrow, look in both]

    def _missed(self, turned: Reals) -> Missed | None:
        return None if self._left is None else (self._left, np.float32(_left_out(turned[np.newaxis])[0]))


class NearRows:
    """How near every row looks to one vector, and how near some of them are."""

    def __init__(self, vectors: Reals, vector: Reals, looks: Reals, missed: Missed | None = None) -> None:
        """`looks` are cosines, or rough ones of which something was `missed`."""
        self.vector, self.looks, self.missed = vector, looks, missed
        self._vectors = vectors
        self._highest: dict[tuple[int, int], float] = {}

    def of(self, first: int, last: int) -> Reals:
        """The cosines with the rows from `first` to before `last`."""
        if self.missed is None:
            return self.looks[first:last]
        return np.asarray(self._vectors[first:last] @ self.vector, np.float32)

    def from_on(self, least: float, last: int) -> tuple[NDArray[np.intp], Reals]:
        """Among the rows before `last` all that are at least so near, and some others, with their cosines."""
        rows = np.flatnonzero(self._most(0, last) >= np.float32(least))
        return rows, self._whole(rows)

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
        return NearRows(self._vectors, self.vector, np.where(cosines > most, np.float32(_FAR), cosines))

    def _found_highest(self, first: int, last: int) -> float:
        if first >= last:
            return _FAR
        place = first + int(self.looks[first:last].argmax())
        if self.missed is None:
            return float(self.looks[place])
        least = self._vectors[place] @ self.vector
        return float(self._whole(first + np.flatnonzero(self._most(first, last) >= least)).max())

    def _most(self, first: int, last: int) -> Reals:
        """How near the rows can be at most."""
        looks = self.looks[first:last]
        if self.missed is None:
            return looks
        left, own = self.missed
        return np.asarray(looks + left[first:last] * own + np.float32(ROUNDED), np.float32)

    def _whole(self, rows: NDArray[np.intp]) -> Reals:
        return self.looks[rows] if self.missed is None else np.asarray(self._vectors[rows] @ self.vector, np.float32)


def _turn(vectors: Reals) -> Reals:
    """The directions along which vectors differ most, as columns."""
    _, directions = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    return np.ascontiguousarray(directions[:, ::-1][:, :_NARROW], np.float32)


def _left_out(narrow: Reals) -> Reals:
    """The lengths of what narrow vectors leave out of vectors of length 1."""
    left = np.sqrt(np.maximum(1 - np.einsum("ij,ij->i", narrow, narrow), 0))
    return np.asarray(left, np.float32)
