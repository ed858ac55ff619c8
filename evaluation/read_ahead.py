"""Many texts read by the sentence model at once: a fraction of what they cost one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from faq.engine.index import Index
from faq.text.reading import typed_and_mended

T = TypeVar("T")
_AT_ONCE = 512
"""Each costs some 100 KB while it is waiting."""


def ahead_of(index: Index, texts: Sequence[str]) -> Index:
    """The same index, its sentence model ahead of these texts."""
    if index.meaning is None:
        return index
    readings = [reading for text in texts for reading in typed_and_mended(index.read(text))]
    return index.meaning_so(index.meaning.read_ahead(readings))


def in_batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in order, as many at once as are read ahead of."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
