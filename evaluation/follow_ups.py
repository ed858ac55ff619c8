"""How well the questions that people ask next are told from all else, measured on the knowledge base itself.

Every wording of a follow-up is left out and asked while its entry is being talked about. What no follow-up answers is
asked beside it: the main questions of that entry and of others, follow-ups of other entries, what people tell of their
case, what is not ours. Entries are folds: who wrote one entry's follow-ups wrote them all alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from evaluation.read_ahead import ahead_of, in_batches
from faq.content.entry import Entry
from faq.engine.index import Index
from faq.follow_ups.asked_next import Asked, FollowUps
from faq.follow_ups.follow_up_chance import SAME_QUESTION, likeliest
from faq.guiding.situation import Situation
from faq.ranking.calibration import Regression
from faq.text.views import characters_of_normalised

T = TypeVar("T")
FOLDS = 5
GOAL = 0.95
"""Of what is answered by a follow-up so much must be right."""
_DIGITS = 4
_ASKS, _ELSEWHERE = 3, 2
"""How many wordings of a follow-up are asked of their own entry, and of another."""
_MAIN, _KIN, _STRANGERS, _TOLD = 8, 4, 4, 3
"""How many wordings of an entry itself, of others of its topic, of any others, and statements are put to it."""
_SAME = 0.5
"""So alike two wordings may be one question, asked of two matters."""


@dataclass(frozen=True)
class Sample:
    """One text put to one entry: its kind, the follow-ups that are right (twins both), what speaks for each."""

    kind: str
    text: str
    entry_id: str
    right: frozenset[int]
    weighed: tuple[tuple[int, Mapping[str, float]], ...]


@dataclass(frozen=True)
class Fitted:
    """What was fitted to all samples, and what cross-validation says of it."""

    regression: Regression
    least: float
    precision: float
    recall: float
    wrong: Counter[str]
    """How many of each kind were answered wrongly."""
    asked: Counter[str]


def collect(index: Index, situation: Situation, seed: int = 7) -> list[Sample]:
    """The samples of a knowledge base, the same for the same content."""
    return list(_Collector(index, situation, Random(seed)).samples())  # noqa: S311 - repeatable on purpose


def fit(samples: Sequence[Sample], names: Sequence[str]) -> Fitted:
    """The regression over these signals; its figures are those of entries that it was not fitted to."""
    folds = {name: place % FOLDS for place, name in enumerate(sorted({sample.entry_id for sample in samples}))}
    models = [fitted_to([item for item in samples if folds[item.entry_id] != fold], names) for fold in range(FOLDS)]
    found = [likeliest(models[folds[item.entry_id]], item.weighed) for item in samples]
    first = np.array([chance for chance, _ in found])
    hit = np.array([number in item.right for (_, number), item in zip(found, samples, strict=True)])
    least = _least(first, hit)
    taken = first >= least
    wrong = Counter(item.kind for item, one, right in zip(samples, taken, hit, strict=True) if one and not right)
    return Fitted(
        fitted_to(samples, names),
        least,
        float(hit[taken].mean()) if taken.any() else 0.0,
        float((hit & taken).sum() / max(1, sum(bool(item.right) for item in samples))),
        wrong,
        Counter(item.kind for item in samples),
    )


def report(fitted: Fitted) -> list[str]:
    """The figures and what would be written into `faq/follow_ups/follow_up_chance.py`, in lines."""
    kinds = "，".join(f"{kind} {fitted.wrong[kind]}/{count}" for kind, count in fitted.asked.items())
    weights = ", ".join(f'"{name}": {weight}' for name, weight in fitted.regression.weights.items())
    return [
        f"从把握 {fitted.least:.2f} 起：答了的里面对的 {fitted.precision:.1%}，该答的答对 {fitted.recall:.1%}",
        f"答错的／问过的：{kinds}",
        f"Regression({fitted.regression.bias}, {{{weights}}})",
    ]


def fitted_to(samples: Sequence[Sample], names: Sequence[str]) -> Regression:
    """The regression that tells the right follow-ups of samples from the others by these signals."""
    pairs = [(item, number, signals) for item in samples for number, signals in item.weighed]
    rows = np.array([[signals[name] for name in names] for _, _, signals in pairs])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(max_iter=1000)
    model.fit(scaler.transform(rows), [number in item.right for item, number, _ in pairs])
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    named = {name: round(float(weight), _DIGITS) for name, weight in zip(names, weights, strict=True)}
    return Regression(round(bias, _DIGITS), named)


def _least(first: NDArray[np.float64], hit: NDArray[np.bool_]) -> float:
    """The lowest chance from which on so much is right as is wanted."""
    order = np.argsort(-first, kind="stable")
    right = np.cumsum(hit[order]) / np.arange(1, len(order) + 1)
    reached = np.flatnonzero(right >= GOAL)
    return float(first[order][reached[-1]]) if len(reached) else 1.0


@dataclass(frozen=True)
class Put:
    """A text that is put to an entry, with the follow-up that it is, and the wording that is left out for it."""

    kind: str
    text: str
    entry: Entry
    right: int = -1
    but: int = -1


class _Collector:
    """Puts texts to entries; the vectors of the knowledge base are there already."""

    def __init__(self, index: Index, situation: Situation, chance: Random) -> None:
        self._index, self._random = index, chance
        self._follow_ups: FollowUps = index.follow_ups
        entries = index.content.entries
        self._with_some = [entry for entry in entries if entry.follow_ups]
        self._kin: dict[str, list[Entry]] = {}
        for entry in entries:
            self._kin.setdefault(entry.intent, []).append(entry)
        self._told = [
            text
            for fact in situation.facts.values()
            for value in fact.values
            for name in fact.names[:2]
            for word in value.words.get("after", ())[:3]
            if (text := f"{name}{word}")
        ] + [word for fact in situation.facts.values() for value in fact.values for word in value.words.get("says", ())]

    def samples(self) -> Iterator[Sample]:
        for some in in_batches([*self._left_out(), *self._beside()]):
            index = ahead_of(self._index, [put.text for put in some])
            yield from (_sample(index, put) for put in some)

    def _beside(self) -> Iterator[Put]:
        """What no follow-up of an entry answers."""
        for entry in self._with_some:
            main = [text for text in entry.wordings() if not self._asks_it_too(entry, (text,), SAME_QUESTION)]
            yield from (Put("main", text, entry) for text in self._some(main, _MAIN))
            kin = [text for other in self._kin[entry.intent] if other is not entry for text in other.wordings()]
            yield from (Put("kin", text, entry) for text in self._some(kin, _KIN))
            strangers = self._random.choices(self._index.content.entries, k=_STRANGERS)
            texts = [self._random.choice(other.wordings()) for other in strangers if other is not entry]
            yield from (Put("strange", text, entry) for text in texts)
            yield from (Put("told", text, entry) for text in self._some(self._told, _TOLD))
            foreign = self._index.rows.texts[self._index.rows.bounds[-1] :]
            yield from (Put("foreign", text, entry) for text in self._some(foreign, _TOLD))

    def _left_out(self) -> Iterator[Put]:
        """Every wording put to its own entry without itself, and to another one that has no such question."""
        for number, (entry, item) in enumerate(self._follow_ups.items):
            first = self._follow_ups.bounds[number]
            for place in self._some(range(len(item.asks)), _ASKS):
                yield Put("asked", item.asks[place], entry, number, first + place)
            for text in self._some(item.asks, _ELSEWHERE):
                other = self._random.choice(self._with_some)
                if other is not entry and not self._asks_it_too(other, item.asks):
                    yield Put("another's", text, other)

    def _asks_it_too(self, other: Entry, asks: Sequence[str], least: float = _SAME) -> bool:
        asked = (Asked(characters_of_normalised(self._index.read(text).mended)) for text in asks)
        weighed = (self._follow_ups.weighed(one, other.id) for one in asked)
        return any(signals["letters"] >= least for pairs in weighed for _, signals in pairs)

    def _some(self, texts: Sequence[T], count: int) -> list[T]:
        return self._random.sample(list(texts), min(count, len(texts)))


def _sample(index: Index, put: Put) -> Sample:
    follow_ups = index.follow_ups
    weighed = tuple(follow_ups.weighed(asked_anew(index, put.text), put.entry.id, put.but))
    rights = frozenset({put.right, *follow_ups.twins(put.right)} if put.right >= 0 else ())
    return Sample(put.kind, put.text, put.entry.id, rights, weighed)


def asked_anew(index: Index, text: str) -> Asked:
    """A text that the knowledge base may hold itself: then it is as if it did not."""
    asked = index.follow_ups.asked(index.read(text))
    if asked.rows is None:
        return asked
    return replace(asked, rows=asked.rows.below(_ITSELF))


_ITSELF = 0.9995
"""So near a row is the very text."""
