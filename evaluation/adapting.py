"""The classifiers of a state that differs little from one that was fitted whole: only what the difference touches.

Fitting all of them is half the work of a review. Each tells one entry from all others, so those of entries whose
texts are what they were, and near which nothing changed, are taken over.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.state_names import code_name
from faq.classifier import NONE_CLASS, OTHERS, Classifier
from faq.evidence import Learned
from faq.index import Index
from faq.vectors import Vectors

_FILE = "review-classifier.npz"
_NEIGHBOURS = 8
"""So many entries nearest to a text that came or went are fitted anew."""
_MOST_ANEW = 0.3
"""Above this share of the entries all are."""
_FOREIGN = ""
"""What stands for the out-of-scope examples where entries are named."""

Reals = NDArray[np.float32]


@dataclass(frozen=True)
class _Kept:
    """A whole fit: the texts of each entry, and a column of weights for each in that order."""

    texts: dict[str, list[str]]
    grams: list[str]
    weights: Reals
    biases: Reals

    def on(self, vectors: Vectors, names: Sequence[str]) -> tuple[Reals, Reals]:
        """Weights and biases with the n-grams of other vectors, for entries in another order; 0 for new ones."""
        columns = {name: column for column, name in enumerate(self.texts)}
        known = [(place, columns[name]) for place, name in enumerate(names) if name in columns]
        shared = [(vectors.vocabulary[gram], row) for row, gram in enumerate(self.grams) if gram in vectors.vocabulary]
        (here, there), (places, taken) = (np.array(pairs, np.intp).reshape(-1, 2).T for pairs in (shared, known))
        weights = np.zeros((len(vectors.vocabulary), len(names)), np.float32)
        weights[np.ix_(here, places)] = self.weights[np.ix_(there, taken)]
        biases = np.zeros(len(names), np.float32)
        biases[places] = self.biases[taken]
        return weights, biases


class ClassifierStore:
    """Fits classifiers with the help of the last whole fit, which it keeps in a folder (where that can be written)."""

    def __init__(self, folder: Path) -> None:
        """Keep it there."""
        self._path = folder / _FILE

    def learned(self, index: Index) -> Index:
        """The index with classifiers; itself where they do not pay."""
        if not index.learnable or index.vectors is None:
            return index
        kept = self._read()
        classifier = _adapted(index, index.vectors, kept) if kept else None
        if classifier is None:
            classifier = Classifier.fitted(index.vectors, index.rows.owners, index.rows.entries)
            self._write(index, index.vectors, classifier)
        return index.learned_so(Learned(index.vectors, index.rows, classifier))

    def _read(self) -> _Kept | None:
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
                plain = json.loads(parts["plain"].tobytes())
                if plain["code"] != code_name():
                    return None
                return _Kept(plain["texts"], plain["grams"], parts["weights"], parts["biases"])
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def _write(self, index: Index, vectors: Vectors, classifier: Classifier) -> None:
        grams = sorted(vectors.vocabulary, key=vectors.vocabulary.__getitem__)
        plain = {"code": code_name(), "texts": _texts(index), "grams": grams}
        packed = np.frombuffer(json.dumps(plain, ensure_ascii=False).encode(), np.uint8)
        beside = self._path.with_suffix(f".{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                np.savez(file, plain=packed, weights=classifier.weights, biases=classifier.biases)
            beside.replace(self._path)
        except OSError:
            beside.unlink(missing_ok=True)


def _texts(index: Index) -> dict[str, list[str]]:
    rows = index.rows
    spans = zip(index.ids, rows.bounds, rows.bounds[1:], strict=False)
    texts = {name: list(rows.texts[first:last]) for name, first, last in spans}
    return {**texts, _FOREIGN: list(rows.texts[rows.bounds[-1] :])}


def _adapted(index: Index, vectors: Vectors, kept: _Kept) -> Classifier | None:
    """The classifier from a whole fit of another state; None where that is too far away."""
    texts = _texts(index)
    names = [*index.ids, _FOREIGN]
    changed = {name for name in {*names, *kept.texts} if texts.get(name) != kept.texts.get(name)}
    moved = {text for name in changed for text in {*texts.get(name, ())} ^ {*kept.texts.get(name, ())}}
    anew = {place for place, name in enumerate(names) if name in changed} | _near(index, vectors, sorted(moved))
    if len(anew) > _MOST_ANEW * len(names):
        return None
    weights, biases = kept.on(vectors, names)
    if anew:
        places = sorted(anew)
        fitted = _fitted(index, vectors, places)
        weights[:, places], biases[places] = fitted.weights[:, places], fitted.biases[places]
    return Classifier(weights, biases)


def _fitted(index: Index, vectors: Vectors, places: Sequence[int]) -> Classifier:
    """Each of some entries (and the out-of-scope examples, behind them) against all the others."""
    owners, count = index.rows.owners, index.rows.entries
    wanted = [NONE_CLASS if place == count else place for place in places]
    return Classifier.fitted(vectors, np.where(np.isin(owners, wanted), owners, OTHERS), count)


def _near(index: Index, vectors: Vectors, texts: Sequence[str]) -> set[int]:
    """The entries that any of the texts is near to."""
    if not texts:
        return set()
    rows = index.rows
    if index.meaning is not None:
        nearest = index.meaning.nearest(texts)
    else:
        own = vectors.matrix[: rows.bounds[-1]]
        near = [vectors.nearness(vectors.vector(text), of=own) for text in texts]
        nearest = np.maximum.reduceat(np.array(near), np.array(rows.bounds[:-1], np.intp), axis=1)
    count = min(_NEIGHBOURS, nearest.shape[1])
    return {int(place) for place in np.argpartition(-nearest, count - 1, axis=1)[:, :count].ravel()}
