"""How much of a phone's screen a text takes: lines of 18 full-width characters, or 36 half-width ones."""

from __future__ import annotations

import unicodedata

LINE_WIDTH = 36
"""Half-width columns of a line."""
MOST_LINES = 12
"""What a person sees of a reply without scrolling."""


def columns(text: str) -> int:
    """The width of one line in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def screen_lines(text: str) -> int:
    """How many lines of a phone a text takes, long ones wrapped."""
    return sum(max(1, -(-columns(line) // LINE_WIDTH)) for line in text.strip("\n").split("\n"))
