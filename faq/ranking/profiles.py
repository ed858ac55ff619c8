"""What each entry's questions say, n-gram by n-gram, against what the questions of all entries say.

Every n-gram is taken as a yes-or-no fact about a question (Bernoulli), its share in an entry smoothed
towards its share everywhere. So an entry is as likely as what the text says and it says too, and as
unlikely as what all its questions say and the text does not: 东校区 in every question of an entry
speaks against it when the text names no 东校区.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

from faq.ranking.rows import sums_by_entry
from faq.ranking.vectors import Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float32]

# How many questions of no particular entry are mixed into each entry.
_SMOOTHING = 1.0


class Profiles:
    """The n-grams of the entries; immutable once built."""

    def __init__(self, matrix: Any, bounds: Sequence[int]) -> None:
        """Count; `matrix` has a row for each question, those of entry n from `bounds[n]` to `bounds[n + 1]`."""
        sizes = np.diff(bounds)
        said = csr_matrix((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)
        counts = sums_by_entry(bounds) @ said
        counts.sort_indices()
        everywhere = (np.bincount(counts.indices, counts.data, matrix.shape[1]) + 0.5) / (sizes.sum() + 1)
        usual = everywhere[counts.indices].astype(np.float32)
        size = np.repeat(sizes, np.diff(counts.indptr)).astype(np.float32)
        share = (counts.data + _SMOOTHING * usual) / (size + _SMOOTHING)
        self._starts: NDArray[np.intp] = counts.indptr.astype(np.intp)
        self._grams: NDArray[np.int32] = counts.indices
        self._said: Reals = np.log(share / usual).astype(np.float32)
        self._unsaid: Reals = np.log((1 - share) / (1 - usual)).astype(np.float32)
        entry = np.repeat(np.arange(len(sizes)), np.diff(counts.indptr))
        self._all_unsaid: Reals = np.bincount(entry, self._unsaid, len(sizes)).astype(np.float32)
        self._strange: Reals = np.log(_SMOOTHING / (sizes + _SMOOTHING)).astype(np.float32)
        self._surprise: Reals = -np.log(everywhere).astype(np.float32)

    def compare(self, vector: Vector, numbers: Sequence[int]) -> tuple[Reals, Reals]:
        """Of each entry how likely it makes the text, and how much of that is what the text does not say.

        The first is the log likelihood ratio to the whole knowledge base, as a share of what would be
        known if every n-gram of the text were explained (at most about 1); the second is in nats, at most 0.
        """
        wanted = np.asarray(numbers, np.intp)
        sizes = self._starts[wanted + 1] - self._starts[wanted]
        ends = np.cumsum(sizes)
        in_text = np.zeros(len(self._surprise), np.bool_)
        in_text[vector.positions] = True
        spans = zip(self._starts[wanted].tolist(), self._starts[wanted + 1].tolist(), strict=True)
        grams = [self._grams[first:last] for first, last in spans]
        shared = np.flatnonzero(in_text[np.concatenate(grams)]) if grams else np.zeros(0, np.intp)
        owners = np.searchsorted(ends, shared, side="right")
        places = shared + (self._starts[wanted] - ends + sizes)[owners]
        said = np.bincount(owners, self._said[places], len(wanted))
        unsaid = self._all_unsaid[wanted] - np.bincount(owners, self._unsaid[places], len(wanted))
        strange = len(vector.positions) - np.bincount(owners, minlength=len(wanted))
        likely = (said + unsaid + strange * self._strange[wanted]) / self._surprise[vector.positions].sum()
        return likely.astype(np.float32), unsaid.astype(np.float32)
