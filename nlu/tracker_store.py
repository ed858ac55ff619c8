"""Rasa's SQL tracker store for one server with SQLite: a turn reads next to nothing and writes once.

Stock Rasa reads and rebuilds the whole session, counts its rows and inserts event by event in every
turn: nearly half of what a turn costs (docs/benchmarks.md).
"""

from __future__ import annotations

import json
from collections import OrderedDict
from itertools import islice
from typing import Any, TypeVar

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import create_engine, event, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool

T = TypeVar("T")
_MOST_RECENT = 2000
_TABLE = SQLTrackerStore.SQLEvent.__table__


class SqliteTrackerStore(SQLTrackerStore):
    """Keeps conversations in a SQLite file in WAL mode, and the recent ones in memory as they were saved.

    `synchronous=NORMAL` saves a disk flush in every turn: a killed process loses nothing, a power cut
    at worst the last turns' dialogue state (the messages themselves are in the gateway's inbox).

    Only for one Rasa process: a second would not see what the first remembers. Rasa's lock store
    keeps the turns of one conversation apart.
    """

    engine: Engine

    def __init__(self, domain: Any = None, host: str | None = None, event_broker: Any = None, **kwargs: Any) -> None:
        """`db` is the file; `host` is always given by Rasa's loader and means nothing here."""
        super().__init__(domain=domain, event_broker=event_broker, **kwargs)
        # Stock SQLAlchemy opens and closes the file in every transaction.
        options = {"poolclass": QueuePool, "connect_args": {"check_same_thread": False}}
        self.engine = create_engine(self.engine.url, **options)
        event.listen(self.engine, "connect", _set_up)
        self.sessionmaker.configure(bind=self.engine)
        self._recent: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._stored: OrderedDict[str, int] = OrderedDict()  # how many events of the session have rows

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's latest session.

        A remembered tracker is handed out once: a turn that fails before it saves leaves nothing half
        done behind. One whose rows were erased meanwhile is forgotten here too.
        """
        kept = self._recent.pop(sender_id, None)
        whole = kept is not None and len(kept.events) == self._stored.get(sender_id)
        if whole and self._has_rows(sender_id):
            return kept
        found: DialogueStateTracker | None = await super().retrieve(sender_id)
        _remember(self._stored, sender_id, len(found.events) if found else 0)
        return found

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the events of this turn in one insert."""
        await self.stream_events(tracker)
        sender_id = tracker.sender_id
        if sender_id not in self._stored:
            await super().save(tracker)
            return
        new = list(islice(tracker.events, self._stored[sender_id], None))
        if new:
            with self.engine.begin() as connection:
                connection.execute(insert(_TABLE), [_row(sender_id, item) for item in new])
        _remember(self._stored, sender_id, len(tracker.events))
        # What came before a new session is not to be carried along: the next turn reads the new one.
        if not any(isinstance(item, SessionStarted) for item in new):
            _remember(self._recent, sender_id, tracker)

    def _has_rows(self, sender_id: str) -> bool:
        query = select(_TABLE.c.id).where(_TABLE.c.sender_id == sender_id).limit(1)
        with self.engine.connect() as connection:
            return connection.execute(query).first() is not None


def _remember(kept: OrderedDict[str, T], sender_id: str, value: T) -> None:
    kept[sender_id] = value
    kept.move_to_end(sender_id)
    while len(kept) > _MOST_RECENT:
        kept.popitem(last=False)


def _row(sender_id: str, item: Event) -> dict[str, Any]:
    """An event as the stock store writes it."""
    data = item.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": item.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def _set_up(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
