"""Lines as a reader would see them, for tests: from the top down, one below the other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    text: str
    left: int = 40
    top: int = 0
    width: int = 300
    height: int = 30
    confidence: float = 0.99
    red: bool = False
    dialog: bool = False
    marked: bool = False


def seen(text: str, row: int = 0, column: int = 0, **looks: bool | float | int) -> Seen:
    """A line in a row (60 pixels apart) and a column (300 apart) of the page."""
    values: dict[str, bool | float | int] = {"left": 40 + 300 * column, "top": 60 * row, "width": 28 * len(text)}
    return Seen(text, **{**values, **looks})  # type: ignore[arg-type]


def page(*rows: str | tuple[str, ...] | Seen) -> list[Seen]:
    """Texts below each other; a tuple stands in one row; a `!` in front makes a text red."""
    lines = []
    for number, row in enumerate(rows):
        if isinstance(row, Seen):
            lines.append(row)
            continue
        for column, text in enumerate((row,) if isinstance(row, str) else row):
            lines.append(seen(text.removeprefix("!"), number, column, red=text.startswith("!")))
    return lines
