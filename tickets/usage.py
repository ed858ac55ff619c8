"""How often each answer is read: what the help centre calls popular, and what editors look at first."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Engine

from common.clock import Clock, china_time
from tickets.database import reading, transact
from tickets.schema import entry_use

POPULAR_DAYS = 30
_OF_ONE_NETWORK = 20
"""A dormitory shares an address, and whoever makes up persons has only a few."""
_MOST_READERS = 200_000
_MOST_POPULAR = 200


class Usage:
    """Counts in memory and writes now and then: a page that is read must not wait for a writer."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Count in this database; nothing is known of use before the first `flush`."""
        self._engine = engine
        self._clock = clock
        self._counted: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._popular: dict[str, int] = {}
        self._seen: Counter[tuple[str, int]] = Counter()
        self._day = china_time(clock.now()).date()

    def note(self, entry_id: str, reader: str, network: str = "") -> None:
        """Somebody read this answer, on a page or in a conversation, whatever its channel: a reader counts once a day.

        `network` is the address that it was read from, where that is known. Who read what stays in memory, as numbers
        that say nothing, till the end of the day.
        """
        today = china_time(self._clock.now()).date()
        with self._lock:
            if self._day != today or len(self._seen) > _MOST_READERS:
                self._day = today
                self._seen.clear()
            once, shared = (entry_id, hash(("reader", reader))), (entry_id, hash(("network", network)))
            if self._seen[once] or self._seen[shared] >= _OF_ONE_NETWORK:
                return
            self._seen[once] += 1
            self._seen[shared] += bool(network)
            self._counted[entry_id] += 1

    def popular(self) -> dict[str, int]:
        """How often each entry was read in the last days, as of the last `flush`, in any process."""
        return self._popular

    def flush(self) -> None:
        """Write what was counted, and read what all processes counted; what cannot be written is kept."""
        today = china_time(self._clock.now()).date()
        with self._lock:
            counted, self._counted = self._counted, Counter()
        try:
            if counted:
                transact(self._engine, lambda connection: _add(connection, counted, today))
        except Exception:
            with self._lock:
                self._counted += counted
            raise
        row = entry_use.c
        total = func.sum(row.times).label("total")
        query = (
            select(row.faq_id, total)
            .where(row.day > today - timedelta(days=POPULAR_DAYS))
            .group_by(row.faq_id)
            .order_by(total.desc(), row.faq_id)
            .limit(_MOST_POPULAR)
        )
        with reading(self._engine) as connection:
            self._popular = {found.faq_id: int(found.total) for found in connection.execute(query)}


def _add(connection: Connection, counted: Counter[str], today: date) -> None:
    row = entry_use.c
    for entry_id, times in sorted(counted.items()):  # in one order, or two gateways wait for each other
        again = update(entry_use).where(row.faq_id == entry_id, row.day == today).values(times=row.times + times)
        if not connection.execute(again).rowcount:
            connection.execute(insert(entry_use).values(faq_id=entry_id, day=today, times=times))
