"""Rasa's SQL tracker store with SQLite set up for a server: readers do not wait for writers."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import event


class SqliteTrackerStore(SQLTrackerStore):
    """Keeps conversations in a SQLite file in WAL mode.

    `synchronous=NORMAL` saves a disk flush in every turn: a killed process loses nothing, a power cut
    at worst the last turns' dialogue state (the messages themselves are in the gateway's inbox).
    """

    def __init__(self, domain: Any = None, host: str | None = None, event_broker: Any = None, **kwargs: Any) -> None:
        """`db` is the file; `host` is always given by Rasa's loader and means nothing here."""
        super().__init__(domain=domain, event_broker=event_broker, **kwargs)
        event.listen(self.engine, "connect", _set_up)
        self.engine.dispose()  # connections opened before the listener was there


def _set_up(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
