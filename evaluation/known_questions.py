"""The questions that an edit must not spoil: labelled ones, those that staff have promised to answer, logged ones."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from common.errors import BotError, ContentError, relative_path
from common.masking import mask
from evaluation.questions import Question, read_questions
from faq.content.promised import load_promises

GOLD_FILES = ("tests/data/dev_questions.jsonl", "tests/data/calibration_questions.jsonl")
"""The labelled questions an edit must not spoil."""

PROMISED = "promised"
"""The label of a question of `faq/questions/`."""


def known_questions(root: Path, content: Path | None = None) -> list[Question]:
    """The labelled questions of a project with the promised ones before them, each text once.

    `content`: where the knowledge base with its promises lies when it is not in the project.

    Raises:
        ContentError: a file of questions is broken.
        BotError: there is not one.
    """
    labelled = [item for name in GOLD_FILES if (root / name).exists() for item in read_questions(root / name, root)]
    texts: dict[str, Question] = {}
    for question in (*promised_questions(content or root), *labelled):
        texts.setdefault(question.text, question)
    if not texts:
        raise BotError(f"没有可比较的标注问题。改法：补上 {'、'.join(GOLD_FILES)}，或在 faq/questions/ 里写几句。")
    return list(texts.values())


def promised_questions(root: Path) -> list[Question]:
    """What staff have promised to answer.

    Raises:
        ContentError: a file of promises is broken.
    """
    return [
        Question(promise.text, PROMISED, promise.entry_id, path=promise.path, line=promise.line)
        for promise in load_promises(root)
    ]


def newly_promised(base: Path, known: Iterable[Question]) -> frozenset[str]:
    """The promised questions that an older state of the project did not have, or gave to another entry."""
    try:
        before = {(question.text, question.faq_id) for question in promised_questions(base)}
    except ContentError:
        before = set()
    promised = (question for question in known if question.label == PROMISED)
    return frozenset(question.text for question in promised if (question.text, question.faq_id) not in before)


def under_new_names(question: Question, renamed: Mapping[str, str]) -> Question:
    """The question with the ids that its entries have now."""
    if not renamed or not question.accepted & renamed.keys():
        return question
    faq_id = renamed.get(question.faq_id, question.faq_id) if question.faq_id else None
    return replace(question, faq_id=faq_id, also=tuple(renamed.get(name, name) for name in question.also))


def stale_labels(questions: Sequence[Question], ids: Collection[str]) -> tuple[Question, ...]:
    """Labelled questions that name an entry that there is not: their files must be put right."""
    return tuple(question for question in questions if question.accepted - set(ids))


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
