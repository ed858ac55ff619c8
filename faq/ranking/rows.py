"""The texts an index is built from, entry by entry, the negatives last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from faq.content.entry import Entry
from faq.ranking.classifier import NONE_CLASS
from faq.text.reading import Studied, study


@dataclass(frozen=True)
class Rows:
    """The texts of a knowledge base by the entry they belong to.

    `texts[bounds[n]:bounds[n + 1]]` belong to entry n: wordings and keywords; behind all stand the negatives.
    """

    texts: tuple[str, ...]
    bounds: tuple[int, ...]
    owners: NDArray[np.intp]

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return len(self.bounds) - 1

    def same_as(self, other: Rows) -> bool:
        """Whether the other has the same texts for the same entries."""
        return self.texts == other.texts and self.bounds == other.bounds


def read_rows(entries: Sequence[Entry], negatives: Sequence[str]) -> tuple[Rows, tuple[Studied, ...]]:
    """The rows of a knowledge base, and each as it was read."""
    studies: list[Studied] = []
    bounds = [0]
    for entry in entries:
        # Keywords are the plainest wordings of all: what people type first.
        studies += map(study, (*entry.wordings(), *entry.keywords))
        bounds.append(len(studies))
    sizes = np.diff(bounds)
    owners = np.concatenate([np.repeat(np.arange(len(entries)), sizes), np.full(len(negatives), NONE_CLASS)])
    studies += map(study, negatives)
    return Rows(tuple(item.text for item in studies), tuple(bounds), owners.astype(np.intp)), tuple(studies)


def sums_by_entry(bounds: Sequence[int]) -> Any:
    """What turns rows of questions into rows of entries, each the sum of its own, by multiplying from the left."""
    sizes = np.diff(bounds)
    owners, places = np.repeat(np.arange(len(sizes)), sizes), np.arange(bounds[-1] + 1)
    return csr_matrix((np.ones(bounds[-1], np.float32), owners, places), (bounds[-1], len(sizes))).T.tocsr()
