"""What the outside must be told, written in the transaction of the change it tells of.

A row is claimed for a while, sent, and only then finished: a crash in between sends it again under
the same delivery key, by which mailboxes and ticket systems recognise it. Rows of one ticket and
one kind go out in order.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from common.settings import Settings
from tickets import schema
from tickets.database import reading, transact
from tickets.model import Event

OUTLETS: dict[Event, tuple[str, ...]] = {
    Event.OPENED: ("mail", "webhook"),
    Event.ADDED: ("mail", "webhook"),
    Event.SETTLED: ("mail", "webhook"),
    Event.REPLIED: ("person", "webhook"),
    Event.STATUS_CHANGED: ("person", "webhook"),
    Event.ASSIGNED: ("webhook",),
}
"""Who is told of what."""

KIND_LABELS = {"mail": "邮件", "webhook": "推送", "person": "给用户的消息"}
STATE_LABELS = {"waiting": "待发送", "sent": "已送出", "dead": "死信", "cancelled": "已取消"}


@dataclass(frozen=True)
class OutboxEntry:
    """One thing to be told, and how far it got."""

    id: int
    ticket_id: int
    message_id: int | None
    number: str
    kind: str
    event: Event
    delivery_key: str
    payload: dict[str, Any]
    state: str
    attempts: int
    due_at: datetime
    claim: str | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


def enabled_outlets(settings: Settings) -> frozenset[str]:
    """The outlets this installation has: persons always, mail and webhook when they have an address."""
    kinds = {"person"}
    if settings.mail.host:
        kinds.add("mail")
    if settings.webhook.url:
        kinds.add("webhook")
    return frozenset(kinds)


def enqueue(
    connection: Connection,
    ticket: Row,
    event: Event,
    message_id: int | None,
    outlets: frozenset[str],
    now: datetime,
    **payload: Any,
) -> None:
    """Write the rows of one event; the payload must hold no personal data."""
    for kind in OUTLETS[event]:
        if kind in outlets:
            connection.execute(
                insert(schema.outbox).values(
                    ticket_id=ticket.id,
                    message_id=message_id,
                    kind=kind,
                    event=event,
                    delivery_key=f"{ticket.number}.{message_id or 0}.{event}.{kind}",
                    payload=json.dumps(payload, ensure_ascii=False),
                    state="waiting",
                    attempts=0,
                    due_at=now,
                    created_at=now,
                )
            )


def claim_due(engine: Engine, kinds: frozenset[str], now: datetime, lease_s: float, limit: int = 20) -> list[int]:
    """Take what is due for this worker alone until the lease ends; ids, oldest first."""
    row = schema.outbox.c
    earlier = schema.outbox.alias("earlier").c
    blocked = (
        select(earlier.id)
        .where(
            earlier.ticket_id == row.ticket_id,
            earlier.kind == row.kind,
            earlier.state == "waiting",
            earlier.id < row.id,
        )
        .exists()
    )
    due = (row.state == "waiting") & (row.due_at <= now) & row.kind.in_(sorted(kinds)) & ~blocked
    query = select(row.id).where(due).order_by(row.id).limit(limit)
    with reading(engine) as connection:
        if connection.execute(query.limit(1)).first() is None:
            return []

    def claim(connection: Connection) -> list[int]:
        ids = list(connection.execute(query.with_for_update(skip_locked=True)).scalars())
        connection.execute(
            update(schema.outbox)
            .where(row.id.in_(ids))
            .values(claim=secrets.token_hex(8), attempts=row.attempts + 1, due_at=now + timedelta(seconds=lease_s))
        )
        return ids

    return transact(engine, claim)


def mark_sent(engine: Engine, entry: OutboxEntry, now: datetime) -> bool:
    """Finish a delivery; false when the lease had ended and another worker took it."""
    return _finish(engine, entry, state="sent", finished_at=now, last_error=None)


def mark_dead(engine: Engine, entry: OutboxEntry, now: datetime, error: str) -> bool:
    """Give a delivery up; it stays on the dead-letter list until somebody retries it."""
    return _finish(engine, entry, state="dead", finished_at=now, last_error=error)


def put_back(engine: Engine, entry: OutboxEntry, due_at: datetime, error: str) -> bool:
    """Try a delivery again later."""
    return _finish(engine, entry, state="waiting", due_at=due_at, last_error=error)


def retry(engine: Engine, entry_id: int, now: datetime) -> bool:
    """Put a dead letter back with a fresh start; false when there is no such dead letter."""
    row = schema.outbox.c
    change = (
        update(schema.outbox)
        .where(row.id == entry_id, row.state == "dead")
        .values(state="waiting", attempts=0, due_at=now, created_at=now, finished_at=None, claim=None)
    )
    with engine.begin() as connection:
        return bool(connection.execute(change).rowcount == 1)


def cancel(connection: Connection, ticket_ids: list[int], now: datetime) -> None:
    """Tell nobody anything more about these tickets (the person had their data deleted)."""
    row = schema.outbox.c
    connection.execute(
        update(schema.outbox)
        .where(row.ticket_id.in_(ticket_ids), row.state.in_(("waiting", "dead")))
        .values(state="cancelled", finished_at=now, claim=None)
    )


def read_entry(engine: Engine, entry_id: int) -> OutboxEntry:
    """One row by its id."""
    with reading(engine) as connection:
        return _entry(connection.execute(_with_number().where(schema.outbox.c.id == entry_id)).one())


def list_entries(engine: Engine, states: tuple[str, ...], limit: int = 100) -> list[OutboxEntry]:
    """Rows in these states, oldest first."""
    query = _with_number().where(schema.outbox.c.state.in_(states)).order_by(schema.outbox.c.id).limit(limit)
    with reading(engine) as connection:
        return [_entry(row) for row in connection.execute(query)]


def _finish(engine: Engine, entry: OutboxEntry, **values: Any) -> bool:
    row = schema.outbox.c
    change = (
        update(schema.outbox)
        .where(row.id == entry.id, row.state == "waiting", row.claim == entry.claim)
        .values(claim=None, **values)
    )
    return transact(engine, lambda connection: bool(connection.execute(change).rowcount == 1))


def _with_number() -> Any:
    return select(schema.outbox, schema.ticket.c.number).join(
        schema.ticket, schema.ticket.c.id == schema.outbox.c.ticket_id
    )


def _entry(row: Row) -> OutboxEntry:
    return OutboxEntry(
        id=row.id,
        ticket_id=row.ticket_id,
        message_id=row.message_id,
        number=row.number,
        kind=row.kind,
        event=Event(row.event),
        delivery_key=row.delivery_key,
        payload=json.loads(row.payload),
        state=row.state,
        attempts=row.attempts,
        due_at=row.due_at,
        claim=row.claim,
        last_error=row.last_error,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
