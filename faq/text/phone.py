"""How much room a text takes on a phone: the one measure of replies, guides and entries.

A screen of 390 × 844 points shows a bubble of some eighteen full-width characters a line, and twelve lines
leave room for the question above and the keyboard below. Pure functions; no text is changed here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SCREEN_LINES = 12
"""The most lines a whole chat reply may have, its options among them."""
LINE_CHARS = 18
"""Full-width characters a line; two half-width ones count as one."""
FIRST_SENTENCE_CHARS = 40
"""The longest first sentence, in characters as an editor counts them."""

_CELLS = 2 * LINE_CHARS
# What is never torn apart: a word or an address, unless it is longer than a line.
_UNIT = re.compile(rf"[!-~]{{1,{_CELLS}}}|.", re.DOTALL)
_SENTENCE_END = re.compile(r"[。！？!?]|\n")
_NUMBER = re.compile(r"(?:\d{1,2}\. )?")
# Marks that may not begin a line; a phone hangs them on the line before.
_TRAILING = frozenset("，。！？；：、）》」』】”’…%,.!?;:)]}")


class _Widths(dict[str, int]):
    """The width of each mark in half-width characters, looked up once: a reply is measured dozens of times."""

    def __missing__(self, mark: str) -> int:
        width = self[mark] = 2 if unicodedata.east_asian_width(mark) in "WFA" else 1
        return width


_WIDTHS = _Widths()


def line_count(text: str) -> int:
    """How many lines a text fills; an empty line counts, blank ends do not."""
    return len(wrapped(text))


def first_lines(text: str, most: int, least: int = 1) -> str:
    """The first lines of a text that fill at most so many of a phone, and never fewer than `least` of its own."""
    lines = text.splitlines()
    while len(lines) > least and line_count("\n".join(lines)) > most:
        lines.pop()
    return "\n".join(lines)


def cautious_lines(text: str) -> int:
    """The same for a phone that hangs no mark over the end of a line and sets the number of a step as wide as letters.

    For what may be left out: what must be said is measured by `line_count`.
    """
    widths = (cells(line) + len(_NUMBER.match(line)[0]) for line in text.splitlines())  # type: ignore[index]
    return sum(max(1, -(-width // _CELLS)) for width in widths)


def option_lines(titles: Sequence[str]) -> int:
    """How many lines options take when each is a numbered line of its own."""
    return sum(line_count(f"{number}. {title}") for number, title in enumerate(titles, 1))


def reply_lines(text: str, titles: Sequence[str] = ()) -> int:
    """How many lines a reply and its options fill; options that the text lists already count once."""
    said = {line.strip() for line in text.splitlines()}
    listed = all(f"{number}. {title}" in said for number, title in enumerate(titles, 1))
    return line_count(text) + (0 if listed else option_lines(titles))


def fits_screen(text: str, titles: Sequence[str] = ()) -> bool:
    """Whether a whole reply is seen without scrolling."""
    return reply_lines(text, titles) <= SCREEN_LINES


def wrapped(text: str) -> list[str]:
    """The lines as a phone breaks them: Chinese anywhere, words and addresses only when they are too long."""
    lines: list[str] = []
    for raw in text.strip("\n").splitlines() if text.strip() else ():
        lines += _wrapped_line(raw.rstrip())
    return lines


def cells(text: str) -> int:
    """The width of a text in half-width characters."""
    return sum(map(_WIDTHS.__getitem__, text))


def first_sentence(text: str) -> str:
    """What stands before the first full stop, question or exclamation mark, or line end; the mark belongs to it."""
    text = text.strip()
    end = _SENTENCE_END.search(text)
    return text if end is None else text[: end.end()].strip()


@lru_cache(512)  # a reply that is too long is measured again for every line it loses
def _wrapped_line(line: str) -> tuple[str, ...]:
    if 2 * len(line) <= _CELLS or cells(line) <= _CELLS:
        return (line,)
    result: list[str] = []
    now, used = "", 0
    for unit in _UNIT.findall(line):
        size = _WIDTHS[unit] if len(unit) == 1 else len(unit)  # what is longer is plain letters
        if used + size > _CELLS and now and not (size <= 2 and unit in _TRAILING):
            result.append(now)
            now, used = "", 0
            if unit.isspace():
                continue
        now += unit
        used += size
    return (*result, now) if now else tuple(result)
