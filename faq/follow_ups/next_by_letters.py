"""Which question that people ask next about an entry (`follow_ups`) a text is word for word, or nearly so.

Rasa's process has no sentence model, and needs none where the letters say it all: who reads a message there has to
know it before a single word of it («客服», «算了», «截图») makes something else of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from faq.content.entry import Entry
from faq.content.loader import load_content
from faq.follow_ups.asked_next import Asked, AskedNext, FollowUps
from faq.follow_ups.follow_up_chance import BY_LETTERS, likeliest
from faq.text.addresses import false_address
from faq.text.normalise import normalise
from faq.text.reading import unwrapped
from faq.text.views import characters_of_normalised
from faq.text.years import studies_year

NEARLY = 0.8
"""So much alike a wording is asked nearly word for word: of wordings left out, 96 % of those found were right."""
_LIKELY = 0.9


class NextByLetters:
    """The follow-ups of a knowledge base by their letters; never changed once made, safe for many readers."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        """Know the wordings of these entries."""
        self._follow_ups = FollowUps(entries, (0,) * (len(entries) + 1))
        self._known = {entry.id for entry in entries if entry.follow_ups}
        self._guided = {entry.guide: entry.id for entry in reversed(entries) if entry.guide}

    @classmethod
    def open(cls, root: Path) -> NextByLetters:
        """Those of a project.

        Raises:
            ContentError: every fault in its entries.
        """
        return cls(load_content(root).entries)

    @property
    def size(self) -> int:
        """How many wordings are known."""
        return len(self._follow_ups.texts)

    def matter_of(self, guide_id: str, named: str) -> str:
        """The entry a guide stands for: the one it names itself, or else the first that leads into it."""
        return named or self._guided.get(guide_id, "")

    def find(self, text: str, entry_ids: Sequence[str]) -> AskedNext | None:
        """The follow-up of these entries that a text is almost word for word, of equal ones that of the first."""
        if false_address(text):  # what is said of ours would call it ours
            return None
        plain = normalise(text)
        asked = Asked(characters_of_normalised(unwrapped(text)), year=studies_year(plain))
        found: AskedNext | None = None
        for name in dict.fromkeys(name for name in entry_ids if name in self._known):
            if not self._follow_ups.may_be(asked, name, NEARLY):
                continue
            weighed = list(self._follow_ups.weighed(asked, name))
            chance, number = likeliest(BY_LETTERS, weighed)
            signals = dict(weighed).get(number, {})
            letters = signals.get("letters", 0.0)
            near = letters >= NEARLY and letters >= signals["letters_own"] and chance >= _LIKELY
            if near and (found is None or chance > found.chance):
                found = AskedNext(name, self._follow_ups.items[number][1], chance)
        return found
