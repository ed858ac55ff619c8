"""What is dear to compute again and again between two reviews: vectors of questions, and what a state made of them."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faq.meaning.embeddings import Embedder
from faq.meaning.meaning_store import MeaningStore

_KEPT_STATES = 6

ByText = Mapping[str, NDArray[np.float32]]


class RememberingEmbedder:
    """A sentence model that knows what it computed before: the labelled questions, and the knowledge base's texts."""

    def __init__(self, embedder: Embedder, store: MeaningStore, also: ByText) -> None:
        """Begin with what the store holds, and `also`, which is kept elsewhere."""
        self._embedder = embedder
        self._store = store
        self._kept = store.read()
        self._known = {**also, **self._kept}
        self.news: dict[str, NDArray[np.float32]] = {}
        """What was computed since the beginning."""

    @property
    def fingerprint(self) -> str:
        """That of the model."""
        return self._embedder.fingerprint

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the model does; only what is new is computed."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self.learn(dict(zip(new, self._embedder.embed(new), strict=True)))
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, 0), np.float32)

    def learn(self, vectors: ByText) -> None:
        """Take over what was computed, here or in another process."""
        self.news |= vectors
        self._known |= vectors

    def forget(self, texts: Collection[str]) -> None:
        """Keep nothing of these: people asked them."""
        self.news = {text: vector for text, vector in self.news.items() if text not in texts}

    def save(self, without: Collection[str]) -> None:
        """Keep what is new, but for the texts of the knowledge base, which have a place of their own."""
        new = {text: vector for text, vector in self.news.items() if text not in without}
        if new:
            self._kept |= new
            self._store.write(self._kept)


class OutcomeStore:
    """What states of the knowledge base made of the known questions, a file each; the oldest are forgotten."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder, which may not be writable: then nothing is kept."""
        self._folder = folder

    def read(self, key: str) -> Any:
        """What was kept under a key; None when there is nothing."""
        path = self._folder / f"review-{key}.json.gz"
        try:
            result = json.loads(gzip.decompress(path.read_bytes()))
            path.touch()
        except (OSError, EOFError, ValueError):
            return None
        return result

    def write(self, key: str, plain: Any) -> None:
        """Keep it."""
        path = self._folder / f"review-{key}.json.gz"
        beside = path.with_suffix(f".{os.getpid()}.new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(gzip.compress(json.dumps(plain, ensure_ascii=False).encode(), 1))
            beside.replace(path)
            kept = sorted(self._folder.glob("review-*.json.gz"), key=lambda item: item.stat().st_mtime)
            for old in kept[:-_KEPT_STATES]:
                old.unlink(missing_ok=True)
        except OSError:
            beside.unlink(missing_ok=True)
