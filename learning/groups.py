"""Groups what was missed by what it means, so that an editor deals with one matter at a time.

With the sentence model by the angle between its vectors, without one by the characters texts share. The same misses
give the same groups in the same order, in every process.
"""

from __future__ import annotations

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.feature_extraction.text import TfidfVectorizer

from faq.text.normalise import matching_key
from learning.misses import MissedText, MissKind, ordered

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors | None]
"""Vectors of length 1, or None where there is no sentence model."""

MEANING_ANGLE = 0.45
"""Cosine from which on two texts are about one matter: measured on labelled questions (docs/benchmarks.md)."""
CHARACTERS_ANGLE = 0.15
MOST_GROUPED = 1_500
_REMEMBERED = 8_192
_ID_CHARS = 12


@dataclass(frozen=True)
class Group:
    """Misses about one matter, the most frequent first."""

    id: str
    """Names the matter as long as its most frequent text stays the same."""
    misses: tuple[MissedText, ...]

    @property
    def title(self) -> str:
        """The text that stands for all."""
        return self.misses[0].text

    @property
    def times(self) -> int:
        """How often it happened in all."""
        return sum(miss.times for miss in self.misses)

    @property
    def texts(self) -> tuple[str, ...]:
        """The different texts, the most frequent first."""
        return tuple(dict.fromkeys(miss.text for miss in self.misses))

    @property
    def kinds(self) -> dict[MissKind, int]:
        """How often it came from each source."""
        counts: Counter[MissKind] = Counter()
        for miss in self.misses:
            counts[miss.kind] += miss.times
        return {kind: counts[kind] for kind in MissKind if counts[kind]}

    @property
    def last_at(self) -> datetime:
        """When it last happened."""
        return max(miss.last_at for miss in self.misses)

    @property
    def near(self) -> str | None:
        """The entry that came nearest most often."""
        counts = Counter({miss.faq_id: 0 for miss in self.misses if miss.faq_id})
        for miss in self.misses:
            if miss.faq_id:
                counts[miss.faq_id] += miss.times
        return min(counts, key=lambda name: (-counts[name], str(name)), default=None)

    @property
    def topics(self) -> dict[str, int]:
        """How many of its tickets are about what, the most frequent first."""
        counts = Counter(miss.topic for miss in self.misses if miss.topic)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def tickets(self) -> tuple[str, ...]:
        """The numbers of the tickets among them."""
        return tuple(dict.fromkeys(miss.ticket for miss in self.misses if miss.ticket))


class Grouping:
    """Groups misses and remembers the vectors of texts it has seen; safe for one thread at a time."""

    def __init__(self, embed: Embed, version: Callable[[], str] = str) -> None:
        """Ask `embed` for vectors; those of another `version` of the knowledge base lie in another space."""
        self._embed = embed
        self._version = version
        self._space = ""
        self._known: OrderedDict[str, Vectors] = OrderedDict()

    def group(self, misses: Sequence[MissedText]) -> list[Group]:
        """All misses in groups, the largest first."""
        misses = ordered(misses)[:MOST_GROUPED]
        texts = list(dict.fromkeys(miss.text for miss in misses))
        labels = dict(zip(texts, self._labels(texts), strict=True))
        found: dict[int, list[MissedText]] = {}
        for miss in misses:
            found.setdefault(labels[miss.text], []).append(miss)
        groups = [Group(group_id(members[0].text), tuple(members)) for members in found.values()]
        return largest_first(groups)

    def _labels(self, texts: Sequence[str]) -> list[int]:
        if len(texts) < 2:
            return [0] * len(texts)
        vectors = self._vectors(texts)
        if vectors is None:
            return _cut(_by_characters(texts), CHARACTERS_ANGLE)
        return _cut(vectors, MEANING_ANGLE)

    def _vectors(self, texts: Sequence[str]) -> Vectors | None:
        while True:
            if (space := self._version()) != self._space:
                self._known.clear()
                self._space = space
            new = [text for text in texts if text not in self._known]
            if not new:
                break
            made = self._embed(new)
            if made is None:
                return None
            if self._version() == space:  # else they may be of either
                self._known.update(zip(new, made, strict=True))
        found = np.stack([self._known[text] for text in texts])
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found


def largest_first(groups: Iterable[Group]) -> list[Group]:
    """The order in which they are shown."""
    return sorted(groups, key=lambda group: (-group.times, group.title))


def group_id(text: str) -> str:
    """A short name for a text, for addresses."""
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_CHARS]


def _by_characters(texts: Sequence[str]) -> Vectors:
    """Which one and two characters a text is made of, rare ones weighing more."""
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    keys = [matching_key(text) or text for text in texts]
    return np.asarray(vectorizer.fit_transform(keys).toarray(), np.float32)


def _cut(vectors: Vectors, angle: float) -> list[int]:
    """Average-linkage groups whose members have at least that cosine on average."""
    alike = np.clip(vectors @ vectors.T, -1.0, 1.0)
    upper = np.triu_indices(len(vectors), 1)
    # Rounded, so that the order of a sum in another build of the library moves nothing.
    distances = np.round(1.0 - alike[upper].astype(np.float64), 6)
    return [int(label) for label in fcluster(linkage(distances, "average"), 1.0 - angle, "distance")]
