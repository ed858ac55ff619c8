"""Changes single fields of entries in their files and leaves every other line as it was typed.

Comments, the order of keys and entries, quotes and blank lines are the editors' own; a program that
changes one answer must not rewrite the file around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from common.yaml_nodes import YamlNode, parse_yaml
from faq.editor.entry_text import HEADER, KEY_ORDER, entry_lines, field_lines, question_line

_BREAK = re.compile(r"\r\n|\r|\n")
_TRAILING_COMMENT = re.compile(r"\s+#.*$")


class EntryFile:
    """The text of one file of entries; edits are applied one by one, each to the newest text."""

    def __init__(self, text: str, path: str) -> None:
        """Take the text of a file (empty for a new one); `path` names it in faults."""
        self._path = path
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._lines = _BREAK.split(text.removeprefix("\ufeff")) if text else [HEADER, ""]

    @property
    def text(self) -> str:
        """The file as it is now, with the line ends it came with."""
        return self._newline.join(self._lines)

    def set(self, entry_id: str, key: str, value: Any) -> None:
        """Give a key of an entry a value; None takes the key out.

        Raises:
            ContentError: the text is not YAML.
            KeyError: no such entry.
        """
        entry = self._entry(entry_id)
        if key not in entry.key_lines:
            if value is not None:
                place = self._place_of_new(entry, key)
                self._lines[place:place] = field_lines(key, value)
            return
        begin, end = self._range(entry, key)
        if value is None:
            del self._lines[begin:end]
        elif key == "questions" and (node := entry.get(key)) and isinstance(node.value, list) and node.value:
            self._set_questions(node.value, end, value)
        else:
            self._lines[begin:end] = self._new_lines(begin, end, key, value)

    def append(self, plain: Mapping[str, Any]) -> None:
        """Add a new entry at the end."""
        while self._lines and not self._lines[-1].strip():
            self._lines.pop()
        gap = [""] if any(line and line[0] in "- " for line in self._lines) else []
        self._lines += [*gap, *entry_lines(plain), ""]

    def _entry(self, entry_id: str) -> YamlNode:
        root = parse_yaml(self.text, self._path)
        for item in root.value if isinstance(root.value, list) else []:
            name = item.get("id")
            if name and name.value == entry_id:
                return item
        raise KeyError(entry_id)

    def _range(self, entry: YamlNode, key: str) -> tuple[int, int]:
        """The lines of a key and its value, without the comments and blank lines that lead to the next key."""
        begin = entry.key_lines[key] - 1
        later = [line - 1 for line in entry.key_lines.values() if line - 1 > begin]
        end = min(later) if later else self._end_of(entry)
        while end > begin + 1 and _is_gap(self._lines[end - 1]):
            end -= 1
        return begin, end

    def _end_of(self, entry: YamlNode) -> int:
        """The line after the last line of an entry: the next item, or the end of the file."""
        for number in range(entry.line, len(self._lines)):
            if self._lines[number].startswith("- "):
                return number
        return len(self._lines)

    def _place_of_new(self, entry: YamlNode, key: str) -> int:
        before = [name for name in KEY_ORDER[: KEY_ORDER.index(key)] if name in entry.key_lines]
        return self._range(entry, max(before, key=lambda name: entry.key_lines[name]))[1]

    def _new_lines(self, begin: int, end: int, key: str, value: Any) -> list[str]:
        lines = field_lines(key, value)
        if self._lines[begin].startswith("- "):
            lines[0] = "- " + lines[0].lstrip()
        comment = _TRAILING_COMMENT.search(self._lines[begin])
        # Only where a comment is surely one: a quoted or block text may hold anything.
        if end == begin + 1 and comment and not re.search(r"[\"']", self._lines[begin]) and len(lines) == 1:
            lines[0] += comment.group()
        return lines

    def _set_questions(self, items: Sequence[YamlNode], end: int, wanted: Sequence[str]) -> None:
        """Keep the lines of the questions that stay, with their comments, and put the new ones where they belong."""
        starts = [item.line - 1 for item in items]
        ends = [*starts[1:], end]
        old = [str(item.value) for item in items]
        result: list[str] = []
        for kind, first, last, new_first, new_last in SequenceMatcher(None, old, list(wanted), False).get_opcodes():
            for place in range(first, last):
                lines = self._lines[starts[place] : ends[place]]
                gone = kind != "equal"
                result += [line for line in lines if _is_gap(line)] if gone else lines
            if kind != "equal":
                result += [question_line(text) for text in wanted[new_first:new_last]]
        self._lines[starts[0] : end] = result


def _is_gap(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
