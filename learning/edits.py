"""What a change did to the lines of a file: enough to show it, and to take it back when others changed more since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

_CONTEXT = 3


class OverlapError(Exception):
    """Somebody has changed the same lines since."""


@dataclass(frozen=True)
class Edit:
    """One piece of a file: the lines before it, what stood there, what stands there now, the lines after it."""

    path: str
    line: int
    """Where the new lines begin, counted from 1."""
    before: tuple[str, ...]
    old: tuple[str, ...]
    new: tuple[str, ...]
    after: tuple[str, ...]


def edits_between(path: str, old: str, new: str) -> list[Edit]:
    """The pieces in which two states of a file differ."""
    was, now = old.split("\n"), new.split("\n")
    found = []
    for kind, first, last, begin, end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind != "equal":
            before, after = now[max(0, begin - _CONTEXT) : begin], now[end : end + _CONTEXT]
            pieces = (before, was[first:last], now[begin:end], after)
            found.append(Edit(path, begin + 1, *map(tuple, pieces)))
    return found


def taken_back(text: str, edits: Sequence[Edit]) -> str:
    """A file without these edits of it; everything else that changed since stays.

    Raises:
        OverlapError: the place of an edit is not what it was.
    """
    lines = text.split("\n")
    for edit in reversed(edits):
        begin = _place(lines, edit)
        lines[begin : begin + len(edit.new)] = edit.old
    return "\n".join(lines)


def dump_edits(edits: Iterable[Edit]) -> str:
    """As the database keeps them."""
    return json.dumps([asdict(edit) for edit in edits], ensure_ascii=False)


def read_edits(text: str) -> list[Edit]:
    """What `dump_edits` wrote."""
    return [_edit(item) for item in json.loads(text)]


def _edit(item: Mapping[str, object]) -> Edit:
    return Edit(**{key: tuple(value) if isinstance(value, list) else value for key, value in item.items()})  # type: ignore[arg-type]


def _place(lines: Sequence[str], edit: Edit) -> int:
    """Where the new lines stand now: with all of their neighbours, else with those on one side, and only there."""
    for before, after in ((edit.before, edit.after), (edit.before, ()), ((), edit.after)):
        wanted = [*before, *edit.new, *after]
        places = [
            start for start in range(len(lines) - len(wanted) + 1) if lines[start : start + len(wanted)] == wanted
        ]
        if len(places) > 1:
            near = edit.line - 1 - len(before)
            places = [start for start in places if start == near]
        if len(places) == 1 and (edit.new or (before and after)):
            return places[0] + len(before)
    raise OverlapError(edit.path)
