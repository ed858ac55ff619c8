"""Which entries may be meant by a group of misses, for the editor to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from faq.ranking.decision import Candidate
from learning.groups import Group

Rank = Callable[[str], Sequence[Candidate]]
"""The engine: the entries of a text, the likeliest first."""

_MOST = 4
_ASKED = 3
"""How many texts of a group, the most frequent first, the engine is asked about."""
_LIKELIEST = 2
"""Texts that share one of so many likeliest entries are of one matter."""


@dataclass(frozen=True)
class LikelyEntry:
    """An entry, and how sure the engine is that a text of the group asks for it."""

    entry_id: str
    chance: float = 0.0
    """0 where the engine did not name it: then it only came nearest when the texts were missed."""
    text: str = ""
    """The text that is surest."""


def suggested(group: Group, rank: Rank) -> list[LikelyEntry]:
    """The surest first; what came nearest at the time is always among them."""
    best: dict[str, LikelyEntry] = {}
    for text in group.texts[:_ASKED]:
        for item in rank(text)[:_MOST]:
            if item.score > best.get(item.entry_id, LikelyEntry("")).chance:
                best[item.entry_id] = LikelyEntry(item.entry_id, item.score, text)
    found = sorted(best.values(), key=lambda one: (-one.chance, one.entry_id))
    if group.near and group.near not in [one.entry_id for one in found[:_MOST]]:
        found.insert(0, best.get(group.near, LikelyEntry(group.near)))
    return list(dict.fromkeys(found))


def alike_first(group: Group, rank: Rank, most: int) -> tuple[str, ...]:
    """The most frequent texts, without those that the engine takes for another matter than the first of them."""
    first, *others = group.texts[:most]
    meant = {item.entry_id for item in rank(first)[:_LIKELIEST]}
    kept = [text for text in others if not meant or meant & {item.entry_id for item in rank(text)[:_LIKELIEST]}]
    return (first, *kept)
