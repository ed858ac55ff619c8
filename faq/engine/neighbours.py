"""Which single text of the knowledge base a question is most like: a wording, or an out-of-scope example."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.engine.index import Index
from faq.text.reading import Reading
from faq.text.wording import core

Reals = NDArray[np.float32]


@dataclass(frozen=True)
class Neighbour:
    """A text of the knowledge base and how near it lies, −1 to 1; `by` is 语义 or 字面."""

    text: str
    nearness: float
    by: str


class Neighbours:
    """The nearness of one question to every text of a state."""

    def __init__(self, index: Index, reading: Reading) -> None:
        """Compare by meaning where a sentence model has a say, by characters where none has."""
        self._index = index
        self._near, self._by = _nearness(index, reading)

    def of_entry(self, entry_id: str, without: Collection[str] = ()) -> Neighbour | None:
        """The wording of an entry that is most like it, `without` texts that do not count; None without any."""
        bounds, number = self._index.rows.bounds, self._index.numbers[entry_id]
        return self._best(range(bounds[number], bounds[number + 1]), without)

    def foreign(self) -> Neighbour | None:
        """The out-of-scope example that is most like it."""
        rows = self._index.rows
        return self._best(range(rows.bounds[-1], len(rows.texts)), ())

    def _best(self, rows: range, without: Collection[str]) -> Neighbour | None:
        texts = self._index.rows.texts
        kept = [row for row in rows if texts[row] not in without]
        if not kept or not len(self._near):
            return None
        best = max(kept, key=lambda row: float(self._near[row]))
        return Neighbour(texts[best], float(self._near[best]), self._by)


def _nearness(index: Index, reading: Reading) -> tuple[Reals, str]:
    if index.meaning is not None:
        return index.meaning.of_rows((core(reading.plain), reading.mended)), "语义"
    if index.vectors is None:
        return np.zeros(0, np.float32), "字面"
    return index.vectors.nearness(index.vectors.vector(reading.mended)), "字面"
