"""The classifiers of a state that differs little from one that was fitted whole: only what the difference touches.

Fitting all of them takes some ten seconds of a processor. Each tells one entry from all others, so those of entries
whose texts are what they were, and near which nothing changed, are taken over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.engine.index import Index
from faq.ranking.classifier import NONE_CLASS, OTHERS, Classifier
from faq.ranking.vectors import Vectors

_NEIGHBOURS = 8
"""So many entries nearest to a text that came or went are fitted anew."""
_MOST_ANEW = 0.3
"""Above this share of the entries all are."""
_FOREIGN = ""
"""What stands for the out-of-scope examples where entries are named."""

Reals = NDArray[np.float32]
Texts = dict[str, list[str]]


@dataclass(frozen=True)
class WholeFit:
    """Classifiers fitted to all entries at once: the texts of each, the n-grams in order, a column for each entry."""

    texts: Texts
    grams: list[str]
    weights: Reals
    biases: Reals


def texts_of(index: Index) -> Texts:
    """The texts of each entry by its id, and the out-of-scope examples by an empty name."""
    rows = index.rows
    spans = zip(index.ids, rows.bounds, rows.bounds[1:], strict=False)
    texts = {name: list(rows.texts[first:last]) for name, first, last in spans}
    return {**texts, _FOREIGN: list(rows.texts[rows.bounds[-1] :])}


def adapted(index: Index, vectors: Vectors, kept: WholeFit) -> Classifier | None:
    """The classifier of an index from a whole fit of another state; None where that is too far away."""
    texts = texts_of(index)
    names = list(texts)
    changed = {name for name in {*names, *kept.texts} if texts.get(name) != kept.texts.get(name)}
    moved = {text for name in changed for text in {*texts.get(name, ())} ^ {*kept.texts.get(name, ())}}
    anew = {place for place, name in enumerate(names) if name in changed}
    if len(anew) <= _MOST_ANEW * len(names):  # far away it need not be asked what the texts are near to
        anew |= _near(index, vectors, sorted(moved))
    if len(anew) > _MOST_ANEW * len(names):
        return None
    weights, biases = _columns(kept, vectors, names)
    if anew:
        places = sorted(anew)
        fitted = _fitted(index, vectors, places)
        weights[:, places], biases[places] = fitted.weights[:, places], fitted.biases[places]
    return Classifier(weights, biases)


def _columns(kept: WholeFit, vectors: Vectors, names: Sequence[str]) -> tuple[Reals, Reals]:
    """Weights and biases with the n-grams of other vectors, for entries in another order; 0 for new ones."""
    columns = {name: column for column, name in enumerate(kept.texts)}
    known = [(place, columns[name]) for place, name in enumerate(names) if name in columns]
    shared = [(vectors.vocabulary[gram], row) for row, gram in enumerate(kept.grams) if gram in vectors.vocabulary]
    (here, there), (places, taken) = (np.array(pairs, np.intp).reshape(-1, 2).T for pairs in (shared, known))
    weights = np.zeros((len(vectors.vocabulary), len(names)), np.float32)
    weights[np.ix_(here, places)] = kept.weights[np.ix_(there, taken)]
    biases = np.zeros(len(names), np.float32)
    biases[places] = kept.biases[taken]
    return weights, biases


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
        near = [vectors.nearness(vectors.vector(text))[: rows.bounds[-1]] for text in texts]
        nearest = np.maximum.reduceat(np.array(near), np.array(rows.bounds[:-1], np.intp), axis=1)
    count = min(_NEIGHBOURS, nearest.shape[1])
    return {int(place) for place in np.argpartition(-nearest, count - 1, axis=1)[:, :count].ravel()}
