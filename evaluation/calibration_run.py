"""Calibrates a project: labelled questions in, `faq/calibration.json` out; who serves loads it by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from common.whole_files import replace_files
from evaluation.calibrator import Goals, Labelled, calibrate
from evaluation.questions import read_questions
from faq.content.elsewhere import load_places
from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine.index import Index
from faq.engine.meaning_model import ChosenModel, meaning_store, open_embedder
from faq.meaning.embeddings import Embedder
from faq.ranking.calibration import CALIBRATION_NAME

OUTSIDERS_FILE = "tests/data/situation_calibration.jsonl"
LABELLED_FILES = (
    "tests/data/calibration_questions.jsonl",
    "tests/data/plain_questions.jsonl",
    "tests/data/voice_calibration.jsonl",
    OUTSIDERS_FILE,
)
_OUTSIDERS_WEIGHT = 3.0
"""As much say as all of our own together: they are fewer, and nearer to what will be asked."""


def calibrate_project(root: Path, announce: Callable[[str], None] = lambda _: None) -> str:
    """Fit to the project's own labelled questions and write; gives a sentence about it.

    Raises:
        ContentError: the content or a file of questions is broken.
        EmbeddingError: the sentence model of the settings cannot be used.
    """
    questions = labelled_questions(root)
    embedder = open_embedder(root)
    text = calibrated_text(root, questions, Goals(), embedder, announce)
    write_calibration(root, text)
    return calibrated_sentence(text, len(questions))


def labelled_questions(root: Path, files: Sequence[Path] = ()) -> list[Labelled]:
    """The questions of the given files, by default the project's own."""
    return [
        Labelled(question.text, question.accepted, _OUTSIDERS_WEIGHT if path == root / OUTSIDERS_FILE else 1.0)
        for path in files or [root / name for name in LABELLED_FILES]
        for question in read_questions(path, root)
    ]


def calibrated_text(
    root: Path,
    questions: Sequence[Labelled],
    goals: Goals,
    embedder: Embedder | None,
    announce: Callable[[str], None] = lambda _: None,
) -> str:
    """What the calibration file of a project should hold."""
    index = Index(load_content(root), load_negatives(root), places=load_places(root))
    wise = ChosenModel(embedder, None, meaning_store(root, embedder)).added_to(index, None) if embedder else None
    fitted = calibrate(index, questions, goals, wise, announce)
    return json.dumps(fitted, ensure_ascii=False, indent=2) + "\n"


def write_calibration(root: Path, text: str) -> None:
    """Replace the file in one step: those who serve never see half of it."""
    replace_files({root / CALIBRATION_NAME: text.encode()})


def calibrated_sentence(text: str, count: int) -> str:
    """What was fitted, for a person."""
    raw = json.loads(text)
    thresholds = raw["learned"]["thresholds"]
    bands = f"把握 {thresholds['answer']:.2f} 起直接回答，{thresholds['offer']:.2f} 起反问"
    return f"用 {count} 个标注问题校准好了：{bands}。{'另有一份带语义模型的。' if 'with_meaning' in raw else ''}"
