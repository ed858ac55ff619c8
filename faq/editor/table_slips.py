"""Slips that Excel makes easy: an id typed over, characters that a GBK file cannot hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faq.editor.cells import cell_of

_SAME_SHARE = 0.5
_LOST = "?"
_SHOWN = 12


def renamed_from(new: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> str:
    """The id of the entry that this is under a new id, of those the table leaves out; empty when it is new.

    Without this every question of it would be told as a repetition of the entry it came from.
    """
    questions = set(new.get("questions", ()))
    for name, plain in others.items():
        shared = questions & set(plain.get("questions", ()))
        if plain.get("title") == new.get("title") or (questions and len(shared) >= _SAME_SHARE * len(questions)):
            return name
    return ""


def lost_characters(key: str, old: Any, new: Any) -> str:
    """What of a cell has become `?` because the table was saved in GBK; empty when nothing has."""
    before, after = cell_of(key, old), cell_of(key, new)
    lost = [mark for mark in dict.fromkeys(before) if not _in_gbk(mark) and mark not in after]
    if not lost or after.count(_LOST) <= before.count(_LOST):
        return ""
    return "、".join(lost[:_SHOWN])


def _in_gbk(mark: str) -> bool:
    try:
        mark.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
