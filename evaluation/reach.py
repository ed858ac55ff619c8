"""Which texts an edit can reach: an edited entry may be shown for them, or a changed out-of-scope example counts.

Only these need asking to know what the edit does; for all others what is shown has nothing to do with it. What is shown
before the edit is known or found by the same nearness, for the wordings that were taken away are compared as well.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.blame import Touched
from evaluation.changed import Changed
from faq.content.loader import Content
from faq.content.negatives import load_negatives
from faq.engine.state import KnowledgeState
from faq.meaning.meaning import Meaning
from faq.text.clauses import announced_questions
from faq.text.normalise import normalise
from faq.text.reading import study
from faq.text.wording import core

_PLACES = 15
"""An entry that is not among so many nearest in meaning is not shown; three are, and ten are weighed."""
_ALIKE = 0.3
"""From this cosine of characters on a text may be taken for a wording, whatever the sentence model says."""
_FOREIGN_SLACK = 0.02
_FEW_LETTERS = 5
_TWO = 2

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class TouchedTexts:
    """What an edit touched, with the texts by which that was found before or is found now."""

    touched: Touched
    wordings: Collection[str]
    """Of the edited entries, those they had and those they have."""
    negatives: Collection[str]
    """The out-of-scope examples that were added or removed."""


def moved_by(changed: Changed, older: tuple[Path, Content], newer: tuple[Path, Content]) -> TouchedTexts:
    """What an edit touched, from both states: their folders and contents."""
    names = {*changed.touched.edited, *changed.renamed}
    entries = [entry for _, content in (older, newer) for entry in content.entries if entry.id in names]
    wordings = frozenset(text for entry in entries for text in (*entry.wordings(), *entry.keywords, *entry.prompts))
    before, after = (frozenset(load_negatives(folder)) for folder, _ in (older, newer))
    return TouchedTexts(changed.touched, wordings, before ^ after)


class Reach:
    """Says of texts whether an edit can reach them."""

    def __init__(self, state: KnowledgeState, moved: TouchedTexts) -> None:
        """`state`: the newer one."""
        self._index = state.index
        self._moved = moved
        self._edited = [state.index.numbers[name] for name in moved.touched.edited if name in state.index.numbers]
        self._wordings = _studied(moved.wordings)
        self._negatives = _studied(moved.negatives)

    def among(self, texts: Sequence[str]) -> frozenset[str]:
        """Those of the texts that it can reach; all of them where nothing tells near from far."""
        meaning = self._index.meaning
        if meaning is None or self._moved.touched.figures or not texts:
            return frozenset(texts)
        readings = {text: self._readings(text) for text in texts}
        meant = list(dict.fromkeys(reading for some in readings.values() for reading in some))
        near = self._by_meaning(meaning, meant) | self._by_characters(meant) | self._by_negatives(meaning, meant)
        reached = {reading for reading, is_near in zip(meant, near, strict=True) if is_near}
        return frozenset(text for text in texts if reached & readings[text] or self._is_odd(text))

    def _readings(self, text: str) -> frozenset[str]:
        reading = self._index.read(text)
        return frozenset((core(reading.plain), reading.mended))

    def _by_meaning(self, meaning: Meaning, meant: Sequence[str]) -> Flags:
        nearest = meaning.nearest(meant)
        if nearest.shape[1] <= _PLACES:
            return np.ones(len(meant), np.bool_)
        least = np.partition(nearest, -_PLACES, axis=1)[:, -_PLACES]
        own = nearest[:, self._edited].max(axis=1, initial=-1.0)
        if self._wordings:
            own = np.maximum(own, meaning.between(meant, self._wordings).max(axis=1))
        return np.asarray(own >= least)

    def _by_characters(self, meant: Sequence[str]) -> Flags:
        vectors = self._index.vectors
        if vectors is None or not self._wordings:
            return np.zeros(len(meant), np.bool_)
        part = vectors.rows(self._wordings)
        return np.array([vectors.nearness(vectors.vector(text), of=part).max(initial=0.0) >= _ALIKE for text in meant])

    def _by_negatives(self, meaning: Meaning, meant: Sequence[str]) -> Flags:
        """Where a changed example is, or was, as near as the nearest of all."""
        if not self._negatives:
            return np.zeros(len(meant), np.bool_)
        changed = meaning.between(meant, self._negatives).max(axis=1)
        rows = self._index.rows
        left = rows.texts[rows.bounds[-1] :]
        nearest = meaning.between(meant, left).max(axis=1) if left else changed
        return np.asarray(changed >= nearest - _FOREIGN_SLACK)

    def _is_odd(self, text: str) -> bool:
        """Whether it is read in parts, as the bare name of a thing, or by a name: no nearness of the whole tells."""
        plain = core(normalise(text))
        named = any(word in text for word in self._moved.touched.words)
        return named or len(plain) <= _FEW_LETTERS or len(announced_questions(plain)) == _TWO


def _studied(texts: Collection[str]) -> list[str]:
    return list(dict.fromkeys(study(text).text for text in texts))
