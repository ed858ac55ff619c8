"""Many short texts as sets of characters and pairs of them, kept as numbers: what a text has in common with each.

The sets themselves would take some kilobytes a text, and making them anew for every question most of its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_PAIR = 21
"""The bits of one character."""
_REMEMBERED = 64
"""Texts whose numbers are kept: one message is compared with the sets of many entries."""


class LetterSets:
    """The sets of some texts, in order; immutable."""

    def __init__(self, sets: Iterable[frozenset[str]]) -> None:
        kept = list(sets)
        self.sizes = [len(one) for one in kept]
        self._owners = np.repeat(np.arange(len(kept)), self.sizes)
        self._numbers = _numbers([item for one in kept for item in one])

    def shared(self, letters: frozenset[str]) -> list[int]:
        """How many characters and pairs each text has in common with these."""
        if not letters:
            return [0] * len(self.sizes)
        wanted = _sorted_numbers(letters)
        places = np.minimum(wanted.searchsorted(self._numbers), len(wanted) - 1)
        hits = self._owners[wanted[places] == self._numbers]
        return np.bincount(hits, minlength=len(self.sizes)).tolist()  # type: ignore[no-any-return]

    def likeness(self, letters: frozenset[str]) -> list[float]:
        """How much of both each text and these have in common, 0 to 1."""
        return [
            2 * both / ((len(letters) + size) or 1) for both, size in zip(self.shared(letters), self.sizes, strict=True)
        ]


@lru_cache(_REMEMBERED)
def _sorted_numbers(letters: frozenset[str]) -> NDArray[np.int64]:
    numbers = _numbers(list(letters))
    numbers.sort()
    return numbers


def _numbers(items: Sequence[str]) -> NDArray[np.int64]:
    """Characters and pairs of them as numbers."""
    codes = np.frombuffer("".join(items).encode("utf-32-le"), np.uint32).astype(np.int64)
    sizes = np.fromiter(map(len, items), np.int64, len(items))
    lasts = sizes.cumsum() - 1
    return np.where(sizes == 1, codes[lasts], (codes[lasts - 1] << _PAIR) | codes[lasts])
