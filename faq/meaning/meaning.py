"""What a text means beside what the entries mean: signals of a sentence model, where one was opened.

All vectors are taken from the middle of the knowledge base: a model puts whatever people say about one subject
close together, and only what is left when that is taken away tells one question from another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType

import numpy as np

from faq.meaning.embeddings import Embedder
from faq.meaning.even_space import EvenSpace
from faq.meaning.meant import EntryPlaces, Meant
from faq.meaning.near_rows import Reals, RowVectors
from faq.ranking.centres import Centres
from faq.ranking.classifier import NONE_CLASS
from faq.ranking.rows import Rows

ByText = Mapping[str, Reals]
NOTHING: ByText = MappingProxyType({})

_ODDS = ("meaning_odds", "meaning_none")
NEAR_SIGNALS = ("meaning", "meaning_lead", "meaning_foreign", "meaning_several")
EVEN_SIGNALS = ("meaning_even", "meaning_even_lead", "meaning_even_foreign", "meaning_even_several")
"""The same by the cosines of `faq/meaning/even_space.py`."""
RANKING_SIGNALS = (*NEAR_SIGNALS, *_ODDS)
"""Weighed of every entry where a model has a say: what tells the right one from the others of a text."""
CERTAINTY_SIGNALS = (*EVEN_SIGNALS, *_ODDS)
"""Weighed of the first: even cosines tell better how sure it is, and what is not ours, but rank no better."""
MEANING_SIGNALS = (*NEAR_SIGNALS, *EVEN_SIGNALS, *_ODDS)
"""All of them; thresholds elsewhere were fixed by the first."""

_AT_ONCE = 256
_REMEMBERED = 64
"""Texts whose comparison is kept: a message is read more than once on its way to a decision."""
_KEPT = 1_024
"""Texts whose vectors are kept, a kilobyte and a half each: what many ask, and sentences of answers, come again."""
_ONE_BY_ONE = 16
"""So few new texts at once are looked up and kept one by one."""


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
        vectors = np.divide(whole, _lengths(whole), out=whole)
        labels = np.where(rows.owners == NONE_CLASS, rows.entries, rows.owners)
        centres = Centres(vectors, labels, rows.entries + 1)
        self._rows = RowVectors(vectors)
        even = EvenSpace(vectors, rows.owners[: bounds[-1]], rows.entries)
        self._places = EntryPlaces(bounds, np.array(bounds[:-1], np.intp), len(vectors), centres, even)
        self._meant = lru_cache(_REMEMBERED)(self._compare)
        self._vector = lru_cache(_KEPT)(self._embedded)
        self._ahead: Mapping[str, Meant] = {}

    def by_text(self) -> ByText:
        """The vector of every text, as the model made it."""
        return self._by_text

    def meant(self, readings: Sequence[str]) -> Meant:
        """A text beside the entries.

        Of several readings of it (as typed, and with typed pinyin turned into characters) the one counts that lies
        nearest to anything known: English is no pinyin.
        """
        return max((self._read(text) for text in dict.fromkeys(readings)), key=attrgetter("highest"))

    def vectors(self, texts: Sequence[str], *, alone: bool = False) -> Reals:
        """What texts mean (`alone`), or that and which entries it would be, half and half, as vectors of length 1.

        Two texts about one matter lie near each other by the entries they might belong to, even where none answers
        them: by their meaning alone hardly one pair in ten would be found (docs/benchmarks.md).
        """
        meant = _unit(self._as_made(texts) - self._middle)
        if alone:
            return meant
        odds = np.array([self._places.centres.odds(vector)[:-1] for vector in meant], np.float64)
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        # The root of a share: the cosine of two such vectors is how much two distributions have in common.
        likely = np.sqrt(shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
        return np.asarray(np.hstack([meant, likely]) * np.float32(0.5**0.5), np.float32)

    def of_rows(self, readings: Sequence[str]) -> Reals:
        """The cosine of a text with every row of the knowledge base, the negatives behind."""
        return self.meant(readings).near.of(0, len(self._rows.vectors))

    def of_known(self, texts: Sequence[str]) -> RowVectors:
        """The vectors of texts that were computed at the beginning."""
        return RowVectors(_unit(self._stacked(texts) - self._middle), self._rows.turn)

    def nearest(self, texts: Sequence[str]) -> Reals:
        """Of each text its cosine with the nearest wording of each entry."""
        vectors, own = _unit(self.embedder.embed(texts) - self._middle), self._rows.vectors[: self._places.bounds[-1]].T
        parts = [vectors[start : start + _AT_ONCE] @ own for start in range(0, len(texts), _AT_ONCE)]
        return np.vstack([np.maximum.reduceat(part, self._places.starts, axis=1) for part in parts])

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
            near = self._rows.all_compared(vectors)
            result._ahead = {text: Meant(one, self._places) for text, one in zip(distinct, near, strict=True)}
        return result

    def _read(self, text: str) -> Meant:
        return self._ahead.get(text) or self._meant(text)

    def _compare(self, text: str) -> Meant:
        return Meant(self._rows.compared(self._computed(text)), self._places)

    def _computed(self, text: str) -> Reals:
        return _unit(self._as_made([text])[0] - self._middle)

    def _as_made(self, texts: Sequence[str]) -> Reals:
        """The vectors of texts as the model makes them; what the knowledge base says itself is there already."""
        new = [text for text in texts if text not in self._by_text]
        vectors = map(self._vector, new) if len(new) <= _ONE_BY_ONE else self.embedder.embed(new)
        made = dict(zip(new, vectors, strict=True))
        return np.array([made[text] if text in made else self._by_text[text] for text in texts], np.float32)

    def _embedded(self, text: str) -> Reals:
        return np.asarray(self.embedder.embed([text])[0], np.float32)

    def _stacked(self, texts: Sequence[str]) -> Reals:
        width = len(next(iter(self._by_text.values()))) if self._by_text else 0
        return np.array([self._by_text[text] for text in texts], np.float32).reshape(len(texts), width)


def _unit(values: Reals) -> Reals:
    """Vectors (the last axis) of length 1, those of length 0 as they are."""
    return np.asarray(values / _lengths(values), np.float32)


def _lengths(values: Reals) -> Reals:
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.asarray(np.where(lengths > 0, lengths, 1), np.float32)
