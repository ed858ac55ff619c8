"""New wordings that an out-of-scope example holds down: what is asked like them may not be answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.edits import EntryEdit
from evaluation.outcomes import OpenState
from faq.engine.neighbours import Neighbour, Neighbours
from faq.text.reading import study

_NEAR = 0.75
"""Less alike than this, an example says nothing about a wording."""


@dataclass(frozen=True)
class Suppressed:
    """A wording, the entry it belongs to, the out-of-scope example, and what of the entry is nearest beside itself."""

    text: str
    entry_id: str
    example: str
    nearness: float


def suppressed_wordings(opened: Callable[[], OpenState], edits: Sequence[EntryEdit]) -> tuple[Suppressed, ...]:
    """New wordings to which an out-of-scope example lies nearer than the others of their entry.

    `opened` gives the newer state, which is opened only when there are new wordings.
    """
    found: list[Suppressed] = []
    for edit in edits:
        for text in edit.new_wordings:
            index = opened().state.index
            near = Neighbours(index, index.read(text))
            foreign = near.foreign()
            own = near.of_entry(edit.entry_id, without={study(text).text})
            if foreign is not None and foreign.nearness >= _NEAR and not _is_nearer(own, foreign):
                found.append(Suppressed(text, edit.entry_id, foreign.text, foreign.nearness))
    return tuple(found)


def _is_nearer(own: Neighbour | None, foreign: Neighbour) -> bool:
    return own is not None and own.nearness >= foreign.nearness
