"""The figures that `tests/quality.yml` sets floors for, measured over the development questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from common.clock import SYSTEM_CLOCK, china_time
from evaluation.leave_one_out import LeftOut
from evaluation.metrics import count_bands, measure
from evaluation.noise import distort
from evaluation.outcomes import Announce, OpenState, open_state
from evaluation.questions import Question, read_questions
from evaluation.verdicts import Judged, judge
from faq.content.loader import Content

QUESTIONS_FILE = "tests/data/dev_questions.jsonl"
"""Kept apart from training and calibration, so that what is measured was not learnt."""

NOISES = ("homophone", "missing", "traditional", "full_width", "filler", "pinyin")
"""Each may cost at most five points."""


def development_questions(root: Path, content: Content) -> list[Question]:
    """The questions, checked against the entries they name."""
    return read_questions(root / QUESTIONS_FILE, root, entry_intents(content))


def entry_intents(content: Content) -> dict[str, str]:
    """Every entry's intent."""
    return {entry.id: entry.intent for entry in content.entries}


def band_figures(way: str, judged: Sequence[Judged], intents: Mapping[str, str]) -> dict[str, float]:
    """Bands, labels and calibration of one measurement, named `<way>.<figure>`."""
    figures = measure(judged, intents)
    named = {
        "helped": figures.bands.helped,
        "hard_helped": figures.hard.helped,
        "direct_right": figures.bands.direct_right,
        "out_of_scope_answered": figures.bands.out_of_scope_answered,
        "calibration_error": figures.calibration_error,
        "intent_accuracy": figures.intent_accuracy,
        **{f"label.{item.label}": item.accuracy for item in figures.labels},
    }
    return {f"{way}.{name}": value for name, value in named.items() if value is not None}


def library_figures(
    root: Path, noises: Iterable[str] = NOISES, announce: Announce = lambda _: None
) -> dict[str, float]:
    """All `faq.…` figures but leave-one-out; seconds, no model."""
    announce("读知识库…")
    state = open_state(root, root, china_time(SYSTEM_CLOCK.now()).date())
    questions = development_questions(root, state.content)
    judged = _judged(state, questions, announce)
    figures = band_figures("faq", judged, entry_intents(state.content))
    clean = count_bands(judged)
    for noise in noises:
        noisy = count_bands(_judged(state, distorted(questions, noise), announce))
        # A loss below nought is a gain by luck; the floor speaks of losses only.
        figures[f"faq.noise.{noise}"] = max(0.0, (clean.helped or 0.0) - (noisy.helped or 0.0))
    return figures


def _judged(state: OpenState, questions: Sequence[Question], announce: Announce) -> list[Judged]:
    """All questions put to a state at once; what the sentence model makes of them is remembered for the next time."""
    treatments = state.decide([question.text for question in questions], announce)
    return [judge(question, treated.prediction) for question, treated in zip(questions, treatments, strict=True)]


def distorted(questions: Iterable[Question], noise: str) -> list[Question]:
    """The same questions as somebody in a hurry types them; always the same distortion."""
    return [replace(question, text=distort(question.text, noise)) for question in questions]


def leave_one_out_figures(results: Sequence[LeftOut]) -> dict[str, float]:
    """How many questions their own entry wins without their help, and how many are not led astray."""
    count = len(results) or 1
    return {
        "faq.leave_one_out.first": sum(result.found for result in results) / count,
        "faq.leave_one_out.helped": sum(not result.lost for result in results) / count,
    }
