"""What is seen in a picture: lines of text, where they stand and how they catch the eye."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class TextLine:
    """One line as it was read; place and size are pixels of the upright picture.

    `red`: written in red. `dialog`: in a box that lies over the page. `marked`: inside a ring or frame
    that somebody drew around it.
    """

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    red: bool = False
    dialog: bool = False
    marked: bool = False


@dataclass(frozen=True)
class PictureReading:
    """All lines of a picture from top to bottom, the size of the picture, and how far it had to be turned."""

    lines: tuple[TextLine, ...]
    width: int
    height: int
    turned_degrees: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> PictureReading:
        """The reading of `as_dict`."""
        lines = tuple(TextLine(**line) for line in values["lines"])
        return cls(lines, int(values["width"]), int(values["height"]), int(values["turned_degrees"]))
