"""One reading of a text beside the entries of a knowledge base: how near it lies to each, by a sentence model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faq.meaning.even_space import EvenSight, EvenSpace
from faq.meaning.near_rows import ROUNDED, NearRows, Reals
from faq.ranking.centres import Centres

_SEVERAL = 3
_NEAREST, _LIKELIEST = 10, 5


@dataclass(frozen=True)
class EntryPlaces:
    """Where the rows of the entries are: those of entry n from `bounds[n]` to before `bounds[n + 1]`, then the rest."""

    bounds: tuple[int, ...]
    starts: NDArray[np.intp]
    rows: int
    centres: Centres
    even: EvenSpace


class Meant:
    """A text that was compared; what is asked of it is computed once."""

    def __init__(self, near: NearRows, places: EntryPlaces) -> None:
        self.near = near
        self._places = places
        self._cosines: dict[int, Reals] = {}
        self._even_cosines: dict[int, Reals] = {}

    @property
    def vector(self) -> Reals:
        """What it means, of length 1."""
        return self.near.vector

    @cached_property
    def foreign(self) -> float:
        """How near the nearest text lies that no entry answers; 0 where there is none."""
        own = self._places.bounds[-1]
        return self.near.highest(own, self._places.rows) if self._places.rows > own else 0.0

    @cached_property
    def highest(self) -> float:
        """How near anything lies."""
        return max(self._ranked[0][0] if self._ranked else -1.0, self.foreign if self._has_foreign else -1.0)

    @property
    def nearest(self) -> list[int]:
        """The numbers of the nearest entries, nearest first."""
        return [number for _, number in self._ranked]

    @cached_property
    def likeliest(self) -> list[int]:
        """The numbers of the entries that it most likely belongs to."""
        return [int(number) for number in np.argsort(-self._odds[:-1], kind="stable")[:_LIKELIEST]]

    def signals(self, number: int) -> Mapping[str, float]:
        """What speaks for an entry, in the order of `MEANING_SIGNALS`."""
        cosines, even = self._of_entry(number), self._evenly_of_entry(number)
        nearest, evenly = float(cosines.max()), float(even.max())
        return {
            "meaning": nearest,
            "meaning_lead": _lead(nearest, [value for value, _ in self._ranked]),
            "meaning_foreign": self.foreign,
            "meaning_several": _mean_of_best(cosines),
            "meaning_even": evenly,
            "meaning_even_lead": _lead(evenly, self._evenly_ranked),
            "meaning_even_foreign": self._evenly_foreign,
            "meaning_even_several": _mean_of_best(even),
            "meaning_odds": float(self._odds[number]),
            "meaning_none": float(self._odds[-1]),
        }

    @property
    def _has_foreign(self) -> bool:
        return self._places.rows > self._places.bounds[-1]

    @cached_property
    def _odds(self) -> Reals:
        return self._places.centres.odds(self.vector)

    @cached_property
    def _ranked(self) -> list[tuple[float, int]]:
        """The nearest entries with how near they lie.

        Those that look nearest say how near an entry must be at least; of the others only rows are read that may be.
        """
        if not len(self._places.starts):
            return []
        own = self._places.bounds[-1]
        looks = np.maximum.reduceat(self.near.looks[:own], self._places.starts)
        first = np.argsort(-looks, kind="stable")[:_NEAREST].tolist()
        rows, cosines = self.near.from_on(min(map(self._highest_of, first)), own)
        owners = np.searchsorted(self._places.starts, rows, side="right") - 1
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        near = np.maximum.reduceat(cosines, starts)
        # Sums over other rows beside them differ in their last digits: what counts is read as each entry is.
        least = np.sort(near)[-_NEAREST:][0] - ROUNDED
        numbers = owners[starts[near >= least]].tolist()
        found = sorted((-self._highest_of(number), number) for number in numbers)
        self.near.note_highest(0, own, -found[0][0])
        return [(-value, number) for value, number in found[:_NEAREST]]

    def _highest_of(self, number: int) -> float:
        return float(self._of_entry(number).max())

    def _of_entry(self, number: int) -> Reals:
        known = self._cosines.get(number)
        if known is None:
            first, last = self._places.bounds[number : number + 2]
            known = self._cosines[number] = self.near.of(first, last)
        return known

    @cached_property
    def _even(self) -> EvenSight:
        return self._places.even.seen_from(self.vector)

    @cached_property
    def _evenly_ranked(self) -> list[float]:
        """How near the entries lie evenly that are the nearest or the likeliest, nearest first."""
        likely = {*self.nearest, *self.likeliest}
        return sorted((float(self._evenly_of_entry(number).max()) for number in likely), reverse=True)

    @cached_property
    def _evenly_foreign(self) -> float:
        own = self._places.bounds[-1]
        return float(self._even.of(slice(own, None)).max()) if self._has_foreign else 0.0

    def _evenly_of_entry(self, number: int) -> Reals:
        known = self._even_cosines.get(number)
        if known is None:
            first, last = self._places.bounds[number : number + 2]
            known = self._even_cosines[number] = self._even.of(slice(first, last))
        return known


def _lead(nearest: float, ranked: Sequence[float]) -> float:
    """How far an entry so near is ahead of the nearest of the others (negative: behind); 1 for an entry alone."""
    if len(ranked) < 2:
        return 1.0
    first, second, *_ = ranked
    return nearest - (second if nearest == first else first)


def _mean_of_best(cosines: Reals) -> float:
    best = np.partition(cosines, -_SEVERAL)[-_SEVERAL:] if len(cosines) > _SEVERAL else cosines
    return float(best.mean())
