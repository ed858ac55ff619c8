"""What people typed, made harmless for the program that shows it: a spreadsheet or a terminal."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Spreadsheets run cells that start so (OWASP, CSV injection)."""


def for_spreadsheet(cell: str) -> str:
    """A cell that stays text; `'` in front says so, and one that was there is kept by another."""
    return f"'{cell}" if cell.startswith((*FORMULA_STARTS, "'")) else cell


def from_spreadsheet(cell: str) -> str:
    """The text `for_spreadsheet` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA_STARTS, "'")) else cell


def for_terminal(text: str) -> str:
    """A text without anything a terminal obeys: control characters and direction marks become visible."""
    return "".join(
        character if character == "\n" or character.isprintable() else f"\\x{ord(character):02x}" for character in text
    )
