"""Rasa's SQL tracker store at a cost that does not grow with the conversation, for one Rasa process or several.

Events are written as stock Rasa writes them. Beside them one row a conversation holds what everything before the last
turns amounts to (`nlu.recent_events`), so that any process reads a handful of rows. What this process remembers of a
conversation counts only while no other process has written since: the database says so.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import (
    Column,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    event,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from nlu.recent_events import RecentMemory, first_kept

log = logging.getLogger(__name__)
T = TypeVar("T")
_MOST_RECENT = 2000
_RANKED = 2
"""The fallback, which may stand first, and the intent behind it."""
_EVENT = SQLTrackerStore.SQLEvent.__table__
_MEMORY = Table(
    "conversation_memory",
    SQLTrackerStore.Base.metadata,
    Column("sender_id", String(255), primary_key=True),
    Column("event_id", Integer, nullable=False),
    Column("memory", Text, nullable=False),
    extend_existing=True,  # Rasa's metadata outlives this module where it is imported anew
)
"""`event_id` is the last event that became part of `memory`."""
_OF = _EVENT.c.sender_id == bindparam("of")
_NEWEST = select(_EVENT.c.id).where(_OF).order_by(_EVENT.c.id.desc()).limit(1)
_ADDED = select(_EVENT.c.id).where(_OF, _EVENT.c.id > bindparam("since")).order_by(_EVENT.c.id)
_ADD = insert(_EVENT)
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:of, 0))")
"""Until the transaction ends, nobody else adds to this conversation."""
_CREATE_LOCK = 0x7261_7361  # «rasa»: PostgreSQL's advisory lock while tables are made


class LateTurnError(Exception):
    """The conversation has gone on without this turn."""


@dataclass(frozen=True)
class _Stored:
    """What of a tracker is in the database."""

    memory: RecentMemory = field(default_factory=RecentMemory)
    stands_for: int = 0
    """How many events at the front only stand for `memory`."""
    event_ids: tuple[int, ...] = ()
    """The rows of the events after those; what is behind them is new."""

    @property
    def last_id(self) -> int:
        """The row of the newest stored event."""
        return self.event_ids[-1] if self.event_ids else 0


class ConversationStore(SQLTrackerStore):
    """Keeps conversations in SQLite (WAL mode) or PostgreSQL.

    On SQLite `synchronous=NORMAL` saves a disk flush in every turn: a killed process loses nothing, a power cut at
    worst the last turns' dialogue state (the messages themselves are in the gateway's inbox). The gateway's lease
    and Rasa's lock store keep the turns of one conversation apart; where a server was so slow that it lost both, its
    turn is not written.
    """

    engine: Engine

    def __init__(self, domain: Any = None, host: str | None = None, event_broker: Any = None, **kwargs: Any) -> None:
        """`db` is a SQLite file, or `address` the whole address of a database; Rasa's loader always gives a `host`."""
        address = kwargs.pop("address", None) or f"sqlite:///{kwargs['db']}"
        engine = _open(address)
        _make_tables(engine)
        super().__init__(domain=domain, host=address, event_broker=event_broker, **kwargs)
        self.engine.dispose()
        self.engine = engine
        self.sessionmaker.configure(bind=engine)
        self._recent: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._seen: dict[str, DialogueStateTracker] = {}

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's last turns.

        A remembered tracker is handed out once: a turn that fails before it saves leaves nothing half done behind.
        One to which another process added, or whose rows were erased, is read anew.
        """
        seen = self._seen.pop(sender_id, None)
        kept = self._recent.pop(sender_id, None)
        if seen is not None:
            return seen

        def read() -> DialogueStateTracker | None:
            with self.engine.connect() as connection:
                newest = connection.execute(_NEWEST, {"of": sender_id}).scalar_one_or_none()
                if kept is not None and newest == _stored(kept).last_id:
                    return kept
                return self._read(connection, sender_id)

        return _once_more(read)

    def give_back(self, tracker: DialogueStateTracker) -> None:
        """Hand out the same tracker once more: it was only looked at, and the turn it was read for is to come."""
        if _stored(tracker).event_ids:
            self._recent[tracker.sender_id] = tracker

    def give_back_now(self, tracker: DialogueStateTracker) -> None:
        """Hand out the same tracker once more, to whoever asks next, without a look at the database.

        For a turn that read it a moment ago and holds the conversation's lock; `save` looks again.
        """
        self._seen[tracker.sender_id] = tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the events of this turn and fold what is no longer among the last turns, in one transaction.

        Raises:
            LateTurnError: another process added to the conversation since this one read it; nothing is written.
        """
        await self.stream_events(tracker)
        sender_id, stored = tracker.sender_id, _stored(tracker)
        events = list(tracker.events)[stored.stands_for :]
        new = events[len(stored.event_ids) :]
        if not new:
            return
        place = first_kept(events)
        memory = stored.memory.after(events[:place])
        rows = [_row(sender_id, lean(item)) for item in new]
        written = False

        def write() -> tuple[int, ...]:
            nonlocal written
            with self.engine.begin() as connection:
                added = {"of": sender_id, "since": stored.last_id}
                if connection.dialect.name == "postgresql":
                    connection.execute(_ALONE, {"of": sender_id})
                there = len(connection.execute(_ADDED, added).all())
                if there and not (written and there >= len(new)):  # else a lost acknowledgement: they are ours
                    log.warning("turn_overtaken")
                    raise LateTurnError
                if not there:
                    if not stored.event_ids:  # a beginning: whoever had this name before is not remembered
                        connection.execute(delete(_MEMORY).where(_MEMORY.c.sender_id == sender_id))
                    connection.execute(_ADD, rows)
                ids = (*stored.event_ids, *connection.execute(_ADDED, added).scalars().all()[-len(new) :])
                if place:
                    _keep(connection, sender_id, ids[place - 1], memory)
                written = True
            return ids

        ids = _once_more(write)
        tracker.stored = _Stored(stored.memory, stored.stands_for, ids)
        self._recent[sender_id] = self._make(sender_id, memory, events[place:], ids[place:])
        while len(self._recent) > _MOST_RECENT:
            self._recent.popitem(last=False)

    def _read(self, connection: Connection, sender_id: str) -> DialogueStateTracker | None:
        known = connection.execute(select(_MEMORY).where(_MEMORY.c.sender_id == sender_id)).one_or_none()
        query = select(_EVENT.c.id, _EVENT.c.data).where(_EVENT.c.sender_id == sender_id).order_by(_EVENT.c.id)
        rows = connection.execute(query.where(_EVENT.c.id > known.event_id) if known else query).all()
        if not rows:
            return None
        memory = RecentMemory.from_dict(json.loads(known.memory)) if known else RecentMemory()
        events = deserialise_events([json.loads(row.data) for row in rows])
        ids = tuple(row.id for row in rows)
        if not known:  # written before there was a memory: everything is read this once
            place = first_kept(events)
            memory, events, ids = memory.after(events[:place]), events[place:], ids[place:]
        return self._make(sender_id, memory, events, ids)

    def _make(
        self, sender_id: str, memory: RecentMemory, events: list[Event], ids: tuple[int, ...]
    ) -> DialogueStateTracker:
        front = memory.as_events()
        tracker = DialogueStateTracker.from_events(sender_id, [*front, *events], self.domain.slots)
        tracker.stored = _Stored(memory, len(front), ids)
        return tracker


def _once_more(work: Callable[[], T]) -> T:
    """The result of some work; when its connection broke, that of a second attempt on a new one."""
    try:
        return work()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        log.warning("tracker_connection_lost error=%s", type(error.orig).__name__)
        return work()


def _stored(tracker: DialogueStateTracker) -> _Stored:
    """What of a tracker is in the database; nothing of one that was made and not read."""
    stored: _Stored = getattr(tracker, "stored", _Stored())
    return stored


def _keep(connection: Connection, sender_id: str, event_id: int, memory: RecentMemory) -> None:
    values = {"event_id": event_id, "memory": json.dumps(memory.as_dict(), ensure_ascii=False)}
    if not connection.execute(update(_MEMORY).where(_MEMORY.c.sender_id == sender_id).values(values)).rowcount:
        connection.execute(insert(_MEMORY).values(sender_id=sender_id, **values))


def lean(item: Event) -> Event:
    """The event without the long tail of what a message might have meant: nobody asks once the turn is over.

    It was most of what each later turn read, sent to the action server and parsed there.
    """
    if isinstance(item, UserUttered) and item.parse_data:
        item.parse_data.pop("text_tokens", None)
        item.parse_data["intent_ranking"] = item.parse_data.get("intent_ranking", [])[:_RANKED]
    return item


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


def _open(address: str) -> Engine:
    """An engine that keeps its connections; its errors hold no row.

    Stock SQLAlchemy opens and closes a SQLite file in every transaction.
    """
    if make_url(address).get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        address, poolclass=QueuePool, connect_args={"check_same_thread": False}, hide_parameters=True
    )
    event.listen(engine, "connect", _set_up)
    return engine


def _make_tables(engine: Engine) -> None:
    """Make what is missing; processes that start together take turns."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CREATE_LOCK})")
        SQLTrackerStore.Base.metadata.create_all(connection)
        if engine.dialect.name == "postgresql":  # SQLite's index on sender_id ends with the id anyway
            connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS ix_events_sender_id_id ON events (sender_id, id)")


def _set_up(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def trust_the_store() -> None:
    """Let a fault of the conversation store fail the turn, instead of going on with a conversation that began anew.

    Stock Rasa wraps every store: one that cannot be read counts as empty, and what then happens is written to memory,
    so a connection lost for a moment took the half-filled form of whoever wrote in it. The gateway answers such a turn
    without Rasa, and the next message finds everything as it was.
    """
    stock = Agent._create_tracker_store

    def create(store: Any, domain: Any) -> Any:
        if not isinstance(store, ConversationStore):
            return stock(store, domain)
        store.domain = domain
        return store

    Agent._create_tracker_store = staticmethod(create)
