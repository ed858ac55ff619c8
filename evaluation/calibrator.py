"""Fits the probabilities and thresholds of `faq/calibration.json` to labelled questions.

The same inputs give the same bytes: folds, noise and solvers are seeded, figures are rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from evaluation.noise import distort
from faq.calibration import entries_fingerprint, labelled_fingerprint
from faq.decision import MOST_OFFERED
from faq.evidence import LEARNED_SIGNALS
from faq.index import ELSEWHERE, Index
from faq.meaning import MEANING_SIGNALS
from faq.search import SEARCH_SIGNALS, Signals

NOISES = ("", "homophone", "missing", "filler", "pinyin", "all_pinyin")
"""The questions as they are and distorted, so that the probabilities hold for what people really type."""
_USUAL = len(NOISES) - 1
"""The thresholds leave out the last, which few people do: it would make everybody pay for it."""
_FOLDS = 5
_DIGITS = 6

Reals = NDArray[np.float64]


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

    Of what is ours and answered at once `right` is right: what is promised. Of what is not ours a little less than
    the promised 5 % is answered, for what other people ask is more varied than any set of questions.
    """

    right: float = 0.95
    foreign_answered: float = 0.035
    lost: float = 0.02


@dataclass(frozen=True)
class _Cases:
    """Candidates of all questions, one row each: signals, whether right, question and kind of noise."""

    signals: Reals
    right: NDArray[np.bool_]
    question: NDArray[np.intp]
    asked: NDArray[np.intp]
    """Question and noise together: the candidates that compete with each other."""


def calibrate(index: Index, questions: Sequence[Labelled], goals: Goals, wise: Index | None = None) -> dict[str, Any]:
    """What the calibration file holds; `index` without classifiers, `wise` the same with an embedding model.

    With such a model both kinds are held, so that the engine can go on without it.
    """
    result = {
        "fingerprint": labelled_fingerprint((question.text, question.entry_ids) for question in questions),
        "content": {"entries": entries_fingerprint(index.ids), "texts": len(index.rows.texts)},
        "goals": asdict(goals),
        **_models(index, questions, goals, ()),
    }
    if wise is not None and wise.meaning is not None:
        models = _models(wise, questions, goals, MEANING_SIGNALS)
        result["with_meaning"] = {"embedder": wise.meaning.embedder.fingerprint, **models}
    return result


def _models(index: Index, questions: Sequence[Labelled], goals: Goals, more: tuple[str, ...]) -> dict[str, Any]:
    """Both kinds of index go through the texts side by side, so that each text is read for its meaning once."""
    indexes = (index.with_classifiers(), index)
    names = ((*LEARNED_SIGNALS, ELSEWHERE, *more), (*SEARCH_SIGNALS, ELSEWHERE, *more))
    cases = _cases(indexes, questions, names)
    fitted = [_fit(own, questions, signals, goals) for own, signals in zip(cases, names, strict=True)]
    return dict(zip(("learned", "search"), fitted, strict=True))


class _Gathered:
    """The candidates of one index as they come."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._signals: list[list[float]] = []
        self._right: list[bool] = []
        self._question: list[int] = []
        self._asked: list[int] = []

    def add(self, found: Signals, right: bool, question: int, asked: int) -> None:
        self._signals.append([found[name] for name in self._names])
        self._right.append(right)
        self._question.append(question)
        self._asked.append(asked)

    def cases(self) -> _Cases:
        return _Cases(*map(np.array, (self._signals, self._right, self._question, self._asked)))


def _cases(indexes: Sequence[Index], questions: Sequence[Labelled], names: Sequence[Sequence[str]]) -> list[_Cases]:
    gathered = [_Gathered(own) for own in names]
    for kind, noise in enumerate(NOISES):
        for number, question in enumerate(questions):
            text = distort(question.text, noise) if noise else question.text
            for index, own in zip(indexes, gathered, strict=True):
                for candidate, found in index.evidence(index.read(text)).items():
                    right = index.ids[candidate] in question.entry_ids
                    own.add(found, right, number, kind * len(questions) + number)
    return [own.cases() for own in gathered]


def _fit(cases: _Cases, questions: Sequence[Labelled], names: Sequence[str], goals: Goals) -> dict[str, Any]:
    counts = np.array([question.weight for question in questions])[cases.question]
    weights, bias = _regression(cases.signals, cases.right, counts)
    probabilities = np.zeros(len(cases.right))
    fold = np.random.default_rng(0).permutation(len(questions))[cases.question] % _FOLDS
    for held in range(_FOLDS):
        known = fold != held
        own_weights, own_bias = _regression(cases.signals[known], cases.right[known], counts[known])
        probabilities[~known] = 1 / (1 + np.exp(-(cases.signals[~known] @ own_weights + own_bias)))
    return {
        "bias": round(bias, _DIGITS),
        "weights": {name: round(float(weight), _DIGITS) for name, weight in zip(names, weights, strict=True)},
        "first_right": round(_first_right(cases, probabilities, questions), _DIGITS),
        "thresholds": _thresholds(cases, probabilities, questions, goals),
    }


def _first_right(cases: _Cases, probabilities: Reals, questions: Sequence[Labelled]) -> float:
    """Of the questions that are ours, as they are, the share whose likeliest candidate is right."""
    ours = [number for number, question in enumerate(questions) if question.entry_ids]
    ranked = (_ranked(cases, probabilities, number) for number in ours)
    return sum(bool(cases.right[own[0]]) for own in ranked if own.size) / (len(ours) or 1)


def _ranked(cases: _Cases, probabilities: Reals, asked: int) -> NDArray[np.intp]:
    """The rows of the candidates for one text, likeliest first."""
    own = np.flatnonzero(cases.asked == asked)
    return own[np.argsort(-probabilities[own], kind="stable")]


def _regression(signals: Reals, right: NDArray[np.bool_], counts: Reals) -> tuple[Reals, float]:
    """Weights and bias on the signals as they come."""
    scaler = StandardScaler().fit(signals)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(scaler.transform(signals), right, sample_weight=counts)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def _thresholds(cases: _Cases, probabilities: Reals, questions: Sequence[Labelled], goals: Goals) -> dict[str, float]:
    """The lowest certainty whose answers are right often enough, and the lowest sum worth a clarifying question."""
    best: list[tuple[float, bool, bool, float]] = []
    listed: list[float] = []
    for asked in range(_USUAL * len(questions)):
        question = questions[asked % len(questions)]
        own = _ranked(cases, probabilities, asked)[:MOST_OFFERED]
        if own.size:
            right, ours = bool(cases.right[own[0]]), bool(question.entry_ids)
            best.append((float(probabilities[own[0]]), right, ours, question.weight))
            if cases.right[own].any():
                listed.append(float(probabilities[own].sum()))
    best.sort(reverse=True)
    foreign = _USUAL * sum(question.weight for question in questions if not question.entry_ids)
    answer, answered, right_ones, answered_foreign = 1.0, 0.0, 0.0, 0.0
    for probability, is_right, is_ours, weight in best:
        answered += weight * is_ours
        right_ones += weight * is_right
        answered_foreign += weight * (not is_ours)
        if right_ones >= goals.right * answered and answered_foreign <= goals.foreign_answered * foreign:
            answer = probability
    offer = float(np.quantile(listed, goals.lost)) if listed else 1.0
    return {"answer": round(answer, _DIGITS), "offer": round(offer, _DIGITS)}
