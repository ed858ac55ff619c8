"""A few sentences asked of a draft before it is live, and what neighbours of its entry would lose to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from faq.content.entry import Entry
from faq.content.loader import Content
from faq.ranking.decision import Candidate, Decision
from learning.workbench import ChangeDraft

MOST_TRIED = 10
_NEIGHBOURS, _EACH, _ASKED, _ASKS = 4, 3, 8, 4


@dataclass(frozen=True)
class Treated:
    """What is done with a sentence: the entry that answers it, those that are listed, or nothing."""

    band: str
    entry_id: str = ""
    listed: tuple[str, ...] = ()

    @classmethod
    def of(cls, decision: Decision) -> Treated:
        """What a decision does."""
        listed = tuple(item.entry_id for item in decision.offered) if decision.band == "clarify" else ()
        return cls(decision.band, decision.says or "", listed)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Treated:
        """What `as_plain` wrote."""
        return cls(str(plain["band"]), str(plain["entry"]), tuple(map(str, plain["listed"])))

    def as_plain(self) -> dict[str, Any]:
        """For `bot faq try --json`."""
        return {"band": self.band, "entry": self.entry_id, "listed": list(self.listed)}

    @property
    def first(self) -> str:
        """The entry that comes first, answered or listed; empty for none."""
        return self.entry_id or next(iter(self.listed), "")

    def shown(self, content: Content) -> str:
        """For people, entries by their titles."""

        def title(name: str) -> str:
            entry = content.entry(name)
            return f"“{entry.title}”" if entry is not None else name

        if self.entry_id:
            return f"答{title(self.entry_id)}" if self.band == "answer" else f"先答{title(self.entry_id)}，再列别的"
        return f"反问：{'、'.join(map(title, self.listed))}" if self.listed else "不回答"


class Trial(Protocol):
    """Asks a draft (`bot.gateway.trying`)."""

    async def ask(self, draft: ChangeDraft, texts: Sequence[str]) -> list[Treated]:
        """What the draft does with each of the texts.

        Raises:
            BotError: it cannot be asked now.
        """


@dataclass(frozen=True)
class Tried:
    """One sentence: what is done with it now, and what would be."""

    text: str
    before: Treated
    after: Treated
    near: bool = False
    """Whether it is a neighbour's, which nobody asked to be tried."""

    def takes(self, entry_id: str | None) -> bool:
        """Whether the draft's entry comes first where it did not before."""
        return bool(entry_id) and self.after.first == entry_id != self.before.first


def neighbours_asked(entry: Entry, content: Content, rank: Callable[[str], Sequence[Candidate]]) -> list[str]:
    """What is asked of the entries that are most like one: their titles, and what people ask next about them."""
    found: Counter[str] = Counter()
    for text in (entry.title, *entry.questions[:_ASKED]):
        found.update(item.entry_id for item in rank(text)[:_EACH] if item.entry_id != entry.id)
    near = (content.entry(name) for name, _ in found.most_common(_NEIGHBOURS))
    asked: list[str] = []
    for other in filter(None, near):
        asked += (other.title, *(item.asks[0] for item in other.follow_ups[:_ASKS] if item.asks))
    return list(dict.fromkeys(asked))
