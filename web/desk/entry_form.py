"""The form of an entry: each field as the text of a cell, as in the table for Excel, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faq.content.topics import TOPIC_LABELS
from faq.editor.cells import COLUMNS, EXAMPLES, cell_of, value_of
from learning.form_faults import FieldFault

MAIN = ("title", "questions", "answer", "more", "keywords", "source", "reviewed", "valid_until", "review_by")
"""What an editor changes every day; the rest is folded away."""
_LINES = {
    "questions": 12,
    "answer": 9,
    "more": 7,
    "source": 2,
    "prompts": 3,
    "answer_en": 4,
    "done": 2,
    "follow_ups": 8,
    "actions": 3,
    "keywords": 2,
    "scope": 2,
}
REQUIRED = ("id", "title", "category", "intent", "questions", "answer", "source", "reviewed")
"""Without these there is no entry (`faq/schema.json`)."""
_DAYS = ("reviewed", "valid_from", "valid_until", "review_by")
_IN_ONE_LINE = ("related", "contacts")
_HINTS = {
    **EXAMPLES,
    "id": "小写英文字母、数字和下划线，例如 student_ticket",
    "title": "一句用户会问的话，最多 40 个字",
    "questions": "一行一个，写用户的原话",
    "answer": "第一句就是结论；步骤写成 1. 2. 3.；整条手机上不超过 12 行",
    "keywords": "用逗号隔开",
    "related": "条目编号，用逗号隔开",
    "contacts": "联系方式的编号，用逗号隔开",
    "reviewed": "最近一次整理、对过出处的日子，页面上写「整理于」",
    "valid_from": "从哪天起回答；空着就是一直",
    "valid_until": "回答到哪天为止；空着就是一直",
    "review_by": "最晚哪天再核对；过了照样回答，多一行「这是哪一年的」",
    "scope": "第一行学校全名，后面每行一个别名；空着就是给所有人",
    "intent": "属于哪一类问题",
}


ID_FIELD = "entry_id"
"""A field named id would hide the id of the form itself from scripts."""


@dataclass(frozen=True)
class FormField:
    """One field as it is shown."""

    key: str
    label: str
    text: str
    hint: str = ""
    lines: int = 1
    is_day: bool = False
    choices: Sequence[tuple[str, str]] = ()
    is_required: bool = False


def form_fields(
    values: Mapping[str, Any], categories: Sequence[str], *, is_new: bool
) -> tuple[list[FormField], list[FormField]]:
    """The fields with these values: those of every day, and the rest; a new entry also asks for its place."""
    fields = {key: _field(key, cell_of(key, values.get(key)), categories) for key in COLUMNS}
    first = ("title", "id", "category", "intent", *MAIN[1:]) if is_new else MAIN
    rest = [key for key in COLUMNS if key not in first and key != "id"]
    return [fields[key] for key in first], [fields[key] for key in rest]


def read_form(posted: Mapping[str, str]) -> tuple[dict[str, Any], list[FieldFault]]:
    """The values of the fields that were posted (None for an empty one), and what is wrong with their form."""
    values: dict[str, Any] = {}
    faults: list[FieldFault] = []
    for key in COLUMNS:
        name = ID_FIELD if key == "id" else key
        if name not in posted:
            continue
        text = posted[name].replace("\r\n", "\n")
        try:
            values[key] = value_of(key, text)
        except ValueError as error:
            faults.append(FieldFault(f"「{COLUMNS[key]}」{error}。改法：{EXAMPLES[key]}", key))
    return values, faults


def _field(key: str, text: str, categories: Sequence[str]) -> FormField:
    choices: Sequence[tuple[str, str]] = ()
    if key == "category":
        choices = [(name, name) for name in categories]
    elif key == "intent":
        choices = list(TOPIC_LABELS.items())
    if key in _IN_ONE_LINE:
        text = ", ".join(text.split("\n"))
    # What has lines never stands in a field of one line: a browser takes them out, and the words run together.
    lines = max(_LINES.get(key, 1), min(18, text.count("\n") + 1))
    name = ID_FIELD if key == "id" else key
    return FormField(name, COLUMNS[key], text, _HINTS.get(key, ""), lines, key in _DAYS, choices, key in REQUIRED)
