"""How near in meaning a text is to each entry: one more signal, where a model was opened (`faq/embeddings.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from faq.embeddings import Embedder

ByText = Mapping[str, NDArray[np.float32]]
NOTHING: ByText = MappingProxyType({})

MEANING = "meaning"
"""The name of the signal."""


class Meaning:
    """The vectors of a collection's texts; never changed, safe for many readers."""

    def __init__(
        self, embedder: Embedder, texts: Sequence[str], bounds: Sequence[int], known: ByText = NOTHING
    ) -> None:
        """Compute what is new; `known` holds vectors that the same model made before.

        `texts[bounds[n]:bounds[n + 1]]` belong to entry n, and every entry has one at least.
        """
        self.embedder = embedder
        own = texts[: bounds[-1]]
        new = [text for text in dict.fromkeys(own) if text not in known]
        vectors = {**known, **dict(zip(new, embedder.embed(new), strict=True))}
        self.computed = len(new)
        self._numbers = {text: number for number, text in enumerate(dict.fromkeys(own))}
        self._vectors = np.array([vectors[text] for text in self._numbers], np.float32)
        self._rows = np.array([self._numbers[text] for text in own], np.intp)
        self._starts = np.array(bounds[:-1], np.intp)

    def by_text(self) -> ByText:
        """The vector of every text."""
        return dict(zip(self._numbers, self._vectors, strict=True))

    def of_entries(self, text: str) -> NDArray[np.float32]:
        """The highest cosine of a text with a text of each entry."""
        if not len(self._starts):
            return np.zeros(0, np.float32)
        cosines = self._vectors @ self.embedder.embed([text])[0]
        return np.asarray(np.maximum.reduceat(cosines[self._rows], self._starts), np.float32)
