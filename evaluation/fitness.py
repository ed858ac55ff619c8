"""Whether the calibration still does what it was made for after an edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.calibrator import Goals
from evaluation.outcomes import Treatment
from evaluation.questions import Question
from evaluation.verdicts import judge
from faq.content.loader import Content
from faq.content.negatives import load_negatives
from faq.engine.state import calibration_file
from faq.ranking.calibration import load_calibration

_SLACK = 0.01
"""A question more or less is no reason to fit anew."""
_ENOUGH = 0.8


@dataclass(frozen=True)
class Fitness:
    """Shares over the known questions after the edit, and why fitting anew pays; empty while it does not."""

    right: float | None = None
    """Of those answered at once the share that is right."""
    foreign_answered: float | None = None
    """Of those that are not ours the share that is answered."""
    reason: str = ""


UNMEASURED = Fitness()
"""Where no question can be moved there is nothing to measure."""


def fitness_of(
    asked: Sequence[Question],
    before: Mapping[str, Treatment],
    after: Mapping[str, Treatment],
    content: Content,
    root: Path,
) -> Fitness:
    """Measure over the questions both of whose outcomes are known; an edit is blamed for what was reached before it.

    Where few are, they are those the edit can reach, and their shares say nothing of the whole.
    """
    ids = {entry.id for entry in content.entries}
    questions = [question for question in asked if question.text in before and question.text in after]
    if len(questions) < _ENOUGH * len(asked):
        questions = []
    right, foreign = _shares(questions, after, ids)
    right_before, foreign_before = _shares(questions, before, ids)
    goals = Goals()
    texts = sum(len(entry.wordings()) + len(entry.keywords) for entry in content.entries) + len(load_negatives(root))
    drift = load_calibration(calibration_file(root)).drift(len(content.entries), texts)
    reason = drift or ""
    if right is not None and right_before is not None and right < goals.right - _SLACK and right < right_before:
        reason = f"直接回答里只剩 {right:.1%} 是对的（要 {goals.right:.0%}）"
    if (
        foreign is not None
        and foreign_before is not None
        and foreign > goals.foreign_answered + _SLACK
        and foreign > foreign_before
    ):
        reason = f"不归我们管的问题有 {foreign:.1%} 被直接回答（最多 {goals.foreign_answered:.0%}）"
    return Fitness(right, foreign, reason)


def _shares(
    questions: Sequence[Question], outcomes: Mapping[str, Treatment], ids: Collection[str]
) -> tuple[float | None, float | None]:
    """Over the questions whose labels still hold."""
    judged = [
        judge(question, outcomes[question.text].prediction) for question in questions if question.accepted <= set(ids)
    ]
    answered = [item for item in judged if item.question.in_scope and item.prediction.band == "answer"]
    foreign = [item for item in judged if not item.question.in_scope]
    right = sum(item.verdict == "right" for item in answered) / len(answered) if answered else None
    return right, sum(item.verdict == "answered" for item in foreign) / len(foreign) if foreign else None
