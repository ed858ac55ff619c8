"""The entries as their editors see them: how often each is read, whether it helps, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection, Engine

from common.clock import CHINA
from faq.entry import Entry
from tickets.database import reading
from tickets.outcomes import Ending
from tickets.schema import entry_use, feedback, turn_outcome

DAYS = 30
SOON_DAYS = 30
_COMMENTS = 50


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


def read_use(engine: Engine, today: date) -> dict[str, Use]:
    """How every entry fared in the last `DAYS` days, by id."""
    since = today - timedelta(days=DAYS - 1)
    with reading(engine) as connection:
        read, answered, verdicts = _read(connection, since), _answered(connection, since), _verdicts(connection, since)
    names = {*read, *answered, *verdicts}
    return {name: Use(read.get(name, 0), answered.get(name, 0), *verdicts.get(name, (0, 0, 0))) for name in names}


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
    return f"{age} 天没核对" if age > stale_days else ""


def holds(entry: Entry, query: str) -> bool:
    """Whether every word stands in what is written of an entry."""
    words = query.lower().split()
    if not words:
        return True
    text = "\n".join((entry.id, entry.category, *entry.wordings(), *entry.keywords, entry.answer)).lower()
    return all(word in text for word in words)


def comments(engine: Engine, entry_id: str) -> list[Comment]:
    """What people said of an entry, newest first: remarks, and verdicts with a reason."""
    row = feedback.c
    said = (row.comment != "") | (row.reason != "")
    query = select(row.at, row.helpful, row.reason, row.comment).where(row.faq_id == entry_id, said)
    with reading(engine) as connection:
        found = connection.execute(query.order_by(row.id.desc()).limit(_COMMENTS)).all()
    return [Comment(item.at, item.helpful, item.reason or "", item.comment or "") for item in found]


def _read(connection: Connection, since: date) -> dict[str, int]:
    row = entry_use.c
    query = select(row.faq_id, func.sum(row.times)).where(row.day >= since).group_by(row.faq_id)
    return {name: int(times) for name, times in connection.execute(query)}


def _answered(connection: Connection, since: date) -> dict[str, int]:
    row = turn_outcome.c
    ways = [str(Ending.ANSWERED), str(Ending.PICKED)]
    query = (
        select(row.faq_id, func.count())
        .where(row.day >= since, row.outcome.in_(ways), row.faq_id.is_not(None))
        .group_by(row.faq_id)
    )
    return {name: int(times) for name, times in connection.execute(query)}


def _verdicts(connection: Connection, since: date) -> dict[str, tuple[int, int, int]]:
    row = feedback.c
    begin = datetime.combine(since, time(), CHINA).astimezone(UTC)
    sums = (
        func.sum(case((row.helpful.is_(True), 1), else_=0)),
        func.sum(case((row.helpful.is_(False), 1), else_=0)),
        func.sum(case((row.comment != "", 1), else_=0)),
    )
    query = select(row.faq_id, *sums).where(row.at >= begin).group_by(row.faq_id)
    return {name: (int(good), int(bad), int(said or 0)) for name, good, bad, said in connection.execute(query)}
