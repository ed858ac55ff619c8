"""New wordings that an out-of-scope example holds down: what is asked like them may not be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.edits import EditKind, EntryEdit
from evaluation.outcomes import OpenState
from faq.neighbours import Neighbour, Neighbours
from faq.reading import study

_NEAR = 0.75
"""Less alike than this, an example says nothing about a wording."""


@dataclass(frozen=True)
class Suppressed:
    """A wording, the entry it belongs to, the out-of-scope example, and what of the entry is nearest beside itself."""

    text: str
    entry_id: str
    example: str
    nearness: float


def suppressed_wordings(opened: OpenState, edits: Sequence[EntryEdit]) -> tuple[Suppressed, ...]:
    """Wordings of new and newly found entries to which an out-of-scope example lies nearer than their own others."""
    index = opened.state.index
    wanted = {edit.entry_id for edit in edits if edit.is_found_anew and edit.kind is not EditKind.REMOVED}
    found: list[Suppressed] = []
    for entry in index.content.entries:
        if entry.id not in wanted:
            continue
        for text in entry.wordings():
            near = Neighbours(index, index.read(text))
            foreign = near.foreign()
            own = near.of_entry(entry.id, without={study(text).text})
            if foreign is not None and foreign.nearness >= _NEAR and not _is_nearer(own, foreign):
                found.append(Suppressed(text, entry.id, foreign.text, foreign.nearness))
    return tuple(found)


def _is_nearer(own: Neighbour | None, foreign: Neighbour) -> bool:
    return own is not None and own.nearness >= foreign.nearness
