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
    "harm",
    "keywords",
    "prompts",
    "questions",
    "answer",
    "more",
    "actions",
    "answer_en",
    "done",
    "follow_ups",
    "related",
    "guide",
    "contacts",
    "source",
    "reviewed",
    "valid_from",
    "valid_until",
    "review_by",
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
    if key in ("answer", "answer_en"):
        return [f"{_INDENT}{key}: |", *_block(value, 2)]
    if key == "more":
        return [f"{_INDENT}more:", *(line for item in value for line in _section_lines(item))]
    if key == "follow_ups":
        return [f"{_INDENT}follow_ups:", *(line for item in value for line in _follow_up_lines(item))]
    if key in ("questions", "prompts"):
        return [f"{_INDENT}{key}:", *(question_line(text) for text in value)]
    if key in ("source", "actions"):
        names = ("title", "date", "url", "to")
        return [f"{_INDENT}{key}:", *(line for item in value for line in _item_lines(item, names))]
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


def _item_lines(item: Mapping[str, str], names: Sequence[str]) -> list[str]:
    lines = [f"{key}: {scalar(item[key])}" for key in names if key in item]
    return [f"{_INDENT * 2}- {lines[0]}", *(f"{_INDENT * 3}{line}" for line in lines[1:])]


def _section_lines(section: Mapping[str, str]) -> list[str]:
    return [*_item_lines(section, ("title",)), f"{_INDENT * 3}text: |", *_block(section["text"], 4)]


def _follow_up_lines(item: Mapping[str, Any]) -> list[str]:
    """What people ask next: every wording on a line of its own, the answer as a text or, of several lines, a block."""
    lines = [f"{_INDENT * 2}- asks:", *(f"{_INDENT * 4}- {scalar(text)}" for text in item["asks"])]
    for key in ("say", "say_en", "to", "years", "when"):
        if text := str(item.get(key, "")).strip():
            block = [f"{_INDENT * 3}{key}: |", *_block(text, 4)]
            lines += block if "\n" in text else [f"{_INDENT * 3}{key}: {scalar(text)}"]
    return lines


def _block(text: str, depth: int) -> list[str]:
    """The lines of a text that is written below its key."""
    return [f"{_INDENT * depth}{line.rstrip()}" if line.strip() else "" for line in str(text).strip().splitlines()]
