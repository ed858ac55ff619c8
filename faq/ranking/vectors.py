"""Sentences as tf-idf vectors over characters and character pairs, for the classifiers and for nearness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from common.remembering import Remembering
from faq.text.views import character_features

if TYPE_CHECKING:
    from numpy.typing import NDArray

# An n-gram seen once in a large collection teaches nothing and doubles the matrix.
_RARE_MATTERS_BELOW = 500
_REMEMBERED = 64
"""Sentences whose vectors are kept: the classifier and the search read the same one."""


@dataclass(frozen=True)
class Vector:
    """One sentence: positions of its known n-grams and their weights, of length 1."""

    positions: NDArray[np.intp]
    weights: NDArray[np.float32]


class Vectors:
    """A collection as one sparse matrix, a row a text; immutable once fitted."""

    def __init__(self, texts: Sequence[str], tokens: Sequence[Sequence[str]] | None = None) -> None:
        """Fit to the texts, whose n-grams may be given where they are known already."""
        least = 1 if len(texts) < _RARE_MATTERS_BELOW else 2
        vectorizer = TfidfVectorizer(analyzer=tuple, sublinear_tf=True, dtype=np.float32, min_df=least)
        self.matrix: Any = vectorizer.fit_transform(map(character_features, texts) if tokens is None else tokens)
        self._vocabulary: dict[str, int] = vectorizer.vocabulary_
        self._idf: NDArray[np.float32] = vectorizer.idf_.astype(np.float32)
        # A row an n-gram: a sentence has some twenty of the tens of thousands.
        by_gram = self.matrix.T.tocsr()
        self._starts: list[int] = by_gram.indptr.tolist()
        self._holders, self._shares = by_gram.indices, by_gram.data
        self._read = Remembering(self._read_anew, _REMEMBERED)

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """The known n-grams with their columns."""
        return self._vocabulary

    def vector(self, text: str) -> Vector:
        """The vector of a sentence that need not be in the collection (microseconds, unlike sklearn's)."""
        return self._read(text)

    def _read_anew(self, text: str) -> Vector:
        counts = Counter(character_features(text))
        known = [(self._vocabulary[token], count) for token, count in counts.items() if token in self._vocabulary]
        if not known:
            return Vector(np.zeros(0, np.intp), np.zeros(0, np.float32))
        positions = np.array([position for position, _ in known], np.intp)
        weights = (1 + np.log(np.array([count for _, count in known], np.float32))) * self._idf[positions]
        return Vector(positions, (weights / np.linalg.norm(weights)).astype(np.float32))

    def rows(self, texts: Sequence[str]) -> Any:
        """Sentences that need not be in the collection as a matrix like it, for `nearness`."""
        vectors = [self.vector(text) for text in texts]
        starts = np.cumsum([0, *(len(vector.positions) for vector in vectors)])
        positions = np.concatenate([vector.positions for vector in vectors]) if vectors else np.zeros(0, np.intp)
        weights = np.concatenate([vector.weights for vector in vectors]) if vectors else np.zeros(0, np.float32)
        return csr_matrix((weights, positions, starts), (len(vectors), self.matrix.shape[1]))

    def rarity(self, vector: Vector) -> NDArray[np.float32]:
        """How rare each n-gram of a vector is, in the order of its positions."""
        return np.asarray(self._idf[vector.positions])

    def nearness(self, vector: Vector, of: Any = None) -> NDArray[np.float32]:
        """Cosine of a sentence with every row of the collection, or of a matrix like it."""
        if of is None:
            return self._nearness(vector)
        dense = np.zeros(self.matrix.shape[1], np.float32)
        dense[vector.positions] = vector.weights
        return np.asarray(of @ dense, np.float32)

    def _nearness(self, vector: Vector) -> NDArray[np.float32]:
        """The same as a product of sparse matrices, without what it takes to make one of them."""
        if not vector.positions.size:
            return np.zeros(self.matrix.shape[0], np.float32)
        spans = [(self._starts[place], self._starts[place + 1]) for place in vector.positions.tolist()]
        holders = np.concatenate([self._holders[first:last] for first, last in spans])
        shares = np.concatenate([self._shares[first:last] for first, last in spans])
        weights = np.repeat(vector.weights, [last - first for first, last in spans])
        return np.bincount(holders, shares * weights, self.matrix.shape[0]).astype(np.float32)
