"""Fits the probabilities and thresholds of `faq/calibration.json` to labelled questions.

The same inputs give the same bytes: folds, noise and solvers are seeded, figures are rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from evaluation.noise import distort
from faq.engine.index import ELSEWHERE, Index
from faq.meaning.meaning import CERTAINTY_SIGNALS, RANKING_SIGNALS
from faq.ranking.calibration import entries_fingerprint, labelled_fingerprint
from faq.ranking.decision import MOST_OFFERED, SURE_TOGETHER
from faq.ranking.evidence import LEARNED_SIGNALS
from faq.ranking.search import SEARCH_SIGNALS, Signals

NOISES = ("", "homophone")
"""The questions as they are and mistyped, so that the probabilities hold for what people really type.

Other kinds cost as much time again: the engine reads pinyin and courtesies away before it compares.
"""
_FOLDS = 5
_DIGITS = 6
_SURE = 4.0
_LEAST_LEANING = 0.5
"""What is likelier wrong than right is never answered first."""
_LEAST = 1e-9

Reals = NDArray[np.float64]
Announce = Callable[[str], None]
"""Receives one Chinese sentence of progress."""


@dataclass(frozen=True)
class Labelled:
    """A question and the entries that answer it; none for a question that is not ours."""

    text: str
    entry_ids: frozenset[str]
    weight: float = 1.0
    """How much it counts: a question in an outsider's words says more about what will be asked than one of ours."""


@dataclass(frozen=True)
class Goals:
    """What the thresholds must reach in cross-validation.

    Of what is ours and answered at once `right` is right: a little more than the promised 95 %, for what other
    people ask is more varied than any set of questions. Of what is not ours `foreign_answered` is answered. Of what is
    answered with others beside it `leaning` is right. Of what
    could be listed `lost` is not: whoever is told that nothing was found has nothing to choose from.
    """

    right: float = 0.955
    foreign_answered: float = 0.05
    leaning: float = 0.75
    lost: float = 0.005


@dataclass(frozen=True)
class _Cases:
    """Candidates of all questions, one row each: signals, whether right, question and kind of noise."""

    signals: Reals
    right: NDArray[np.bool_]
    question: NDArray[np.intp]
    asked: NDArray[np.intp]
    """Question and noise together: the candidates that compete with each other."""
    verdict: NDArray[np.bool_]
    """Whether it would be a yes or no that is listed and never said (`Index.other_verdict`)."""


@dataclass(frozen=True)
class _Weighed:
    """The signals of a sentence model that either regression weighs."""

    ranking: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.ranking, *self.certainty)))


def calibrate(
    index: Index,
    questions: Sequence[Labelled],
    goals: Goals,
    wise: Index | None = None,
    announce: Announce = lambda _: None,
) -> dict[str, Any]:
    """What the calibration file holds; `index` without classifiers, `wise` the same with an embedding model.

    With such a model both kinds are held, so that the engine can go on without it.
    """
    result = {
        "fingerprint": labelled_fingerprint((question.text, question.entry_ids) for question in questions),
        "content": {
            "entries": entries_fingerprint(index.ids),
            "count": len(index.ids),
            "texts": len(index.rows.texts),
        },
        "goals": asdict(goals),
        **_models(index, questions, goals, _Weighed(), announce),
    }
    if wise is not None and wise.meaning is not None:
        models = _models(wise, questions, goals, _Weighed(RANKING_SIGNALS, CERTAINTY_SIGNALS), announce)
        result["with_meaning"] = {"embedder": wise.meaning.embedder.fingerprint, **models}
    return result


def _models(
    index: Index, questions: Sequence[Labelled], goals: Goals, more: _Weighed, announce: Announce
) -> dict[str, Any]:
    """Both kinds of index go through the texts side by side, so that each text is read for its meaning once."""
    indexes = (index.with_classifiers(), index)
    own = ((*LEARNED_SIGNALS, ELSEWHERE), (*SEARCH_SIGNALS, ELSEWHERE))
    cases = _cases(indexes, questions, [(*names, *more.all) for names in own], _step(announce, more))
    fitted = [
        _fit(some, questions, (*names, *more.all), [(*names, *more.ranking), (*names, *more.certainty)], goals)
        for some, names in zip(cases, own, strict=True)
    ]
    return dict(zip(("learned", "search"), fitted, strict=True))


class _Gathered:
    """The candidates of one index as they come."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._signals: list[list[float]] = []
        self._right: list[bool] = []
        self._question: list[int] = []
        self._asked: list[int] = []
        self._verdict: list[bool] = []

    def add(self, found: Signals, right: bool, question: int, asked: int, verdict: bool) -> None:
        self._signals.append([found[name] for name in self._names])
        self._right.append(right)
        self._question.append(question)
        self._asked.append(asked)
        self._verdict.append(verdict)

    def cases(self) -> _Cases:
        return _Cases(*map(np.array, (self._signals, self._right, self._question, self._asked, self._verdict)))


def _step(announce: Announce, more: _Weighed) -> Announce:
    """What is said of the steps of one kind of model."""
    kind = "带语义模型" if more.all else "不带语义模型"
    return lambda done: announce(f"校准（{kind}）：{done}")


def _cases(
    indexes: Sequence[Index], questions: Sequence[Labelled], names: Sequence[Sequence[str]], announce: Announce
) -> list[_Cases]:
    gathered = [_Gathered(own) for own in names]
    for kind, noise in enumerate(NOISES):
        announce(f"{kind * len(questions)} / {len(NOISES) * len(questions)} 句")
        for number, question in enumerate(questions):
            text = distort(question.text, noise) if noise else question.text
            for index, own in zip(indexes, gathered, strict=True):
                reading = index.read(text)
                for candidate, found in index.evidence(reading).items():
                    right = index.ids[candidate] in question.entry_ids
                    verdict = index.other_verdict(reading, candidate)
                    own.add(found, right, number, kind * len(questions) + number, verdict)
    return [own.cases() for own in gathered]


def _fit(
    cases: _Cases,
    questions: Sequence[Labelled],
    names: Sequence[str],
    weighed: Sequence[Sequence[str]],
    goals: Goals,
) -> dict[str, Any]:
    """First what tells a text's right entries from the others, then what tells a right first place from a wrong one.

    Whatever is judged was left out of what judges it: the first places are those of rankings that did not know them.
    Either weighs its own of the signals that the cases hold (`names`).
    """
    counts = np.array([question.weight for question in questions])[cases.question]
    fold = np.random.default_rng(0).permutation(len(questions))[cases.question] % _FOLDS
    by_ranking, by_certainty = (cases.signals[:, [names.index(name) for name in some]] for some in weighed)
    scores = _held_out(by_ranking, cases.right, counts, fold)
    likeliest = _likeliest(cases, scores)
    first = likeliest[:, 0]
    certain = (by_certainty[first], cases.right[first], counts[first])
    scores[first] = _held_out(*certain, fold[first])
    return {
        "ranking": _written(weighed[0], *_regression(by_ranking, cases.right, counts)),
        "certainty": _written(weighed[1], *_regression(*certain)),
        "first_right": round(_first_right(cases, first, questions), _DIGITS),
        "thresholds": _thresholds(cases, likeliest, scores, questions, goals),
    }


def _written(names: Sequence[str], weights: Reals, bias: float) -> dict[str, Any]:
    rounded = {name: round(float(weight), _DIGITS) for name, weight in zip(names, weights, strict=True)}
    return {"bias": round(bias, _DIGITS), "weights": rounded}


def _likeliest(cases: _Cases, scores: Reals) -> NDArray[np.intp]:
    """Of each text that has candidates the rows of the likeliest three, best first; −1 where it has fewer."""
    order = np.lexsort((-scores, cases.asked))
    starts = np.flatnonzero(np.diff(cases.asked[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    places = np.arange(MOST_OFFERED)
    rows = order[np.minimum(starts[:, np.newaxis] + places, len(order) - 1)]
    return np.where(places < sizes[:, np.newaxis], rows, -1)


def _first_right(cases: _Cases, first: NDArray[np.intp], questions: Sequence[Labelled]) -> float:
    """Of the questions that are ours, as they are, the share whose likeliest candidate is right."""
    as_they_are = first[cases.asked[first] < len(questions)]
    return float(cases.right[as_they_are].sum()) / (sum(bool(question.entry_ids) for question in questions) or 1)


def _regression(signals: Reals, right: NDArray[np.bool_], counts: Reals) -> tuple[Reals, float]:
    """Weights and bias on the signals as they come; where all are right, or none is, the signals say nothing."""
    if right.all() or not right.any():
        return np.zeros(signals.shape[1]), _SURE if right.all() else -_SURE
    scaler = StandardScaler().fit(signals)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(scaler.transform(signals), right, sample_weight=counts)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def _held_out(signals: Reals, right: NDArray[np.bool_], counts: Reals, fold: NDArray[np.intp]) -> Reals:
    """Of each row its probability by what was fitted to the rows of the other folds."""
    result = np.zeros(len(right))
    for held in range(_FOLDS):
        known = fold != held
        weights, bias = _regression(signals[known], right[known], counts[known])
        result[~known] = 1 / (1 + np.exp(-(signals[~known] @ weights + bias)))
    return result


def _thresholds(
    cases: _Cases, likeliest: NDArray[np.intp], scores: Reals, questions: Sequence[Labelled], goals: Goals
) -> dict[str, float]:
    """The lowest certainty whose answers are right often enough, and the lowest sum worth a clarifying question."""
    first = likeliest[:, 0]
    weight = np.array([question.weight for question in questions])[cases.question[first]]
    ours = np.array([bool(question.entry_ids) for question in questions])[cases.question[first]]
    foreign = len(NOISES) * sum(question.weight for question in questions if not question.entry_ids)
    surest = np.argsort(-scores[first], kind="stable")
    said = ~cases.verdict[first]
    sums = [np.cumsum((weight * said * chosen)[surest]) for chosen in (ours & cases.right[first], ours, ~ours)]
    kept = np.flatnonzero((sums[0] >= goals.right * sums[1]) & (sums[2] <= goals.foreign_answered * foreign))
    answer = float(scores[first][surest][kept[-1]]) if kept.size else 1.0
    there = likeliest >= 0
    # As the engine does it (`Model.scored`): the rest are taken down until none is likelier than the first is sure.
    chances = np.where(there, scores[likeliest], 0.0)
    share = np.minimum(1.0, chances[:, 0] / np.maximum(chances[:, 1], _LEAST))
    total = chances[:, 0] + share * chances[:, 1:].sum(axis=1)
    listed = total[(there & cases.right[likeliest]).any(axis=1)]
    offer = float(np.quantile(listed, goals.lost)) if listed.size else 1.0
    # What is answered below the first threshold must be right often enough by itself, not carried by what is above.
    leaning = said & (total >= SURE_TOGETHER) & (scores[first] < answer) & (scores[first] >= _LEAST_LEANING)
    answered = leaning | (said & (scores[first] >= answer))
    chosen = (leaning & ours & cases.right[first], leaning & ours, answered & ~ours)
    sums = [np.cumsum((weight * part)[surest]) for part in chosen]
    fine = (sums[0] >= goals.leaning * sums[1]) & (sums[2] <= goals.foreign_answered * foreign)
    kept = np.flatnonzero(fine & leaning[surest])
    lean = float(scores[first][surest][kept[-1]]) if kept.size else answer
    return {"answer": round(answer, _DIGITS), "offer": round(offer, _DIGITS), "lean": round(lean, _DIGITS)}
