"""What a change of the knowledge base does to known questions: which entry, band or answer each gets.

Both states are decided by the code of today and without Rasa, so that an edit is judged in seconds and
nothing but the edit makes a difference.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from common.clock import SYSTEM_CLOCK, Clock
from common.errors import BotError, ContentError, relative_path
from common.masking import mask
from evaluation.answering import library_prediction
from evaluation.base_content import content_at
from evaluation.questions import Question, read_questions
from evaluation.runs import Change, compare
from evaluation.verdicts import Judged, Prediction, judge
from faq.library import ContentSource, Library
from faq.loader import load_content

GOLD_FILES = ("tests/data/dev_questions.jsonl", "tests/data/calibration_questions.jsonl")
"""The labelled questions an edit must not spoil."""


@dataclass(frozen=True)
class LogChange:
    """A logged question, which nobody labelled, that is treated differently."""

    text: str
    before: Prediction
    after: Prediction


@dataclass(frozen=True)
class Impact:
    """All differences, and how many questions were looked at."""

    changes: tuple[Change, ...]
    log_changes: tuple[LogChange, ...]
    gold_count: int
    log_count: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()

    @property
    def broken(self) -> tuple[Change, ...]:
        """Gold questions that were fine and are not any more."""
        return tuple(change for change in self.changes if change.broke)


def measure_impact(root: Path, revision: str, log_file: Path | None = None, clock: Clock = SYSTEM_CLOCK) -> Impact:
    """Compare the working tree's knowledge base with that of a revision.

    Raises:
        ContentError: the content of the working tree, or a question file, is broken.
        BotError: the revision or a file is missing.
    """
    load_content(root)  # a fault of the edit is told at once, before anything slow
    questions = gold_questions(root)
    texts = [*(question.text for question in questions), *(logged_texts(log_file) if log_file else ())]
    # Two indexes on two cores: an editor waits half as long.
    with (
        content_at(root, revision) as base,
        ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as workers,
    ):
        old_side = workers.submit(_decide_all, root, texts, clock, _Kept(base))
        after = _decide_all(root, texts, clock)
        try:
            before = old_side.result()
        except ContentError as fault:
            raise BotError(f"版本「{revision}」的知识库本身有错，换一个没有错的版本再比：\n{fault}") from fault
    count = len(questions)
    changes = compare(_judge_all(questions, before.predictions), _judge_all(questions, after.predictions))
    old, new = before.answers, after.answers
    return Impact(
        changes=tuple(changes),
        log_changes=tuple(_log_changes(texts[count:], before.predictions[count:], after.predictions[count:])),
        gold_count=count,
        log_count=len(texts) - count,
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        rewritten=tuple(name for name in new if name in old and new[name] != old[name]),
    )


@dataclass(frozen=True)
class _Side:
    """One state of the knowledge base: what it says to every text, and its answers by entry."""

    predictions: tuple[Prediction, ...]
    answers: dict[str, str]


@dataclass(frozen=True)
class _Kept:
    """The base as a source of content: settings and sentence model stay those of the project."""

    place: Path
    trouble: str = ""

    def look_now(self) -> None:
        """It never changes."""

    def folder(self) -> Path:
        """The extracted revision."""
        return self.place


def _decide_all(root: Path, texts: Sequence[str], clock: Clock, source: ContentSource | None = None) -> _Side:
    with threadpool_limits(1):  # two processes that each use all cores for tiny products wait for one another
        library = Library.open(root, clock, source)
        answers = {entry.id: entry.answer for entry in library.content.entries}
        return _Side(tuple(library_prediction(library, text) for text in texts), answers)


def gold_questions(root: Path) -> list[Question]:
    """The labelled questions of the project."""
    questions = [item for name in GOLD_FILES if (root / name).exists() for item in read_questions(root / name, root)]
    if not questions:
        raise BotError(f"没有可比较的标注问题。改法：补上 {'、'.join(GOLD_FILES)}。")
    return questions


def logged_texts(path: Path) -> list[str]:
    """The different questions of a log: JSON lines with `text`, or one question a line; masked once more.

    Raises:
        BotError: no such file, or a line that cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f"读不了「{path.name}」。改法：检查路径，文件用 UTF-8 编码。") from error
    texts: dict[str, None] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        text = line.strip()
        if path.suffix == ".jsonl":
            try:
                text = json.loads(line)["text"].strip()
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BotError(
                    f"{relative_path(path, Path.cwd())}:{number}: 这一行不是带「text」的 JSON。改法：写成 "
                    '{"text": "密码忘了"}'
                ) from error
        if text:
            texts[mask(text).text] = None
    return list(texts)


def _judge_all(questions: Sequence[Question], predictions: Sequence[Prediction]) -> list[Judged]:
    return [judge(question, prediction) for question, prediction in zip(questions, predictions, strict=False)]


def _log_changes(texts: Sequence[str], before: Sequence[Prediction], after: Sequence[Prediction]) -> list[LogChange]:
    return [
        LogChange(text, old, new)
        for text, old, new in zip(texts, before, after, strict=True)
        if (old.band, old.faq_id, old.listed) != (new.band, new.faq_id, new.listed)
    ]
