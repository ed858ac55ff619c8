"""What was not answered: texts as people wrote them, masked, each with how often and where it came from.

Six sources: a question without an answer; a list of which none was it; a list that was left alone; an answer that did
not help; a search without a result; a ticket. Nothing says who wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MissKind(StrEnum):
    """How it came to our notice."""

    MISSED = "missed"
    REJECTED = "rejected"
    LEFT = "left"
    UNHELPFUL = "unhelpful"
    SEARCH = "search"
    TICKET = "ticket"


KIND_LABELS = {
    MissKind.MISSED: "没答上来",
    MissKind.REJECTED: "反问后选了「都不是」",
    MissKind.LEFT: "反问以后没有下文",
    MissKind.UNHELPFUL: "答了说没用",
    MissKind.SEARCH: "搜索没有结果",
    MissKind.TICKET: "写成了工单",
}


@dataclass(frozen=True)
class MissedText:
    """One text and one source."""

    text: str
    kind: MissKind
    times: int
    last_at: datetime
    faq_id: str | None = None
    """The entry that came nearest, or the one that did not help."""
    remarks: tuple[str, ...] = ()
    """Why it did not help, in people's words."""
    ticket: str = ""
    """The number of the ticket."""
    answered: bool = False
    """Whether somebody answered the ticket, so that there are words to begin an entry with."""
    topic: str = ""
    """What the ticket is about: a category of the knowledge base; empty where none fits or nobody has looked yet."""


def ordered(misses: Iterable[MissedText]) -> list[MissedText]:
    """The most frequent first; the same misses always in the same order."""
    return sorted(misses, key=lambda miss: (-miss.times, miss.text, miss.kind, miss.ticket))
