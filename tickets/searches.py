"""What people searched for and did not find: kept for the people who write the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection, Engine

from tickets.database import reading, transact
from tickets.schema import search_miss

QUERY_CHARS = 100
_MOST_ROWS = 5_000
"""A flood of invented words fills no more: for a new one goes the oldest that nobody searched for again."""


@dataclass(frozen=True)
class Miss:
    """A search without a result, and how often it was made."""

    text: str
    times: int
    first_at: datetime
    last_at: datetime


def record_miss(engine: Engine, text: str, at: datetime) -> None:
    """Count one search that found nothing. The text must already be masked; it is cut at `QUERY_CHARS`."""
    text = text[:QUERY_CHARS]
    row = search_miss.c

    def work(connection: Connection) -> None:
        again = update(search_miss).where(row.text == text).values(times=row.times + 1, last_at=at)
        if connection.execute(again).rowcount:
            return
        if connection.execute(select(func.count()).select_from(search_miss)).scalar_one() >= _MOST_ROWS:
            oldest = select(row.text).order_by(row.times, row.last_at, row.text).limit(1)
            connection.execute(delete(search_miss).where(row.text == oldest.scalar_subquery()))
        connection.execute(insert(search_miss).values(text=text, times=1, first_at=at, last_at=at))

    transact(engine, work)


def misses(engine: Engine, limit: int = 50) -> list[Miss]:
    """The searches that found nothing, most frequent first."""
    row = search_miss.c
    query = select(search_miss).order_by(row.times.desc(), row.last_at.desc(), row.text).limit(limit)
    with reading(engine) as connection:
        return [Miss(found.text, found.times, found.first_at, found.last_at) for found in connection.execute(query)]
