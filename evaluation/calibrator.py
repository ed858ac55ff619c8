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
from faq.embeddings import Embedder
from faq.evidence import LEARNED_SIGNALS
from faq.index import Index
from faq.meaning import MEANING
from faq.search import SEARCH_SIGNALS

NOISES = ("", "homophone", "missing", "filler", "pinyin", "all_pinyin")
"""The questions as they are and distorted, so that the probabilities hold for what people really type."""
_USUAL = len(NOISES) - 1
"""The thresholds leave out the last, which few people do: it would make everybody pay for it."""
_FOLDS = 5
_ROUNDS = 3
_DIGITS = 6

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """A question and the entries that answer it; none for a question that is not ours."""

    text: str
    entry_ids: frozenset[str]


@dataclass(frozen=True)
class Goals:
    """What the thresholds must reach in cross-validation: what is promised (95 %, 5 %) and a standard error more."""

    right: float = 0.96
    foreign_answered: float = 0.03
    lost: float = 0.005


@dataclass(frozen=True)
class _Cases:
    """Candidates of all questions, one row each: signals, whether right, question and kind of noise."""

    signals: Reals
    right: NDArray[np.bool_]
    question: NDArray[np.intp]
    asked: NDArray[np.intp]
    """Question and noise together: the candidates that compete with each other."""


def calibrate(
    index: Index, questions: Sequence[Labelled], goals: Goals, embedder: Embedder | None = None
) -> dict[str, Any]:
    """What the calibration file holds; `index` without classifiers.

    With an embedding model both kinds are held, so that the engine can go on without the model.
    """
    result = {
        "fingerprint": labelled_fingerprint((question.text, question.entry_ids) for question in questions),
        "content": {"entries": entries_fingerprint(index.ids), "texts": len(index.rows.texts)},
        "goals": asdict(goals),
        **_models(index, questions, goals, ()),
    }
    if embedder is not None:
        models = _models(index.with_meaning(embedder), questions, goals, (MEANING,))
        result["with_meaning"] = {"embedder": embedder.fingerprint, **models}
    return result


def _models(index: Index, questions: Sequence[Labelled], goals: Goals, more: tuple[str, ...]) -> dict[str, Any]:
    learned, search = (*LEARNED_SIGNALS, *more), (*SEARCH_SIGNALS, *more)
    return {
        "learned": _fit(_cases(index.with_classifiers(), questions, learned), questions, learned, goals),
        "search": _fit(_cases(index, questions, search), questions, search, goals),
    }


def _cases(index: Index, questions: Sequence[Labelled], names: Sequence[str]) -> _Cases:
    signals: list[list[float]] = []
    right: list[bool] = []
    question_of: list[int] = []
    asked: list[int] = []
    for kind, noise in enumerate(NOISES):
        for number, question in enumerate(questions):
            text = distort(question.text, noise) if noise else question.text
            for candidate, found in index.evidence(index.read(text)).items():
                signals.append([found[name] for name in names])
                right.append(index.ids[candidate] in question.entry_ids)
                question_of.append(number)
                asked.append(kind * len(questions) + number)
    return _Cases(np.array(signals), np.array(right), np.array(question_of), np.array(asked))


def _fit(cases: _Cases, questions: Sequence[Labelled], names: Sequence[str], goals: Goals) -> dict[str, Any]:
    weights, bias = _regression(cases.signals, cases.right)
    probabilities = np.zeros(len(cases.right))
    dice = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        fold = dice.permutation(len(questions))[cases.question] % _FOLDS
        for held in range(_FOLDS):
            own_weights, own_bias = _regression(cases.signals[fold != held], cases.right[fold != held])
            logits = cases.signals[fold == held] @ own_weights + own_bias
            probabilities[fold == held] += 1 / (1 + np.exp(-logits)) / _ROUNDS
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


def _regression(signals: Reals, right: NDArray[np.bool_]) -> tuple[Reals, float]:
    """Weights and bias on the signals as they come."""
    scaler = StandardScaler().fit(signals)
    model = LogisticRegression(C=1.0, max_iter=2000).fit(scaler.transform(signals), right)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def _thresholds(cases: _Cases, probabilities: Reals, questions: Sequence[Labelled], goals: Goals) -> dict[str, float]:
    """The lowest certainty whose answers are right often enough, and the lowest sum worth a clarifying question."""
    best: list[tuple[float, bool, bool]] = []
    listed: list[float] = []
    for asked in range(_USUAL * len(questions)):
        ours = bool(questions[asked % len(questions)].entry_ids)
        own = _ranked(cases, probabilities, asked)[:MOST_OFFERED]
        if own.size:
            best.append((float(probabilities[own[0]]), bool(cases.right[own[0]]), ours))
            if cases.right[own].any():
                listed.append(float(probabilities[own].sum()))
    best.sort(reverse=True)
    foreign = _USUAL * sum(not question.entry_ids for question in questions)
    answer, right, answered_foreign = 1.0, 0, 0
    for count, (probability, is_right, is_ours) in enumerate(best, 1):
        right += is_right
        answered_foreign += not is_ours
        if right / count >= goals.right and answered_foreign <= goals.foreign_answered * foreign:
            answer = probability
    offer = float(np.quantile(listed, goals.lost)) if listed else 1.0
    return {"answer": round(answer, _DIGITS), "offer": round(offer, _DIGITS)}
