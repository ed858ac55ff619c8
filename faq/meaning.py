"""What a text means beside what the entries mean: signals of a sentence model, where one was opened.

All vectors are taken from the middle of the knowledge base: a model puts whatever people say about one subject
close together, and only what is left when that is taken away tells one question from another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from faq.centres import Centres
from faq.classifier import NONE_CLASS
from faq.embeddings import Embedder
from faq.rows import Rows
from faq.search import leads

Reals = NDArray[np.float32]
ByText = Mapping[str, Reals]
NOTHING: ByText = MappingProxyType({})

MEANING_SIGNALS = (
    "meaning",
    "meaning_lead",
    "meaning_foreign",
    "meaning_several",
    "meaning_odds",
    "meaning_none",
)
"""Known of every entry where a model has a say."""

_SEVERAL = 3
_FAR = -2.0
_LEAST_COSINE = -1.0
_AT_ONCE = 256
_REMEMBERED = 64
"""Texts whose vectors are kept: a message is read more than once on its way to a decision."""


class Meaning:
    """The vectors of a collection's texts; never changed once made, safe for many readers."""

    def __init__(self, embedder: Embedder, rows: Rows, known: ByText = NOTHING, beside: Sequence[str] = ()) -> None:
        """Compute what is new; `known` holds vectors that the same model made before.

        The texts `beside` are kept with the others and belong to no entry: `of_known` gives their vectors.
        """
        self.embedder = embedder
        distinct = tuple(dict.fromkeys((*rows.texts, *beside)))
        new = [text for text in distinct if text not in known]
        made = dict(zip(new, embedder.embed(new), strict=True))
        self._by_text: ByText = {text: made[text] if text in made else known[text] for text in distinct}
        self.computed = len(new)
        bounds = rows.bounds
        whole = self._stacked(rows.texts)
        self._middle: Reals = whole[: bounds[-1]].mean(axis=0) if bounds[-1] else np.zeros(whole.shape[1:], np.float32)
        whole -= self._middle  # in place, as the rest: copies of so many vectors are what a start needs most memory for
        self._vectors = np.divide(whole, _lengths(whole), out=whole)
        self._starts = np.array(bounds[:-1], np.intp)
        self._own = bounds[-1]
        self._members = _members(bounds)
        labels = np.where(rows.owners == NONE_CLASS, rows.entries, rows.owners)
        self._centres = Centres(self._vectors, labels, rows.entries + 1)
        self._vector = lru_cache(_REMEMBERED)(self._computed)
        self._near = lru_cache(_REMEMBERED)(self._compare)
        self._ahead: Mapping[str, tuple[Reals, Reals]] = {}

    def by_text(self) -> ByText:
        """The vector of every text, as the model made it."""
        return self._by_text

    def of_entries(self, readings: Sequence[str]) -> Mapping[str, Reals]:
        """Of every signal its value for each entry.

        Of several readings of one text (as typed, and with typed pinyin turned into characters) the one counts that
        lies nearest to anything known: English is no pinyin.
        """
        cosines, vector = self.compared(readings)
        own = np.append(cosines[: self._own], np.float32(_FAR))
        foreign = float(cosines[self._own :].max(initial=_LEAST_COSINE)) if len(cosines) > self._own else 0.0
        nearest = np.maximum.reduceat(cosines[: self._own], self._starts)
        odds = self._centres.odds(vector)
        count = len(self._starts)
        return {
            "meaning": nearest,
            "meaning_lead": leads(nearest),
            "meaning_foreign": np.full(count, foreign, np.float32),
            "meaning_several": _mean_of_best(own[self._members]),
            "meaning_odds": odds[:-1],
            "meaning_none": np.full(count, odds[-1], np.float32),
        }

    def vectors(self, texts: Sequence[str], *, alone: bool = False) -> Reals:
        """What texts mean (`alone`), or that and which entries it would be, half and half, as vectors of length 1.

        Two texts about one matter lie near each other by the entries they might belong to, even where none answers
        them: by their meaning alone hardly one pair in ten would be found (docs/benchmarks.md).
        """
        meant = _unit(self._as_made(texts) - self._middle)
        if alone:
            return meant
        odds = np.array([self._centres.odds(vector)[:-1] for vector in meant], np.float64)
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        # The root of a share: the cosine of two such vectors is how much two distributions have in common.
        likely = np.sqrt(shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
        return np.asarray(np.hstack([meant, likely]) * np.float32(0.5**0.5), np.float32)

    def of_rows(self, readings: Sequence[str]) -> Reals:
        """The cosine of a text with every row of the knowledge base, the negatives behind."""
        return self.compared(readings)[0]

    def of_known(self, texts: Sequence[str]) -> Reals:
        """The vectors of texts that were computed at the beginning."""
        return _unit(self._stacked(texts) - self._middle)

    def nearest(self, texts: Sequence[str]) -> Reals:
        """Of each text its cosine with the nearest wording of each entry."""
        vectors, own = _unit(self.embedder.embed(texts) - self._middle), self._vectors[: self._own].T
        parts = [vectors[start : start + _AT_ONCE] @ own for start in range(0, len(texts), _AT_ONCE)]
        return np.vstack([np.maximum.reduceat(part, self._starts, axis=1) for part in parts])

    def between(self, texts: Sequence[str], others: Sequence[str]) -> Reals:
        """The cosine of each text with each of the others."""
        vectors = (_unit(self.embedder.embed(some) - self._middle) for some in (texts, others))
        return np.asarray(next(vectors) @ next(vectors).T, np.float32)

    def read_ahead(self, texts: Sequence[str]) -> Meaning:
        """The same, with these texts compared already: many at once cost a fraction of one by one."""
        distinct = tuple(dict.fromkeys(texts))
        result = copy(self)
        if distinct:
            vectors = _unit(self._as_made(distinct) - self._middle)
            result._ahead = dict(zip(distinct, zip(vectors @ self._vectors.T, vectors, strict=True), strict=True))
        return result

    def compared(self, readings: Sequence[str]) -> tuple[Reals, Reals]:
        """Of the reading that lies nearest to anything its cosines with all rows, and its vector."""
        return max((self._ahead.get(text) or self._near(text) for text in dict.fromkeys(readings)), key=_nearest)

    def _compare(self, text: str) -> tuple[Reals, Reals]:
        vector = self._vector(text)
        return self._vectors @ vector, vector

    def _computed(self, text: str) -> Reals:
        return _unit(self._as_made([text])[0] - self._middle)

    def _as_made(self, texts: Sequence[str]) -> Reals:
        """The vectors of texts as the model makes them; what the knowledge base says itself is there already."""
        new = [text for text in texts if text not in self._by_text]
        made = dict(zip(new, self.embedder.embed(new), strict=True)) if new else {}
        return np.array([made[text] if text in made else self._by_text[text] for text in texts], np.float32)

    def _stacked(self, texts: Sequence[str]) -> Reals:
        width = len(next(iter(self._by_text.values()))) if self._by_text else 0
        return np.array([self._by_text[text] for text in texts], np.float32).reshape(len(texts), width)


def _nearest(found: tuple[Reals, Reals]) -> float:
    return float(found[0].max(initial=_LEAST_COSINE))


def _members(bounds: Sequence[int]) -> NDArray[np.intp]:
    """The rows of each entry, filled up to the same length with the row behind the last."""
    sizes = np.diff(bounds)
    result = np.full((len(sizes), max(_SEVERAL, *sizes, 0) if len(sizes) else 0), bounds[-1], np.intp)
    for number, (first, size) in enumerate(zip(bounds, sizes, strict=False)):
        result[number, :size] = np.arange(first, first + size)
    return result


def _mean_of_best(values: Reals) -> Reals:
    """The mean of the highest few of each row; of all of them where a row has fewer."""
    best = np.partition(values, -_SEVERAL, axis=1)[:, -_SEVERAL:]
    there = best > _FAR
    return np.asarray(np.where(there, best, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1), np.float32)


def _unit(values: Reals) -> Reals:
    """Vectors (the last axis) of length 1, those of length 0 as they are."""
    return np.asarray(values / _lengths(values), np.float32)


def _lengths(values: Reals) -> Reals:
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.asarray(np.where(lengths > 0, lengths, 1), np.float32)
