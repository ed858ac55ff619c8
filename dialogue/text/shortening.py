"""Shorter texts that still end where a reader may stop: at a clause, or at least never in the middle of a word."""

from __future__ import annotations

import re

from faq.text.phone import line_count

MORE = "…"
_WORD = re.compile(r"[A-Za-z0-9'〔〕]")
_TAIL = " ，,、；;：:（(「“\n"


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text; a word, a number or a mark that would be cut is left out whole."""
    if len(text) <= most:
        return text
    end = most
    while 0 < end < len(text) and glued(text[end - 1], text[end]):
        end -= 1
    opened = text.rfind("〔", 0, end)
    if opened > text.rfind("〕", 0, end):
        end = opened
    return text[: end or most].rstrip(_TAIL)


def fitted(text: str, frame: str, lines: int) -> str:
    """The frame around as much of the text as leaves it within so many lines; empty when nothing of it fits."""
    whole = " ".join(text.split()) if text.isascii() else "；".join(filter(None, map(str.strip, text.splitlines())))
    if line_count(frame.format(whole)) <= lines:
        return frame.format(whole)
    for most in range(len(whole) - 1, 0, -1):
        said = frame.format(f"{shortened(whole, most)}{MORE}")
        if line_count(said) <= lines:
            return said if most >= _LEAST_CHARS else ""
    return ""


def glued(before: str, after: str) -> bool:
    """Whether two neighbours are of one word, number or mark: «13» does not stand in «139»."""
    return bool(_WORD.fullmatch(before) and _WORD.fullmatch(after))


_LEAST_CHARS = 8
