"""Which questions say the same, and which would be at home in another entry.

Plain characters on purpose: an editor can see why two questions are called alike, and the whole
knowledge base is compared in a fraction of a second, so that the check stays a habit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import ceil, log, sqrt
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from scipy import sparse

from faq.text.normalise import matching_key

_FILLERS = re.compile("您好|你好|请问一下|请问|问一下|问下|麻烦|谢谢|求助|帮忙|一下|到底|[的了啊呀吗呢吧哦哈嘛啦么]")
# Beyond this the matrix of entries and n-grams would no longer fit; the classifier serves then.
_MOST_CELLS = 60_000_000
_FEW_TEXTS = 300
"""So few are compared each with each: that is quicker than looking for what they share."""
_ROWS_AT_ONCE = 500
"""So many texts are compared with all at once, so that memory does not grow with the square of the texts."""


@dataclass(frozen=True)
class Better:
    """A question whose words fit the entry `other` better than its own; both scores are cosines."""

    number: int
    other: int
    own_score: float
    other_score: float


def skeleton(text: str) -> str:
    """The comparable text without words that only make it polite."""
    key = matching_key(text)
    return _FILLERS.sub("", key) or key


def alike(texts: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts whose similarity (0–100, shared characters in order) is at least `least`.

    Not every pair is compared: two texts that alike share most of their characters, so they share one of the rarest
    few of each. Of tens of thousands of questions some hundred thousand pairs are left, and none is missed.
    """
    lengths, every = np.array([len(text) for text in texts]), np.array(texts, dtype=object)
    for first, second in _each_with_each(len(texts)) if len(texts) <= _FEW_TEXTS else _sharing_rare(texts, least):
        shorter, longer = np.minimum(lengths[first], lengths[second]), np.maximum(lengths[first], lengths[second])
        # Two texts can only be this alike if the longer is at most so much longer.
        possible = (first < second) & (shorter * (200 - least) >= longer * least)
        first, second = first[possible], second[possible]
        scores = process.cpdist(every[first], every[second], scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32)
        for place in np.flatnonzero(scores):
            yield int(first[place]), int(second[place]), float(scores[place])


def _each_with_each(count: int) -> Iterator[tuple[Any, Any]]:
    yield np.triu_indices(count, 1)


def _sharing_rare(texts: Sequence[str], least: float) -> Iterator[tuple[Any, Any]]:
    """The places of all pairs that share one of the rarest characters of each, some rows at a time."""
    rare = _rarest(texts, least)
    names = rare.T.tocsr()
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        shared = (rare[start : start + _ROWS_AT_ONCE] @ names).tocoo()
        yield shared.row + start, shared.col


def _rarest(texts: Sequence[str], least: float) -> Any:
    """Which characters each text must share one of with whatever is alike: 0 and 1, a row for each text.

    Of two such texts the shorter has all but so many of its characters in the other, so among one more than so many
    of either there is a common one. The rarest are taken, for few others have them.
    """
    spelt = [_counted(text) for text in texts]
    frequency = Counter(chain.from_iterable(spelt))
    ranks = {name: rank for rank, name in enumerate(sorted(frequency, key=lambda name: (frequency[name], name)))}
    places, starts = [], [0]
    for names in spelt:
        common = ceil(len(names) * least / (200 - least) - 1e-9)
        places += sorted(map(ranks.__getitem__, names))[: len(names) - common + 1]
        starts.append(len(places))
    return sparse.csr_matrix((np.ones(len(places), np.int32), places, starts), shape=(len(texts), len(ranks)))


def _counted(text: str) -> Sequence[str]:
    """Its characters, the second of a kind told apart from the first: 看 and 看看."""
    if len(set(text)) == len(text):
        return text
    count: Counter[str] = Counter()
    for character in text:
        count[character] += 1
    return [character * number for character, most in count.items() for number in range(1, most + 1)]


def better_elsewhere(texts: Sequence[str], owners: Sequence[int], least_lead: float) -> list[Better]:
    """Questions that are nearer to the other questions of another entry than to those of their own.

    Each entry is the sum of its questions' tf-idf vectors (character 1–2-grams); a question is left
    out of its own entry's sum before it is compared with it.
    """
    vectors = _vectors(texts)
    classes = max(owners, default=-1) + 1
    if vectors is None or classes < 2 or classes * vectors.shape[1] > _MOST_CELLS:
        return []
    count = len(texts)
    members = sparse.csr_matrix((np.ones(count), (owners, range(count))), shape=(classes, count))
    sums = (members @ vectors).toarray()
    squares = (sums**2).sum(axis=1)
    own = np.asarray(owners)
    products = vectors @ sums.T
    mine = products[np.arange(count), own]
    # |sum − vector|² without building the difference; a text without n-grams has no vector.
    lengths = np.asarray(vectors.multiply(vectors).sum(axis=1)).ravel()
    rest = np.sqrt(np.maximum(squares[own] - 2 * mine + lengths, 1e-9))
    own_scores = np.where(rest > 1e-4, (mine - lengths) / rest, 0.0)
    scores = products / np.sqrt(np.maximum(squares, 1e-9))
    scores[np.arange(count), own] = -1.0
    others = scores.argmax(axis=1)
    best = scores[np.arange(count), others]
    return [
        Better(int(number), int(others[number]), float(own_scores[number]), float(best[number]))
        for number in np.flatnonzero((best - own_scores >= least_lead) & (lengths > 0))
    ]


def _vectors(texts: Sequence[str]) -> Any:
    """tf-idf rows of length 1 over the n-grams that at least two texts have; None if there are none."""
    counts = [Counter([*text, *map("".join, pairwise(text))]) for text in texts]
    frequency = Counter(gram for count in counts for gram in count)
    known = {gram: place for place, gram in enumerate(gram for gram, number in frequency.items() if number > 1)}
    if not known:
        return None
    idf = {gram: log((1 + len(texts)) / (1 + frequency[gram])) + 1 for gram in known}
    tf = [1 + log(number) for number in range(1, 1 + max(max(count.values(), default=1) for count in counts))]
    starts: list[int] = [0]
    places: list[int] = []
    weights: list[float] = []
    for count in counts:
        row = [(known[gram], tf[number - 1] * idf[gram]) for gram, number in count.items() if gram in known]
        length = sqrt(sum(weight * weight for _, weight in row)) or 1.0
        places += [place for place, _ in row]
        weights += [weight / length for _, weight in row]
        starts.append(len(places))
    return sparse.csr_matrix((weights, places, starts), shape=(len(texts), len(known)))


def nearest_groups(groups: Sequence[Sequence[str]], number: int, count: int) -> list[tuple[int, float]]:
    """The groups of texts whose summed tf-idf vectors are nearest to those of one group, with the cosine."""
    texts = [text for group in groups for text in group]
    vectors = _vectors(texts)
    if vectors is None:
        return []
    owners = [place for place, group in enumerate(groups) for _ in group]
    members = sparse.csr_matrix((np.ones(len(texts)), (owners, range(len(texts)))), shape=(len(groups), len(texts)))
    sums = (members @ vectors).toarray()
    lengths = np.sqrt(np.maximum((sums**2).sum(axis=1), 1e-9))
    scores = (sums @ sums[number]) / (lengths * lengths[number])
    scores[number] = -1.0
    best = np.argsort(-scores, kind="stable")[:count]
    return [(int(place), float(scores[place])) for place in best if scores[place] > 0]
