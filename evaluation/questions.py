"""Labelled questions: one JSON object a line, every fault named with its file and line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.errors import BotError, ContentError, Problem, nearest_spelling, relative_path

OUT_OF_SCOPE = "out_of_scope"
_SERVICE_INTENT = "ask_other_service"
_SERVICE_LABEL = "other_service"
_KEYS = ("text", "label", "faq_id", "also", "hard")


@dataclass(frozen=True)
class Question:
    """One question in somebody's own words, and what answers it."""

    text: str
    label: str
    faq_id: str | None = None
    also: tuple[str, ...] = ()
    hard: bool = False
    path: str = ""
    line: int = 0

    @property
    def in_scope(self) -> bool:
        """Whether the knowledge base should answer it."""
        return self.label != OUT_OF_SCOPE

    @property
    def accepted(self) -> frozenset[str]:
        """The entries any of which is a right answer."""
        return frozenset(name for name in (self.faq_id, *self.also) if name)


def intent_label(intent: str) -> str:
    """The label of an entry's intent: the labels are the intents, but for `other_service`."""
    return _SERVICE_LABEL if intent == _SERVICE_INTENT else intent


def read_questions(path: Path, root: Path, intents: Mapping[str, str] | None = None) -> list[Question]:
    """The questions of a JSONL file; `intents` (entry id → intent) lets labels and ids be checked.

    Raises:
        ContentError: any line that is no question, all of them at once.
        BotError: no such file, or nothing in it.
    """
    name = relative_path(path, root)
    problems: list[Problem] = []
    questions = []
    for number, line in numbered_lines(path, root):
        question = _question(line, name, number, intents, problems)
        if question:
            questions.append(question)
    if problems:
        raise ContentError(problems)
    if not questions:
        raise BotError(f"「{name}」里没有问题。改法：每行写一个 JSON，例如 {_EXAMPLE}")
    return questions


def numbered_lines(path: Path, root: Path) -> list[tuple[int, str]]:
    """The lines of a JSONL file that hold something, with their numbers.

    Raises:
        ContentError: it is not UTF-8.
        BotError: no such file.
    """
    name = relative_path(path, root)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BotError(f"没有「{name}」这个文件。改法：检查路径是否写对。") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ContentError([Problem(name, line, "文件不是 UTF-8 编码", "用编辑器另存为 UTF-8 编码")]) from error
    # Not splitlines(): a text may hold U+2028, which is no end of a JSONL line.
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


_EXAMPLE = '{"text": "密码忘了", "label": "forgot_password", "faq_id": "reset_password"}'


def _question(
    line: str, path: str, number: int, intents: Mapping[str, str] | None, problems: list[Problem]
) -> Question | None:
    def refuse(message: str, remedy: str) -> None:
        problems.append(Problem(path, number, message, remedy))

    try:
        item = json.loads(line)
    except ValueError:
        refuse(f"不是合法的 JSON（现在是「{line.strip()[:30]}」）", f"写成一行，例如 {_EXAMPLE}")
        return None
    if not isinstance(item, dict):
        refuse(f"要写成一个 JSON 对象（现在是「{line.strip()[:30]}」）", f"例如 {_EXAMPLE}")
        return None
    before = len(problems)
    for key in item:
        if key not in _KEYS:
            near = nearest_spelling(key, _KEYS)
            refuse(f"没有「{key}」这一项", f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(_KEYS)}")
    _check_kinds(item, refuse)
    if len(problems) > before:
        return None
    question = Question(
        item["text"],
        intent_label(item["label"]),
        item.get("faq_id"),
        tuple(item.get("also", ())),
        item.get("hard", False),
        path,
        number,
    )
    if question.in_scope and not question.accepted:
        refuse("范围内的问题要写「faq_id」", "写上该回答它的条目编号；知识库不该答的把 label 写成 out_of_scope")
    if not question.in_scope and question.accepted:
        refuse("label 是 out_of_scope，却写了条目编号", "去掉 faq_id 和 also，或改正 label")
    if intents is not None:
        _check_names(question, intents, refuse)
    return question if len(problems) == before else None


def _check_kinds(item: dict[str, Any], refuse: Any) -> None:
    for key in ("text", "label"):
        value = item.get(key)
        if not isinstance(value, str) or not value.strip():
            refuse(f"「{key}」要写成文字（现在是「{value}」）", f"例如 {_EXAMPLE}")
    if not isinstance(item.get("faq_id"), str | None):
        refuse(f"「faq_id」要写成条目编号或 null（现在是「{item['faq_id']}」）", "例如 reset_password")
    also = item.get("also", [])
    if not isinstance(also, list) or not all(isinstance(name, str) for name in also):
        refuse(f"「also」要写成条目编号的列表（现在是「{also}」）", '例如 ["recover_username"]')
    if not isinstance(item.get("hard", False), bool):
        refuse(f"「hard」要写成 true 或 false（现在是「{item['hard']}」）", "去掉引号")


def _check_names(question: Question, intents: Mapping[str, str], refuse: Any) -> None:
    labels = {OUT_OF_SCOPE, *map(intent_label, intents.values())}
    if question.label not in labels:
        near = nearest_spelling(question.label, labels)
        refuse(f"没有「{question.label}」这个标签", f"是不是想写「{near}」？" if near else "写成意图名或 out_of_scope")
    for name in sorted(question.accepted - set(intents)):
        near = nearest_spelling(name, intents)
        refuse(f"没有「{name}」这个条目", f"是不是想写「{near}」？" if near else "改成存在的条目编号")


def repeated(questions: Iterable[Question]) -> list[Problem]:
    """Questions that stand twice in a set, and would count double."""
    seen: dict[str, Question] = {}
    problems = []
    for question in questions:
        first = seen.setdefault(question.text, question)
        if first is not question:
            where = f"{first.path}:{first.line}"
            problems.append(
                Problem(
                    question.path,
                    question.line,
                    f"问题「{question.text[:30]}」重复了（第一次在 {where}）",
                    "删掉其中一个",
                )
            )
    return problems
