"""Which words of a page belong to which: the label to its value, the heading to what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faq.pages.lines import LABELS, PageLine, is_chrome, shared_width
from faq.text.normalise import matching_key

_CAPTION_ROWS = 4.0
"""How many of its own heights a caption may stand below what is said in place of the picture."""


def right_of(lines: Sequence[PageLine], number: int) -> int | None:
    """The nearest line in the same row to the right, for a label its value."""
    label = lines[number]
    middle = label.top + label.height / 2
    row = [
        index
        for index, line in enumerate(lines)
        if line.left >= label.left + label.width * 0.8 and line.top <= middle <= line.top + line.height
    ]
    return min(row, key=lambda index: lines[index].left, default=None)


def row_start(lines: Sequence[PageLine], number: int) -> int:
    """The words nearest to the left in the row of another line, for a button what it belongs to."""
    line = lines[number]
    middle = line.top + line.height / 2
    row = [
        index
        for index, other in enumerate(lines)
        if other.top <= middle <= other.top + other.height and re.search(r"[一-鿿]{2}", other.text)
    ]
    before = [index for index in row if lines[index].left < line.left]
    return max(before, key=lambda index: lines[index].left, default=number)


def heading_of(lines: Sequence[PageLine], number: int) -> int | None:
    """What a cell belongs to: the words in front of it, else the nearest above it; None when several might be."""
    start = row_start(lines, number)
    if start != number:
        return start
    line = lines[number]
    above = [
        index
        for index, other in enumerate(lines)
        if other.top + other.height <= line.top + 0.3 * line.height
        and re.search(r"[一-鿿]{2}", other.text)
        and not is_chrome(other)
    ]
    over = [index for index in above if shared_width(lines[index], line) > 0] or above
    nearest = max(over, key=lambda index: lines[index].top, default=None)
    if nearest is None:
        return None
    row = [index for index in above if abs(lines[index].top - lines[nearest].top) < 0.5 * lines[nearest].height]
    return nearest if len(row) == 1 or shared_width(lines[nearest], line) > 0.5 * line.width else None


def caption_of(lines: Sequence[PageLine], number: int) -> int | None:
    """What stands right below a cell, in its column: the name of a picture that should be there; None for nothing."""
    line = lines[number]
    bottom = line.top + line.height
    below = [
        index
        for index, other in enumerate(lines)
        if bottom <= other.top + 0.3 * other.height
        and other.top - bottom < _CAPTION_ROWS * line.height
        and shared_width(other, line) > 0.5 * min(other.width, line.width)
    ]
    return min(below, key=lambda index: lines[index].top, default=None)


def row_labels(lines: Sequence[PageLine]) -> Iterator[tuple[str, int]]:
    """Each label of a form with the number of the line that holds its value."""
    for number, line in enumerate(lines):
        key = matching_key(line.text)
        value = right_of(lines, number) if key in LABELS else None
        if value is not None:
            yield key, value
