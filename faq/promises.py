"""What staff have promised to answer: questions from real talks with the entry that must answer them.

They stand in `faq/questions/*.yml` and are read by the review of an edit, never by the engine and never by its tests:
an answer must not be learned from what it is measured by.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode, read_yaml

QUESTIONS_FOLDER = "faq/questions"
NONE = "none"
"""Written for the entry where nothing of ours may answer."""


@dataclass(frozen=True)
class PromisedQuestion:
    """One question; `entry_id` is None where nothing may answer it."""

    text: str
    entry_id: str | None
    path: str = ""
    line: int = 0


def promise_files(root: Path) -> list[Path]:
    """The files of promises, in the order they are read."""
    return sorted(path for path in (root / QUESTIONS_FOLDER).glob("*.yml") if path.is_file())


def read_promises(root: Path) -> tuple[list[PromisedQuestion], list[Problem]]:
    """Every promise of a project, and every fault of their files."""
    found: list[PromisedQuestion] = []
    problems: list[Problem] = []
    for path in promise_files(root):
        try:
            node = read_yaml(path, root)
        except ContentError as error:
            problems += error.problems
            continue
        if node.value is None:
            continue
        if not isinstance(node.value, list):
            problems.append(node.problem("整个文件要写成列表", "每一项以「- text: 问题」开头", kind="kind"))
            continue
        for item in node.value:
            promise = _read(item, problems)
            if promise is not None:
                found.append(promise)
    return found, problems


def load_promises(root: Path) -> tuple[PromisedQuestion, ...]:
    """The promises of a project; () where there are none.

    Raises:
        ContentError: every fault of their files.
    """
    found, problems = read_promises(root)
    if problems:
        raise ContentError(problems)
    return tuple(found)


def check_promises(root: Path, ids: Collection[str]) -> list[Problem]:
    """The faults of the files, entries that are gone, and one question promised to two entries."""
    found, problems = read_promises(root)
    first: dict[str, PromisedQuestion] = {}
    for promise in found:
        if promise.entry_id is not None and promise.entry_id not in ids:
            near = nearest_spelling(promise.entry_id, ids)
            remedy = f"是不是想写「{near}」？" if near else "写现在该回答它的条目编号，没有就删掉这一项"
            fault = f"「{promise.entry_id}」不是条目的编号"
            problems.append(Problem(promise.path, promise.line, fault, remedy, "promise"))
        other = first.setdefault(promise.text, promise)
        if other.entry_id != promise.entry_id:
            fault = f"「{promise.text}」在 {other.path}:{other.line} 写给了「{other.entry_id or NONE}」"
            problems.append(Problem(promise.path, promise.line, fault, "只留一个", "promise"))
    return problems


def _read(item: YamlNode, problems: list[Problem]) -> PromisedQuestion | None:
    example = "写成「- text: 问题」，下一行「  entry: 条目编号」；谁都不该回答的写 entry: none"
    text, entry = item.get("text"), item.get("entry")
    values = [node.value if node else None for node in (text, entry)]
    if not all(isinstance(value, str) and value.strip() for value in values):
        problems.append(item.problem("这一项要有「text」和「entry」", example, kind="promise"))
        return None
    name = str(values[1]).strip()
    return PromisedQuestion(str(values[0]).strip(), None if name == NONE else name, item.path, item.line)


