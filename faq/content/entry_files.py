"""Reads the YAML files of the knowledge base piece by piece, so that one broken entry hides no other.

A file is a list of items that begin with `- ` in the first column. When the file as a whole is not
YAML, each item is parsed by itself: the fault is named where it is, and the rest can still be checked.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from common.errors import ContentError, Problem, relative_path
from common.yaml_faults import find_conflict
from common.yaml_nodes import YamlNode, parse_leniently, read_text
from faq.content.draft import Draft, draft_of, missing_days
from faq.content.layout import find_slip
from faq.content.schema_check import find_schema_faults

ENTRY_SCHEMA = "schema.json"
CONTACT_SCHEMA = "contacts.schema.json"

_BREAK = re.compile(r"\r\n|\r|\n")
_ID = re.compile(r"^ *(?:- *)?id *[:：] *[\"']?([a-z][a-z0-9_-]*)", re.MULTILINE)
_START = re.compile(r"- +[a-z_]+ *[:：]")
"""A line of an answer that lost its indentation begins with a dash too, but not with a key."""
_KEYS_OF_TWO = 4
_MAY_BE_A_SLIP = ("syntax", "mark")
"""The kinds of faults of which the layout of an entry tells more than the parser."""
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
        message = "是一个链接，指着的文件不在" if path.is_symlink() else "文件不存在"
        problem = Problem(name, 1, message, "恢复那个文件，或删掉这个链接", "missing")
        return ReadFile((), (), (problem,))
    return _read(text, name, schema)


@lru_cache(maxsize=1024)
def _read(text: str, name: str, schema: str) -> ReadFile:
    node, problems = parse_list(text, name)
    if schema == ENTRY_SCHEMA and node is not None and not isinstance(node.value, list | dict) and node.plain() is None:
        remedy = "恢复原来的内容；不要了就删掉这个文件"
        return ReadFile((), (), (Problem(name, 1, "文件是空的，一个条目也没有", remedy, "empty_file"),))
    if node is None:
        return ReadFile((), (), tuple(problems))
    faulty: dict[int, set[str]] = {}
    for fault in find_schema_faults(node, schema):
        if fault.problem not in problems:
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
    if conflict := find_conflict(text, path):
        return None, [conflict]
    try:
        node, faults = parse_leniently(text, path)
    except ContentError as error:
        whole = list(error.problems)
    else:
        return node, _without_run_together(text, path, faults)
    items: list[YamlNode] = []
    problems: list[Problem] = []
    broken = False
    for line, piece in _pieces(text):
        part, unreadable, faults = _parse_piece(piece, path, line)
        broken = broken or bool(unreadable)
        problems += [*unreadable, *faults]
        items += part.value if part and isinstance(part.value, list) else []
    # Every piece is fine by itself and the whole is not: what the whole says is then the truth.
    problems = problems if broken else [_at_the_slip(fault, _BREAK.split(text), path) for fault in whole] + problems
    return YamlNode(items, 1, path) if items else None, problems


def _at_the_slip(fault: Problem, lines: list[str], path: str, first_line: int = 1) -> Problem:
    """The fault at the line that was damaged, if that can be told; else as the parser named it."""
    if fault.kind not in _MAY_BE_A_SLIP:
        return fault
    return find_slip(lines, path, first_line, fault.line) or fault


def _without_run_together(text: str, path: str, faults: list[Problem]) -> list[Problem]:
    """Two entries that ran into one have every key twice: what is wrong is the missing «- » between them."""
    if sum(fault.kind == "duplicate_key" for fault in faults) < _KEYS_OF_TWO:
        return faults
    slip = find_slip(_BREAK.split(text), path)
    return [slip] if slip else faults


def typed_ids(path: Path) -> set[str]:
    """The ids that a file seems to define, also if it is broken, so that links into it do not look dead."""
    return ids_in(_bytes_of(path))


def ids_in(data: bytes) -> set[str]:
    """The ids that the bytes of a file seem to define."""
    return {name.replace("-", "_") for name in _typed(_ID, data)}


def typed_intents(path: Path) -> set[str]:
    """The intents that the entries of a file seem to belong to."""
    return _typed(_INTENT, _bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _typed(pattern: re.Pattern[str], data: bytes) -> set[str]:
    coding = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
    return set(pattern.findall(data.decode(coding, errors="replace")))


def _parse_piece(piece: str, path: str, line: int) -> tuple[YamlNode | None, list[Problem], list[Problem]]:
    """An item, why it is no YAML, and its other faults; one with full-width colons is read as it was meant."""
    unreadable: list[Problem] = []
    for text in (piece, _FULL_COLON.sub(r"\1: ", piece)):
        try:
            node, faults = parse_leniently(text, path, line)
        except ContentError as error:
            lines = _BREAK.split(text)
            unreadable = unreadable or [_at_the_slip(fault, lines, path, line) for fault in error.problems]
        else:
            return node, unreadable, faults
    return None, unreadable, []


def _pieces(text: str) -> list[tuple[int, str]]:
    lines = _BREAK.split(text)
    starts = [number for number, line in enumerate(lines) if _START.match(line)]
    if not starts:
        return []
    bounds = [*([0] if any(line.strip() and line[0] != "#" for line in lines[: starts[0]]) else []), *starts]
    return [
        (begin + 1, "\n".join(lines[begin:end]) + "\n")
        for begin, end in zip(bounds, [*bounds[1:], len(lines)], strict=True)
    ]
