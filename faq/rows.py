"""The texts an index is built from, entry by entry, the negatives last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.classifier import NONE_CLASS
from faq.entry import Entry
from faq.reading import studied


@dataclass(frozen=True)
class Rows:
    """`texts[bounds[n]:bounds[n + 1]]` belong to entry n: wordings and keywords; behind all stand the negatives."""

    texts: tuple[str, ...]
    bounds: tuple[int, ...]
    owners: NDArray[np.intp]

    @classmethod
    def of(cls, entries: Sequence[Entry], negatives: Sequence[str]) -> Rows:
        """The rows of a knowledge base."""
        texts: list[str] = []
        bounds = [0]
        for entry in entries:
            # Keywords are the plainest wordings of all: what people type first.
            texts += map(studied, (*entry.wordings(), *entry.keywords))
            bounds.append(len(texts))
        sizes = np.diff(bounds)
        owners = np.concatenate([np.repeat(np.arange(len(entries)), sizes), np.full(len(negatives), NONE_CLASS)])
        return cls((*texts, *map(studied, negatives)), tuple(bounds), owners.astype(np.intp))

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return len(self.bounds) - 1

    def same_as(self, other: Rows) -> bool:
        """Whether the other has the same texts for the same entries."""
        return self.texts == other.texts and self.bounds == other.bounds

    def best_of_each(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest value among the rows of each entry."""
        return np.maximum.reduceat(values[: self.bounds[-1]], self.bounds[:-1])

    def best_negative(self, values: NDArray[np.float32]) -> float:
        """The highest value among the negatives, 0 without any."""
        return float(values[self.bounds[-1] :].max(initial=0.0))
