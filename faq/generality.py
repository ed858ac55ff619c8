"""How general a question is: a bare word asks for what many others point to and most people come with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from faq.entry import Entry
from faq.normalise import normalise
from faq.wording import topic

_HOT = 10
"""A popular question is as good as one that so many others point to."""
_MOST = 25


class Generality:
    """The titles of some entries and how general each is; immutable once built, safe for many readers."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Count who points to whom."""
        pointed = Counter(name for entry in entries for name in entry.related)
        self._titles = {entry.id: topic(normalise(entry.title)) for entry in entries}
        self._general = {entry.id: min(1.0, (pointed[entry.id] + _HOT * entry.hot) / _MOST) for entry in entries}

    def of(self, entry_id: str, word: str) -> float | None:
        """Between 0 and 1 for an entry whose title holds the word, None for the others."""
        return self._general[entry_id] if word in self._titles[entry_id] else None
