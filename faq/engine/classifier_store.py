"""Keeps the classifiers of the knowledge base between starts and edits: fitting them takes ten seconds of a processor.

Without it every process would answer from search alone until its own were fitted, otherwise than a minute later. What
a review says is what is served, for both take the classifiers from here.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from faq.engine.adapting import WholeFit, adapted, texts_of
from faq.engine.index import Index
from faq.ranking.classifier import Classifier
from faq.ranking.code import code_name
from faq.ranking.evidence import Learned
from faq.ranking.vectors import Vectors

_FILE, _LOCK = "classifiers.npz", ".classifiers.lock"
_MOST_BYTES = 200_000_000
"""Of weights: more is fitted at every start."""


class ClassifierStore:
    """The last whole fit, in a folder (where that can be written); several processes may share it."""

    def __init__(self, folder: Path) -> None:
        """Keep it there."""
        self._path = folder / _FILE

    def served(self, index: Index) -> Index:
        """The index with the classifiers kept, fitted to what changed since; itself where too much did."""
        if not index.learnable or index.vectors is None:
            return index
        kept = self.read()
        if kept is None:
            return index
        if (
            kept.texts == texts_of(index)
            and list(kept.texts) == [*index.ids, ""]
            and kept.grams == _grams(index.vectors)
        ):
            return index.learned_so(Learned(index.vectors, index.rows, Classifier(kept.weights, kept.biases)))
        classifier = adapted(index, index.vectors, kept)
        return index if classifier is None else index.learned_so(Learned(index.vectors, index.rows, classifier))

    def fitted(self, index: Index) -> Index:
        """The index with classifiers: those kept, or new ones that are kept from now on."""
        served = self.served(index)
        if not served.learnable or index.vectors is None:
            return served
        with self._alone():  # another process may have fitted them while this one waited
            served = self.served(index)
            if not served.learnable:
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

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process fits, the others wait; where no lock can be had each fits for itself."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                lock = stack.enter_context((self._path.parent / _LOCK).open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _grams(vectors: Vectors) -> list[str]:
    return sorted(vectors.vocabulary, key=vectors.vocabulary.__getitem__)
