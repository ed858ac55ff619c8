"""How much a query is the whole of what an entry is asked with: the general question comes before the special case.

A search engine's points say that the words stand there. «忘了密码» stands whole in a question about a deadline, a
lost number and a forgotten password; but it is all that «密码忘了» says.
"""

from __future__ import annotations

from collections.abc import Sequence

from faq.content.entry import Entry
from faq.text.normalise import matching_key, normalise
from faq.text.views import characters_of_normalised
from faq.text.wording import topic


class Likeness:
    """The wordings of some entries as sets of characters and pairs; immutable once built, safe for many readers."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Read the titles, keywords and wordings of these entries."""
        self._sets = {
            entry.id: tuple({characters_of(text) for text in (*entry.wordings(), *entry.keywords)}) for entry in entries
        }

    def of(self, entry_id: str, asked: frozenset[str]) -> float:
        """How alike the query is to the most alike wording of an entry: 0 nothing in common, 1 the same."""
        if not asked:
            return 0.0
        own = len(asked)
        return max((2 * len(asked & said) / (own + len(said)) for said in self._sets[entry_id]), default=0.0)


def letter_pairs(text: str) -> set[str]:
    """The letters that stand side by side in a text: what sentences share in a language without spaces."""
    key = matching_key(text)
    return {key[at : at + 2] for at in range(len(key) - 1)}


def characters_of(text: str) -> frozenset[str]:
    """The characters and pairs of a text without our own name and the bare request for help."""
    return characters_of_normalised(topic(normalise(text)))
