"""Figures over a small set that can be counted by hand."""

from __future__ import annotations

import pytest

from evaluation.metrics import CalibrationBin, LabelFigures, measure, mistakes
from evaluation.questions import Question
from evaluation.verdicts import Judged, Prediction, judge

INTENTS = {"a": "alpha", "b": "beta"}


def judged(label: str, faq_id: str | None, band: str, score: float, best: str = "a", *, hard: bool = False) -> Judged:
    answered = best if band == "answer" else None
    question = Question(f"{label}{faq_id}{band}{score}", label, faq_id, hard=hard)
    return judge(question, Prediction(band, answered, ((best, score),), intent=label))


SET = [
    judged("alpha", "a", "answer", 0.95),  # right
    judged("alpha", "a", "clarify", 0.55, hard=True),  # listed
    judged("alpha", "a", "none", 0.15),  # missed
    judged("beta", "b", "answer", 0.85),  # wrong: a answered
    judged("beta", "b", "answer", 0.95, "b"),  # right
    judged("out_of_scope", None, "answer", 0.75),  # answered
    judged("out_of_scope", None, "clarify", 0.35, hard=True),  # offered
    judged("out_of_scope", None, "none", 0.05),  # refused
]


def test_bands() -> None:
    bands = measure(SET, INTENTS).bands
    assert dict(bands.counts) == {
        "right": 2, "listed": 1, "missed": 1, "wrong": 1, "answered": 1, "offered": 1, "refused": 1,
    }  # fmt: skip
    assert (bands.in_scope, bands.out_of_scope) == (5, 3)
    assert bands.helped == pytest.approx(3 / 5)
    assert bands.answered_right == pytest.approx(2 / 5)
    assert bands.direct_right == pytest.approx(2 / 3)
    assert bands.every_direct_right == pytest.approx(2 / 4)
    assert bands.out_of_scope_answered == pytest.approx(1 / 3)
    assert bands.out_of_scope_offered == pytest.approx(1 / 3)


def test_lists_that_begin_with_an_answer_are_no_direct_answers() -> None:
    led = [
        judge(Question("x", "alpha", "a"), Prediction("clarify", "a", (("a", 0.5), ("b", 0.3)))),
        judge(Question("y", "beta", "b"), Prediction("clarify", "a", (("a", 0.5), ("b", 0.3)))),
        judge(Question("z", "out_of_scope"), Prediction("clarify", "a", (("a", 0.5),))),
    ]
    bands = measure(led, INTENTS).bands
    assert dict(bands.counts) == {"listed": 2, "offered": 1}
    assert (bands.leads_right, bands.out_of_scope_led) == (0.5, 1.0)


def test_hard_questions_have_their_own_bands() -> None:
    hard = measure(SET, INTENTS).hard
    assert dict(hard.counts) == {"listed": 1, "offered": 1}
    assert (hard.helped, hard.direct_right) == (1.0, None)


def test_labels() -> None:
    assert measure(SET, INTENTS).labels == (
        LabelFigures("alpha", support=3, predicted=3, both=1, helped=2),
        LabelFigures("beta", support=2, predicted=1, both=1, helped=1),
        LabelFigures("out_of_scope", support=3, predicted=2, both=1, helped=2),
    )
    alpha = measure(SET, INTENTS).labels[0]
    assert (alpha.precision, alpha.recall, alpha.f1) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert alpha.accuracy == pytest.approx(2 / 3)


def test_confusion() -> None:
    assert measure(SET, INTENTS).confusion == {
        ("alpha", "alpha"): 1,
        ("alpha", "clarify"): 1,
        ("alpha", "out_of_scope"): 1,
        ("beta", "alpha"): 1,
        ("beta", "beta"): 1,
        ("out_of_scope", "alpha"): 1,
        ("out_of_scope", "clarify"): 1,
        ("out_of_scope", "out_of_scope"): 1,
    }


def test_calibration() -> None:
    figures = measure(SET, INTENTS)
    assert figures.calibration[0] == CalibrationBin(0.0, 0.1, 1, 0.05, 0.0)
    assert figures.calibration[-1] == CalibrationBin(0.9, 1.0, 2, 0.95, 1.0)
    assert figures.calibration_error == pytest.approx((0.05 + 0.85 + 0.35 + 0.45 + 0.75 + 0.85 + 0.1) / 8)


def test_a_score_of_one_falls_into_the_last_bin() -> None:
    assert measure([judged("alpha", "a", "answer", 1.0)], INTENTS).calibration == (
        CalibrationBin(0.9, 1.0, 1, 1.0, 1.0),
    )


def test_intent_accuracy_counts_what_was_ranked() -> None:
    unranked = judge(Question("x", "alpha", "a"), Prediction("none"))
    wrong = judge(Question("y", "alpha", "a"), Prediction("none", intent="beta"))
    service = judge(Question("z", "other_service", "a"), Prediction("none", intent="ask_other_service"))
    assert measure([unranked], INTENTS).intent_accuracy is None
    assert measure([unranked, wrong, service], INTENTS).intent_accuracy == pytest.approx(1 / 2)


def test_mistakes_worst_first() -> None:
    assert [(item.verdict, item.prediction.top_score) for item in mistakes(SET)] == [
        ("wrong", 0.85),
        ("answered", 0.75),
        ("missed", 0.15),
    ]


def test_nothing_to_measure() -> None:
    figures = measure([], INTENTS)
    assert (figures.bands.helped, figures.macro_f1, figures.calibration_error, figures.labels) == (None, None, None, ())
