"""Reads the YAML files of the knowledge base piece by piece, so that one broken entry hides no other.

A file is a list of items that begin with `- ` in the first column. When the file as a whole is not
YAML, each item is parsed by itself: the fault is named where it is, and the rest can still be checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from common.errors import ContentError, Problem, relative_path
from common.yaml_nodes import YamlNode, parse_leniently, read_text
from faq.draft import Draft, draft_of, missing_days
from faq.schema_check import find_schema_faults

ENTRY_SCHEMA = "schema.json"
CONTACT_SCHEMA = "contacts.schema.json"

_BREAK = re.compile(r"\r\n|\r|\n")
_ID = re.compile(r"^- id: *[\"']?([a-z][a-z0-9_]*)", re.MULTILINE)
_INTENT = re.compile(r"^ +intent *[:：] *[\"']?([a-z][a-z0-9_]*)", re.MULTILINE)
# The commonest slip of all, which hides everything else that is wrong with the item.
_FULL_COLON = re.compile(r"^([- ] *[a-z_]+) *： *", re.MULTILINE)


@dataclass(frozen=True)
class ReadFile:
    """What one file holds: its items with the keys whose values cannot be used, and every fault."""

    items: tuple[tuple[YamlNode, frozenset[str]], ...]
    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]


def read_file(path: Path, root: Path, schema: str) -> ReadFile:
    """Read a file of entries or contacts and hold it against `faq/<schema>`.

    A file that did not change since it was last read is not parsed again: an edit of one among a
    hundred files costs what that one costs.
    """
    name = relative_path(path, root)
    try:
        text = read_text(path, root)
    except ContentError as error:
        return ReadFile((), (), tuple(error.problems))
    except FileNotFoundError:
        problem = Problem(name, 1, "文件不存在", "恢复这个文件，或删掉指向它的链接", "missing")
        return ReadFile((), (), (problem,))
    return _read(text, name, schema)


@lru_cache(maxsize=1024)
def _read(text: str, name: str, schema: str) -> ReadFile:
    node, problems = parse_list(text, name)
    if node is None:
        return ReadFile((), (), tuple(problems))
    faulty: dict[int, set[str]] = {}
    for fault in find_schema_faults(node, schema):
        problems.append(fault.problem)
        if fault.path and isinstance(fault.path[0], int):
            faulty.setdefault(fault.path[0], set()).add(str(fault.path[1]) if len(fault.path) > 1 else "*")
    items = []
    for number, item in enumerate(node.value if isinstance(node.value, list) else []):
        if not isinstance(item.value, dict):
            continue
        wrong = faulty.get(number, set())
        for key, value in missing_days(item, wrong):
            message = f"「{key}」的日期不存在（现在是「{value}」）"
            problems.append(item.problem(message, "按 年-月-日 写一个真实的日期，例如 2026-11-22", key, "date"))
            wrong = wrong | {key}
        items.append((item, frozenset(wrong)))
    drafts = tuple(draft_of(item, wrong) for item, wrong in items) if schema == ENTRY_SCHEMA else ()
    return ReadFile(tuple(items), drafts, tuple(problems))


def parse_list(text: str, path: str) -> tuple[YamlNode | None, list[Problem]]:
    """The list a text holds, and every fault of form; None when nothing of it can be read."""
    try:
        return parse_leniently(text, path)
    except ContentError as error:
        whole = list(error.problems)
    items: list[YamlNode] = []
    problems: list[Problem] = []
    broken = False
    for line, piece in _pieces(text):
        node, unreadable, faults = _parse_piece(piece, path, line)
        broken = broken or bool(unreadable)
        problems += [*unreadable, *faults]
        items += node.value if node and isinstance(node.value, list) else []
    # Every piece is fine by itself and the whole is not: what the whole says is then the truth.
    return YamlNode(items, 1, path) if items else None, problems if broken else whole + problems


def typed_ids(path: Path) -> set[str]:
    """The ids that a file seems to define, also if it is broken, so that links into it do not look dead."""
    return _typed(_ID, path)


def typed_intents(path: Path) -> set[str]:
    """The intents that the entries of a file seem to belong to."""
    return _typed(_INTENT, path)


def _typed(pattern: re.Pattern[str], path: Path) -> set[str]:
    try:
        return set(pattern.findall(path.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return set()


def _parse_piece(piece: str, path: str, line: int) -> tuple[YamlNode | None, list[Problem], list[Problem]]:
    """An item, why it is no YAML, and its other faults; one with full-width colons is read as it was meant."""
    unreadable: list[Problem] = []
    for text in (piece, _FULL_COLON.sub(r"\1: ", piece)):
        try:
            node, faults = parse_leniently(text, path, line)
        except ContentError as error:
            unreadable = unreadable or list(error.problems)
        else:
            return node, unreadable, faults
    return None, unreadable, []


def _pieces(text: str) -> list[tuple[int, str]]:
    lines = _BREAK.split(text)
    starts = [number for number, line in enumerate(lines) if line.startswith("- ")]
    if not starts:
        return []
    bounds = [*([0] if any(line.strip() and line[0] != "#" for line in lines[: starts[0]]) else []), *starts]
    return [
        (begin + 1, "\n".join(lines[begin:end]) + "\n")
        for begin, end in zip(bounds, [*bounds[1:], len(lines)], strict=True)
    ]
