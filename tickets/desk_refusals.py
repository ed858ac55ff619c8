"""Who was not let in to the desk: counted in memory, written a row an account and minute, and forgotten after a while.

Nobody decides how much is written by trying often. It is no part of the audit chain, from which nothing can be taken.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from threading import Lock

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock
from tickets.accounts import NAME_CHARS
from tickets.database import transact
from tickets.schema_desk import desk_account, desk_refusal

_KEPT = timedelta(days=90)
_MOST_NAMES = 50_000
_MOST_ADDRESSES = 1_000
"""So many are told apart of one account and minute."""


class DeskRefusals:
    """Counts refused sign-ins; `flush` once a minute."""

    def __init__(self, engine: Engine, clock: Clock = SYSTEM_CLOCK) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._clock = clock
        self._lock = Lock()
        self._tries: Counter[str] = Counter()
        self._addresses: dict[str, set[int]] = {}

    def note(self, name: str, address: str) -> None:
        """Count one: no database is asked, so that it takes as long for a name that nobody has."""
        with self._lock:
            if len(name) > NAME_CHARS or (name not in self._tries and len(self._tries) >= _MOST_NAMES):
                return
            self._tries[name] += 1
            seen = self._addresses.setdefault(name, set())
            if len(seen) < _MOST_ADDRESSES:
                seen.add(hash(address))

    def flush(self) -> None:
        """Write what was counted of accounts that exist (other names may be passwords)."""
        with self._lock:
            tries, addresses = self._tries, self._addresses
            self._tries, self._addresses = Counter(), {}
        if tries:
            transact(self._engine, lambda connection: self._write(connection, tries, addresses))

    def _write(self, connection: Connection, tries: Counter[str], addresses: dict[str, set[int]]) -> None:
        now = self._clock.now()
        for name in connection.execute(select(desk_account.c.name)).scalars().all():
            if name in tries:
                row = {"name": name, "at": now, "tries": tries[name], "addresses": len(addresses[name])}
                connection.execute(insert(desk_refusal).values(**row))

    def forget_old(self) -> None:
        """Delete what is kept long enough."""
        old = delete(desk_refusal).where(desk_refusal.c.at < self._clock.now() - _KEPT)
        transact(self._engine, lambda connection: connection.execute(old))
