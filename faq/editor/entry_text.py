"""How an entry is written in YAML: the order of its keys, quotes only where they are needed.

The same few shapes as the files people write by hand, so that what a command writes reads like the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from common.errors import ContentError
from common.yaml_nodes import parse_yaml

KEY_ORDER = (
    "id",
    "title",
    "category",
    "intent",
    "hot",
    "keywords",
    "questions",
    "answer",
    "related",
    "guide",
    "contacts",
    "source",
    "reviewed",
    "valid_from",
    "valid_until",
    "scope",
)
"""The order in which an entry's keys are written."""

HEADER = "# yaml-language-server: $schema=../schema.json"
"""The first line of every file: editors complete and check with it."""

_INDENT = "  "


def entry_lines(plain: Mapping[str, Any]) -> list[str]:
    """A whole entry, as an item of the list a file holds."""
    lines = [line for key in KEY_ORDER if key in plain for line in field_lines(key, plain[key])]
    return ["- " + lines[0].removeprefix(_INDENT), *lines[1:]]


def field_lines(key: str, value: Any) -> list[str]:
    """One key of an entry with its value, indented as in a file."""
    if key == "answer":
        text = [line.rstrip() for line in str(value).strip().splitlines()]
        return [f"{_INDENT}answer: |", *(f"{_INDENT * 2}{line}" if line else "" for line in text)]
    if key == "questions":
        return [f"{_INDENT}questions:", *(question_line(text) for text in value)]
    if key == "source":
        return [f"{_INDENT}source:", *(line for item in value for line in _source_lines(item))]
    if key == "scope":
        lines = [f"{_INDENT}scope:", f"{_INDENT * 2}school: {scalar(value['school'])}"]
        return [*lines, *([f"{_INDENT * 2}aliases: {flow(value['aliases'])}"] if value.get("aliases") else [])]
    if isinstance(value, bool):
        return [f"{_INDENT}{key}: {str(value).lower()}"]
    if isinstance(value, list | tuple):
        return [f"{_INDENT}{key}: {flow(value)}"]
    return [f"{_INDENT}{key}: {scalar(value)}"]


def question_line(text: str) -> str:
    """One similar question as an item of its list."""
    return f"{_INDENT * 2}- {scalar(text)}"


def flow(items: Sequence[str]) -> str:
    """A short list on one line."""
    return f"[{', '.join(scalar(item, in_flow=True) for item in items)}]"


def scalar(text: str, *, in_flow: bool = False) -> str:
    """A text as YAML: plain when it then reads back as the same text, else in double quotes."""
    probe = f"[{text}]" if in_flow else f"k: {text}"
    try:
        value = parse_yaml(probe, "").plain()
    except ContentError:
        value = None
    same = value == ([text] if in_flow else {"k": text})
    # What starts like a quotation would read back as it is today and confuse the next editor.
    return text if same and "\n" not in text and text[:1] not in "'\"" else json.dumps(text, ensure_ascii=False)


def _source_lines(source: Mapping[str, str]) -> list[str]:
    lines = [f"{key}: {scalar(source[key])}" for key in ("title", "date", "url") if key in source]
    return [f"{_INDENT * 2}- {lines[0]}", *(f"{_INDENT * 3}{line}" for line in lines[1:])]
