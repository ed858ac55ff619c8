"""Keeps the classifiers of the knowledge base between starts: fitting them takes some ten seconds of a processor.

Without it every process would answer from search alone until its own were fitted, otherwise than a minute later.
"""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq.classifier import Classifier
from faq.code import code_name
from faq.evidence import Learned
from faq.index import Index
from faq.vectors import Vectors

_FILE = "classifiers.npz"
_MOST_BYTES = 200_000_000
"""Of weights: more is fitted at every start."""
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


class ClassifierStore:
    """The last whole fit, in a folder (where that can be written); several processes may share it."""

    def __init__(self, folder: Path) -> None:
        """Keep it there."""
        self._path = folder / _FILE

    def served(self, index: Index) -> Index:
        """The index with the classifiers kept for exactly its texts; itself when there are none."""
        if not index.learnable or index.vectors is None:
            return index
        kept = self.read()
        if kept is None or kept.texts != texts_of(index) or kept.grams != _grams(index.vectors):
            return index
        return index.learned_so(Learned(index.vectors, index.rows, Classifier(kept.weights, kept.biases)))

    def fitted(self, index: Index) -> Index:
        """The index with classifiers: those kept, or new ones that are kept from now on."""
        served = self.served(index)
        if not served.learnable or index.vectors is None:
            return served
        classifier = Classifier.fitted(index.vectors, index.rows.owners, index.rows.entries)
        self._write(index, index.vectors, classifier)
        return index.learned_so(Learned(index.vectors, index.rows, classifier))

    def read(self) -> WholeFit | None:
        """What is kept; None when there is nothing, or nothing that this version can use."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
                plain = json.loads(parts["plain"].tobytes())
                if plain["code"] != code_name():
                    return None
                return WholeFit(plain["texts"], plain["grams"], parts["weights"], parts["biases"])
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def _write(self, index: Index, vectors: Vectors, classifier: Classifier) -> None:
        # Replaced in one step; without a place to write, or where it is too large, there will be none.
        if classifier.weights.nbytes > _MOST_BYTES:
            return
        plain = {"code": code_name(), "texts": texts_of(index), "grams": _grams(vectors)}
        packed = np.frombuffer(json.dumps(plain, ensure_ascii=False).encode(), np.uint8)
        beside = self._path.with_suffix(f".{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                np.savez(file, plain=packed, weights=classifier.weights, biases=classifier.biases)
            beside.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()


def texts_of(index: Index) -> Texts:
    """The texts of each entry by its id, and the out-of-scope examples by an empty name."""
    rows = index.rows
    spans = zip(index.ids, rows.bounds, rows.bounds[1:], strict=False)
    texts = {name: list(rows.texts[first:last]) for name, first, last in spans}
    return {**texts, _FOREIGN: list(rows.texts[rows.bounds[-1] :])}


def _grams(vectors: Vectors) -> list[str]:
    return sorted(vectors.vocabulary, key=vectors.vocabulary.__getitem__)
