"""The figures that `tests/quality.yml` sets floors for, measured over the development questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evaluation.answering import judge_with_library
from evaluation.leave_one_out import LeftOut
from evaluation.metrics import count_bands, measure
from evaluation.noise import distort
from evaluation.questions import Question, read_questions
from evaluation.verdicts import Judged
from faq.library import Library

QUESTIONS_FILE = "tests/data/dev_questions.jsonl"
"""Kept apart from training and calibration, so that what is measured was not learnt."""

NOISES = ("homophone", "missing", "traditional", "full_width", "filler", "pinyin")
"""Each may cost at most five points."""


def development_questions(root: Path, library: Library) -> list[Question]:
    """The questions, checked against the entries they name."""
    return read_questions(root / QUESTIONS_FILE, root, entry_intents(library))


def entry_intents(library: Library) -> dict[str, str]:
    """Every entry's intent."""
    return {entry.id: entry.intent for entry in library.content.entries}


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


def library_figures(root: Path, noises: Iterable[str] = NOISES) -> dict[str, float]:
    """All `faq.…` figures but leave-one-out; seconds, no model."""
    library = Library.open_whole(root)
    questions = development_questions(root, library)
    judged = judge_with_library(library, questions)
    figures = band_figures("faq", judged, entry_intents(library))
    clean = count_bands(judged)
    for noise in noises:
        noisy = count_bands(judge_with_library(library, distorted(questions, noise)))
        # A loss below nought is a gain by luck; the floor speaks of losses only.
        figures[f"faq.noise.{noise}"] = max(0.0, (clean.helped or 0.0) - (noisy.helped or 0.0))
    return figures


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
