"""The entries as their editors see them: how often each is read, whether it helps, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from faq.checks.questions import FEWEST_QUESTIONS
from faq.content.entry import Entry

SOON_DAYS = 30


@dataclass(frozen=True)
class Use:
    """How one entry fared in the last days."""

    read: int = 0
    """On the pages."""
    answered: int = 0
    """In talks."""
    helpful: int = 0
    unhelpful: int = 0
    comments: int = 0

    @property
    def hits(self) -> int:
        """How often somebody got it."""
        return self.read + self.answered

    @property
    def helpful_rate(self) -> float | None:
        """The share of verdicts that say 有用; None without a verdict."""
        verdicts = self.helpful + self.unhelpful
        return self.helpful / verdicts if verdicts else None


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    entry: Entry
    use: Use
    due: str
    """What must be seen to, in a few words; empty when nothing."""


@dataclass(frozen=True)
class Comment:
    """What somebody said of an answer, masked."""

    at: datetime
    helpful: bool
    reason: str
    text: str


def listed(entries: Iterable[Entry], uses: Mapping[str, Use], today: date, stale_days: int) -> list[Listed]:
    """Every entry with its use; what is due first, then the most read."""
    lines = [Listed(entry, uses.get(entry.id, Use()), due(entry, today, stale_days)) for entry in entries]
    return sorted(lines, key=lambda line: (not line.due, -line.use.hits, line.entry.id))


def due(entry: Entry, today: date, stale_days: int) -> str:
    """What an editor should see to; empty when nothing."""
    if entry.valid_until is not None:
        left = (entry.valid_until - today).days
        if left < 0:
            return f"已在 {entry.valid_until} 停用"
        if left <= SOON_DAYS:
            return f"{left} 天后停用" if left else "今天是最后一天"
    if entry.valid_from is not None and entry.valid_from > today:
        return f"{entry.valid_from} 起用"
    if entry.review_by is not None and entry.review_by < today:
        return f"{entry.review_by} 该核对了"
    age = (today - entry.reviewed).days
    if age > stale_days:
        return f"{age} 天没核对"
    few = len(entry.questions) < FEWEST_QUESTIONS and not entry.scope
    return f"相似问 {len(entry.questions)} 个，补到 {FEWEST_QUESTIONS} 个" if few else ""


def holds(entry: Entry, query: str) -> bool:
    """Whether every word stands in what is written of an entry."""
    words = query.lower().split()
    if not words:
        return True
    text = "\n".join((entry.id, entry.category, *entry.wordings(), *entry.keywords, entry.answer)).lower()
    return all(word in text for word in words)
