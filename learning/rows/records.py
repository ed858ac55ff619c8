"""What editors did: each change with enough to take it back, and the misses they dealt with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from common.clock import SYSTEM_CLOCK, Clock
from learning.edits import Edit, dump_edits, read_edits
from tickets.audit import record
from tickets.database import reading, transact
from tickets.schema import content_change, miss_handled


@dataclass(frozen=True)
class KeptChange:
    """One change as it is remembered."""

    id: int
    at: datetime
    author: str
    act: str
    entry_id: str | None
    summary: str
    edits: tuple[Edit, ...] = field(repr=False, default=())
    undone_at: datetime | None = None
    undone_by: str | None = None


class Records:
    """Keeps them in the shared database, each with a line in the audit chain."""

    def __init__(self, engine: Engine, clock: Clock = SYSTEM_CLOCK) -> None:
        """Use a migrated database."""
        self.engine = engine
        self._clock = clock

    def add(
        self, author: str, act: str, entry_id: str | None, summary: str, edits: Iterable[Edit], handled: Iterable[str]
    ) -> int:
        """Remember a change and the texts it deals with; its number."""
        now, kept = self._clock.now(), dump_edits(edits)

        def work(connection: Connection) -> int:
            values = {"at": now, "author": author, "act": act, "entry_id": entry_id, "summary": summary, "edits": kept}
            number = int(connection.execute(insert(content_change).values(**values)).inserted_primary_key[0])
            _handle(connection, handled, act, number, author, now)
            record(connection, now, author, f"content_{act}", entry_id or "faq", change=number)
            return number

        return transact(self.engine, work)

    def dismiss(self, author: str, texts: Iterable[str]) -> None:
        """Deal with texts without changing anything."""
        now, wanted = self._clock.now(), list(texts)

        def work(connection: Connection) -> None:
            _handle(connection, wanted, "dismissed", None, author, now)
            record(connection, now, author, "content_dismiss", "faq", texts=len(wanted))

        transact(self.engine, work)

    def find(self, number: int) -> KeptChange | None:
        """One change, with what it did to the files."""
        with reading(self.engine) as connection:
            row = connection.execute(select(content_change).where(content_change.c.id == number)).one_or_none()
        return None if row is None else _changed(row)

    def newest(self, entry_id: str | None = None, limit: int = 30) -> list[KeptChange]:
        """The last changes, of one entry or of all, newest first."""
        query = select(content_change).order_by(content_change.c.id.desc()).limit(limit)
        if entry_id is not None:
            query = query.where(content_change.c.entry_id == entry_id)
        with reading(self.engine) as connection:
            return [_changed(row) for row in connection.execute(query)]

    def undone(self, number: int, author: str) -> None:
        """Note that a change was taken back: what it had dealt with is open again."""
        now, row = self._clock.now(), content_change.c

        def work(connection: Connection) -> None:
            noted = update(content_change).where(row.id == number, row.undone_at.is_(None))
            connection.execute(noted.values(undone_at=now, undone_by=author))
            connection.execute(delete(miss_handled).where(miss_handled.c.change_id == number))
            record(connection, now, author, "content_undo", "faq", change=number)

        transact(self.engine, work)


def _handle(
    connection: Connection, texts: Iterable[str], act: str, number: int | None, author: str, now: datetime
) -> None:
    wanted = list(dict.fromkeys(texts))
    if not wanted:
        return
    connection.execute(delete(miss_handled).where(miss_handled.c.text.in_(wanted)))
    rows = [{"text": text, "act": act, "change_id": number, "by": author, "at": now} for text in wanted]
    connection.execute(insert(miss_handled), rows)


def _changed(row: Row) -> KeptChange:
    return KeptChange(
        id=row.id,
        at=row.at,
        author=row.author,
        act=row.act,
        entry_id=row.entry_id,
        summary=row.summary,
        edits=tuple(read_edits(row.edits)),
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
