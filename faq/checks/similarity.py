"""Which questions say the same, and which would be at home in another entry.

Plain characters on purpose: an editor can see why two questions are called alike, and the whole
knowledge base is compared in a fraction of a second, so that the check stays a habit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import log, sqrt
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from scipy import sparse

from faq.normalise import matching_key

_FILLERS = re.compile("您好|你好|请问一下|请问|问一下|问下|麻烦|谢谢|求助|帮忙|一下|到底|[的了啊呀吗呢吧哦哈嘛啦么]")
# Beyond this the matrix of entries and n-grams would no longer fit; the classifier serves then.
_MOST_CELLS = 60_000_000
_MOST_TEXTS = 20_000


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

    Gives nothing beyond 20,000 texts, where comparing all pairs takes minutes.
    """
    if len(texts) > _MOST_TEXTS:
        return
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    lengths = [len(texts[number]) for number in order]
    # Two texts can only be this alike if the longer is at most so much longer.
    stretch = (200 - least) / least
    for length, group in groupby(range(len(order)), key=lambda place: lengths[place]):
        places = list(group)
        end = int(np.searchsorted(lengths, int(length * stretch), side="right"))
        rows = [texts[order[place]] for place in places]
        columns = [texts[order[place]] for place in range(places[0], end)]
        scores = process.cdist(rows, columns, scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32)
        for row, column in zip(*np.nonzero(scores), strict=True):
            if column > row:
                first, second = sorted((order[places[row]], order[places[0] + column]))
                yield first, second, float(scores[row, column])


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
