"""What operators see and do at the desk: what could not be sent, what every process serves, how much there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock
from tickets import outbox, schema
from tickets.audit import record
from tickets.beats import Beat, list_beats
from tickets.database import reading, transact
from tickets.errors import DeskError
from tickets.outbox import OutboxEntry, State
from tickets.service_notes import BACKUP, CALIBRATION, ServiceNote, read_note

_MOST = 100
_BACKUP_DUE = timedelta(days=2)
_STUCK = (State.DEAD, State.HELD, State.UNCLEAR)


@dataclass(frozen=True)
class Operations:
    """The state of an installation at one moment."""

    beats: tuple[Beat, ...]
    silent: tuple[Beat, ...]
    """Processes that ended without saying so, or hang."""
    contents: frozenset[str]
    """The versions that are served now; more than one for a few seconds after an edit."""
    stuck: tuple[OutboxEntry, ...]
    counts: dict[str, int]
    """How many rows of the outbox are in each state that is not an end, and dead."""
    backup: ServiceNote | None
    backup_is_due: bool
    calibration: ServiceNote | None
    """The last edit at the desk that wanted a calibration."""
    database: str
    database_bytes: int
    rows: dict[str, int]


class Operating:
    """Reads and acts for one database; acts are on the audit record."""

    def __init__(self, engine: Engine, clock: Clock = SYSTEM_CLOCK) -> None:
        """Use a migrated database."""
        self._engine = engine
        self._clock = clock

    def look(self) -> Operations:
        """Everything at once."""
        now, row = self._clock.now(), schema.outbox.c
        beats = list_beats(self._engine)
        fresh = _running(beats, now)
        # What a restart left behind is no trouble once another of its kind and machine is there.
        replaced = {(beat.kind, beat.host) for beat in fresh}
        silent = tuple(beat for beat in beats if beat not in fresh and (beat.kind, beat.host) not in replaced)
        backup = read_note(self._engine, BACKUP)
        with reading(self._engine) as connection:
            counts = dict(connection.execute(select(row.state, func.count()).group_by(row.state)).all())
            size = _size_of(connection)
            tables = {"ticket": schema.ticket, "message": schema.message, "inbox": schema.inbox}
            rows = {
                name: connection.execute(select(func.count()).select_from(at)).scalar_one()
                for name, at in tables.items()
            }
        return Operations(
            beats=fresh,
            silent=silent,
            contents=frozenset(str(beat.detail["content"]) for beat in fresh if beat.detail.get("content")),
            stuck=tuple(outbox.list_entries(self._engine, _STUCK, _MOST)),
            counts={state: count for state, count in counts.items() if state in outbox.UNFINISHED_STATES},
            backup=backup,
            calibration=read_note(self._engine, CALIBRATION),
            backup_is_due=backup is None or now - backup.at > _BACKUP_DUE,
            database=self._engine.dialect.name,
            database_bytes=size,
            rows=rows,
        )

    def resend(self, actor: str, entry_id: int) -> None:
        """Send again what is dead, held or unclear.

        Raises:
            DeskError: there is no such row any more.
        """
        self._noted(actor, "resend", entry_id, outbox.retry(self._engine, entry_id, self._clock.now()))

    def drop(self, actor: str, entry_id: int) -> None:
        """Give such a row up.

        Raises:
            DeskError: there is no such row any more.
        """
        self._noted(actor, "drop_delivery", entry_id, outbox.abandon(self._engine, entry_id, self._clock.now()))

    def resend_all(self, actor: str) -> int:
        """Send every dead letter again; how many."""
        dead = outbox.list_entries(self._engine, (State.DEAD,), 10 * _MOST)
        sent = [entry for entry in dead if outbox.retry(self._engine, entry.id, self._clock.now())]
        for entry in sent:
            self._noted(actor, "resend", entry.id, True)
        return len(sent)

    def _noted(self, actor: str, action: str, entry_id: int, done: bool) -> None:
        if not done:
            raise DeskError("这一条已经送出去了，或者别人刚处理过。")
        now = self._clock.now()
        transact(self._engine, lambda connection: record(connection, now, actor, action, f"outbox:{entry_id}"))


def serving(engine: Engine, clock: Clock = SYSTEM_CLOCK) -> tuple[Beat, ...]:
    """The processes that run and serve content."""
    return tuple(beat for beat in _running(list_beats(engine), clock.now()) if beat.detail.get("content"))


def _running(beats: Iterable[Beat], now: datetime) -> tuple[Beat, ...]:
    return tuple(beat for beat in beats if beat.is_fresh(now) and not beat.is_gone())


def _size_of(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
