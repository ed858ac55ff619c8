"""How general a question is: a bare word asks for what many others on it point to and most people come with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from faq.content.entry import Entry
from faq.text.normalise import normalise
from faq.text.wording import topic

_MOST = 13
"""So many that point to it are all."""
_HOT = 0.3
"""What it counts besides to be a popular question."""


class Generality:
    """The words of some entries and who points to whom; immutable once built, safe for many readers."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Read their titles, keywords and wordings."""
        self._titles = {entry.id: topic(normalise(entry.title)) for entry in entries}
        self._words = {entry.id: "\n".join(map(normalise, (*entry.wordings(), *entry.keywords))) for entry in entries}
        self._hot = {entry.id for entry in entries if entry.hot}
        self._pointing: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            for name in entry.related:
                self._pointing[name].append(entry.id)

    def of(self, entry_id: str, word: str) -> float | None:
        """Between 0 and 1.3 for an entry whose title holds the word, None for the others.

        Only entries that are on the word count: many warn of lending an account, few of those ask about accounts.
        """
        if word not in self._titles[entry_id]:
            return None
        pointed = sum(word in self._words[name] for name in self._pointing.get(entry_id, ()))
        return min(1.0, pointed / _MOST) + _HOT * (entry_id in self._hot)
