"""A measured run as JSON, and two runs compared question by question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from common.errors import BotError
from evaluation.metrics import Figures
from evaluation.questions import Question
from evaluation.verdicts import GOOD, Judged, Prediction, Verdict

FORMAT = 1


@dataclass(frozen=True)
class Run:
    """One measurement: which questions, by what way, over which content, with what outcome."""

    file: str
    through: str
    content_version: str
    made_at: str
    judged: tuple[Judged, ...]


@dataclass(frozen=True)
class Change:
    """One question that two runs treat differently."""

    question: Question
    before: Judged
    after: Judged

    @property
    def broke(self) -> bool:
        """Fine before, not fine now."""
        return self.before.good and not self.after.good

    @property
    def mended(self) -> bool:
        """Not fine before, fine now."""
        return not self.before.good and self.after.good


def make_run(file: str, through: str, content_version: str, moment: datetime, judged: Iterable[Judged]) -> Run:
    """Put a measurement together."""
    return Run(file, through, content_version, moment.isoformat(timespec="seconds"), tuple(judged))


def run_as_dict(run: Run, figures: Figures) -> dict[str, Any]:
    """The run with its figures as plain values, the shape of the saved file."""
    return {
        "format": FORMAT,
        "file": run.file,
        "through": run.through,
        "content_version": run.content_version,
        "made_at": run.made_at,
        "figures": figures_as_dict(figures),
        "rows": [_row(item) for item in run.judged],
    }


def figures_as_dict(figures: Figures) -> dict[str, Any]:
    """The figures as plain values."""
    bands = figures.bands
    return {
        "questions": bands.in_scope + bands.out_of_scope,
        "in_scope": bands.in_scope,
        "out_of_scope": bands.out_of_scope,
        "bands": {name: bands.counts[name] for name in get_args(Verdict)},
        "helped": bands.helped,
        "answered_right": bands.answered_right,
        "direct_right": bands.direct_right,
        "every_direct_right": bands.every_direct_right,
        "out_of_scope_answered": bands.out_of_scope_answered,
        "out_of_scope_offered": bands.out_of_scope_offered,
        "hard_helped": figures.hard.helped,
        "macro_f1": figures.macro_f1,
        "intent_accuracy": figures.intent_accuracy,
        "calibration_error": figures.calibration_error,
        "calibration": [asdict(item) for item in figures.calibration],
        "labels": {
            item.label: {
                "support": item.support,
                "precision": item.precision,
                "recall": item.recall,
                "f1": item.f1,
                "accuracy": item.accuracy,
            }
            for item in figures.labels
        },
        "confusion": [
            {"label": label, "predicted": predicted, "count": count}
            for (label, predicted), count in sorted(figures.confusion.items())
        ],
    }


def read_run(path: Path) -> Run:
    """A run saved before.

    Raises:
        BotError: no such file, or not one of ours.
    """
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        if saved["format"] != FORMAT:
            raise BotError(
                f"「{path.name}」是另一种格式的评测记录（{saved['format']}）。改法：用现在的版本重新评测一次。"
            )
        judged = tuple(_judged(row) for row in saved["rows"])
        return Run(saved["file"], saved["through"], saved["content_version"], saved["made_at"], judged)
    except FileNotFoundError as error:
        raise BotError(f"没有「{path}」这个文件。改法：检查路径，评测记录是 eval --report 写出的 run.json。") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BotError(f"「{path}」不是评测记录。改法：用 eval --report 写出的 run.json。") from error


def compare(before: Sequence[Judged], after: Sequence[Judged]) -> list[Change]:
    """Questions in both runs whose band, answer or choices differ: broken first, then mended, then the rest."""
    old = {item.question.text: item for item in before}
    changes = []
    for item in after:
        past = old.get(item.question.text)
        if past is not None and _outcome(past) != _outcome(item):
            changes.append(Change(item.question, past, item))
    return sorted(changes, key=lambda change: (not change.broke, not change.mended))


def _outcome(item: Judged) -> tuple[str, str | None, frozenset[str], bool]:
    prediction = item.prediction
    return prediction.band, prediction.faq_id, frozenset(prediction.listed), item.verdict in GOOD


def _row(item: Judged) -> dict[str, Any]:
    question, prediction = item.question, item.prediction
    return {
        "text": question.text,
        "label": question.label,
        "faq_id": question.faq_id,
        "also": list(question.also),
        "hard": question.hard,
        "line": question.line,
        "band": prediction.band,
        "answered": prediction.faq_id,
        "intent": prediction.intent,
        "confidence": prediction.confidence,
        "candidates": [{"faq_id": name, "score": round(score, 6)} for name, score in prediction.candidates],
        "verdict": item.verdict,
    }


def _judged(row: dict[str, Any]) -> Judged:
    question = Question(row["text"], row["label"], row["faq_id"], tuple(row["also"]), row["hard"], "", row["line"])
    candidates = tuple((item["faq_id"], item["score"]) for item in row["candidates"])
    prediction = Prediction(row["band"], row["answered"], candidates, row["intent"], row["confidence"])
    return Judged(question, prediction, row["verdict"])
