"""Who sends what now: rows are claimed with a lease, and only the holder of the claim may say how it ended.

The claim is in the database, so any number of workers in any number of processes share the rows. A lease that runs
out means that its worker died or hangs: what may be sent again is, a bounded number of times; the rest is unclear.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.engine import Connection, Engine

from tickets import schema
from tickets.database import UtcDateTime, reading, transact
from tickets.outbox import OPEN_STATES, OutboxEntry, State, entry_of, select_entries

MOST_LOST = 3
"""How many workers a row may take down with it."""

_MOST_ROUNDS = 100

LOST_LABEL = "发送它的进程没有做完"

Prepare = Callable[[Connection, OutboxEntry], OutboxEntry | None]
"""What a kind still has to do inside the claiming transaction; None: it has put the row elsewhere."""


class Settled(Protocol):
    """What a kind does with an outcome, in the transaction that notes it."""

    def __call__(self, connection: Connection, entry: OutboxEntry, state: State, *, maybe_sent: bool) -> None:
        """Do it."""


@dataclass(frozen=True)
class Claiming:
    """How one kind's rows are claimed."""

    kind: str
    lease_s: float
    repeatable: bool
    """Whether the other side knows a repeat by its key; what it does not know is unclear after a crash."""
    prepare: Prepare
    settled: Settled


def claim_due(engine: Engine, claiming: Claiming, now: datetime, limit: int = 20) -> list[OutboxEntry]:
    """Take what is due for this worker alone until the lease ends; oldest first, one of each lane."""
    row, asked = schema.outbox.c, {"of_kind": claiming.kind, "at": now}

    def is_anything_due() -> bool:
        with reading(engine) as connection:
            return connection.execute(_ANY_DUE, asked).first() is not None

    def claim(connection: Connection) -> list[OutboxEntry]:
        ids = list(connection.execute(_DUE.limit(limit).with_for_update(skip_locked=True), asked).scalars())
        found = connection.execute(select_entries().where(row.id.in_(ids)).order_by(row.id)).all()
        claimed = [_take(connection, claiming, entry_of(item), now) for item in found]
        return [entry for entry in claimed if entry is not None]

    for _ in range(_MOST_ROUNDS):
        if not is_anything_due():
            break
        if claimed := transact(engine, claim):
            return claimed
        # All of them were put elsewhere, which may have made those behind them due.
    return []


def settle(connection: Connection, entry: OutboxEntry, state: State, **values: Any) -> bool:
    """Say how a claimed row (and those claimed along with it) ended; false when the claim is no longer ours."""
    row = schema.outbox.c
    change = update(schema.outbox).where(row.state == State.WAITING, row.claim == entry.claim)
    return bool(connection.execute(change.values(state=state, claim=None, lease_until=None, **values)).rowcount)


def is_ours(connection: Connection, entry: OutboxEntry) -> bool:
    """Whether the claim still stands: nobody cancelled the row or took it over."""
    row = schema.outbox.c
    mine = (row.id == entry.id) & (row.state == State.WAITING) & (row.claim == entry.claim)
    return connection.execute(select(row.id).where(mine)).first() is not None


def put_aside(connection: Connection, entry_id: int, state: State, now: datetime, reason: str) -> None:
    """Take a row out of the way, with the reason."""
    ended = now if state is State.DEAD else None
    change = update(schema.outbox).where(schema.outbox.c.id == entry_id)
    values = {"state": state, "last_error": reason, "finished_at": ended, "claim": None, "lease_until": None}
    connection.execute(change.values(**values))


def _due_query() -> Any:
    """Heads of lanes that may be tried at a moment; built once, it is asked every second."""
    row, earlier = schema.outbox.c, schema.outbox.alias("earlier").c
    blocked = (
        select(earlier.id)
        .where(earlier.kind == row.kind, earlier.lane == row.lane, earlier.state.in_(OPEN_STATES), earlier.id < row.id)
        .exists()
    )
    at = bindparam("at", type_=UtcDateTime)
    free = or_(and_(row.claim.is_(None), row.due_at <= at), and_(row.claim.is_not(None), row.lease_until <= at))
    due = and_(row.kind == bindparam("of_kind"), row.state == State.WAITING, free, ~blocked)
    return select(row.id).where(due).order_by(row.id)


_DUE = _due_query()
_ANY_DUE = _DUE.limit(1)


def _take(connection: Connection, claiming: Claiming, entry: OutboxEntry, now: datetime) -> OutboxEntry | None:
    lost = entry.lost
    if entry.claim is not None:
        lost += 1
        if not claiming.repeatable:
            _give_up_lost(connection, claiming, entry, now)
            return None
        if lost >= MOST_LOST:
            put_aside(connection, entry.id, State.DEAD, now, f"{LOST_LABEL}（{lost} 次）")
            return None
    claimed = replace(entry, claim=secrets.token_hex(8), attempts=entry.attempts + 1, lost=lost)
    connection.execute(
        update(schema.outbox)
        .where(schema.outbox.c.id == entry.id)
        .values(
            claim=claimed.claim,
            attempts=claimed.attempts,
            lost=lost,
            lease_until=now + timedelta(seconds=claiming.lease_s),
        )
    )
    return claiming.prepare(connection, claimed)


def _give_up_lost(connection: Connection, claiming: Claiming, entry: OutboxEntry, now: datetime) -> None:
    """It may have been sent: unclear, with everything that was claimed along; a second time it is dead."""
    again = entry.unclear_at is not None
    values: dict[str, Any] = {"last_error": LOST_LABEL, "lost": entry.lost + 1}
    values |= {"finished_at": now} if again else {"unclear_at": now}
    state = State.DEAD if again else State.UNCLEAR
    settle(connection, entry, state, **values)
    claiming.settled(connection, entry, state, maybe_sent=True)


def note(connection: Connection, entry: OutboxEntry, **payload: Any) -> OutboxEntry:
    """Keep something with a claimed row for whoever settles it."""
    text = json.dumps(payload)
    connection.execute(update(schema.outbox).where(schema.outbox.c.id == entry.id).values(payload=text))
    return replace(entry, payload_json=text)
