"""Questions that stay with the entry that answers them now, kept there in the same change that would take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class KeptText:
    """One of them, and its entry."""

    text: str
    entry_id: str


def by_entry(kept: Sequence[KeptText]) -> Mapping[str, tuple[str, ...]]:
    """The texts of each entry, in their order."""
    names = dict.fromkeys(item.entry_id for item in kept)
    return {name: tuple(dict.fromkeys(item.text for item in kept if item.entry_id == name)) for name in names}
