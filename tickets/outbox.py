"""What the outside must be told, written in the transaction of the change it tells of: one table for every way out.

A row is claimed for a while, sent, and only then finished (`tickets.claims`). Rows of one kind and one lane (a
ticket, a person) go out in order. What cannot be sent stays, with the reason, where a person can see and resend it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from common.settings import Settings
from tickets import schema
from tickets.database import reading
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

KIND_LABELS = {
    "mail": "邮件",
    "webhook": "推送",
    "person": "给用户的消息",
    "live": "在线对话的提示",
    "wechat": "微信消息",
    "wechat_notice": "微信模板消息",
    "report": "每日报告",
    "content": "修改没有上线的通知",
}


class State(StrEnum):
    """How far a row got."""

    WAITING = "waiting"
    HELD = "held"
    """Nothing may be sent to this person before they write again."""
    UNCLEAR = "unclear"
    """It may have arrived; said once more with the person's next message."""
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


STATE_LABELS: dict[str, str] = {
    State.WAITING: "待发送",
    State.HELD: "等用户下次来",
    State.UNCLEAR: "不知是否送到",
    State.SENT: "已送出",
    State.DEAD: "死信",
    State.CANCELLED: "已取消",
}
OPEN_STATES = (State.WAITING, State.HELD)
"""What a later row of the lane waits for."""
UNFINISHED_STATES = (State.WAITING, State.HELD, State.UNCLEAR, State.DEAD)


@dataclass(frozen=True)
class OutboxEntry:
    """One thing to be told, and how far it got; as it is stored, so that an unreadable row can be listed too."""

    id: int
    kind: str
    lane: str
    ticket_id: int | None
    message_id: int | None
    number: str | None
    """The ticket's; None for a message that is about none."""
    event: str | None
    delivery_key: str
    payload_json: str
    state: str
    attempts: int
    lost: int
    """How often a worker died or hung while it had this row."""
    due_at: datetime
    claim: str | None
    unclear_at: datetime | None
    """When it may have been sent without our knowing."""
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def payload(self) -> dict[str, Any]:
        """What is told beside the ticket itself.

        Raises:
            ValueError: it is no JSON object.
        """
        value = json.loads(self.payload_json)
        if not isinstance(value, dict):
            raise ValueError("payload is no object")
        return value


def enabled_outlets(settings: Settings) -> frozenset[str]:
    """The outlets this installation has: persons always, mail and webhook when they have an address."""
    kinds = {"person"}
    if settings.mail.host:
        kinds.add("mail")
    if settings.webhook.url:
        kinds.add("webhook")
    return frozenset(kinds)


def new_row(kind: str, lane: str, key: str, now: datetime, **values: Any) -> dict[str, Any]:
    """The values of a row that may be sent at once."""
    row: dict[str, Any] = {
        "kind": kind,
        "lane": lane,
        "ticket_id": None,
        "message_id": None,
        "event": None,
        "delivery_key": key,
        "payload": "{}",
        "sealed": None,
        "state": State.WAITING,
        "attempts": 0,
        "lost": 0,
        "due_at": now,
        "created_at": now,
    }
    return row | values


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
            row = new_row(
                kind,
                ticket.number,
                f"{ticket.number}.{message_id or 0}.{event}.{kind}",
                now,
                ticket_id=ticket.id,
                message_id=message_id,
                event=event,
                payload=json.dumps(payload, ensure_ascii=False),
            )
            connection.execute(insert(schema.outbox).values(**row))


def retry(engine: Engine, entry_id: int, now: datetime) -> bool:
    """Send again, from a fresh start, what is dead, held or unclear; false when there is no such row."""
    row = schema.outbox.c
    states = (State.DEAD, State.HELD, State.UNCLEAR)
    change = (
        update(schema.outbox)
        .where(row.id == entry_id, row.state.in_(states))
        .values(
            state=State.WAITING,
            attempts=0,
            lost=0,
            due_at=now,
            created_at=now,
            unclear_at=None,
            finished_at=None,
            claim=None,
            lease_until=None,
        )
    )
    with engine.begin() as connection:
        return bool(connection.execute(change).rowcount == 1)


def abandon(engine: Engine, entry_id: int, now: datetime) -> bool:
    """Never send what is dead, held or unclear; false when there is no such row."""
    row = schema.outbox.c
    change = update(schema.outbox).where(row.id == entry_id, row.state.in_((State.DEAD, State.HELD, State.UNCLEAR)))
    with engine.begin() as connection:
        given_up = change.values(state=State.CANCELLED, finished_at=now, claim=None, lease_until=None, sealed=None)
        return bool(connection.execute(given_up).rowcount == 1)


def cancel(connection: Connection, ticket_ids: list[int], now: datetime) -> None:
    """Tell nobody anything more about these tickets (the person had their data deleted)."""
    row = schema.outbox.c
    connection.execute(
        update(schema.outbox)
        .where(row.ticket_id.in_(ticket_ids), row.state.in_(UNFINISHED_STATES))
        .values(state=State.CANCELLED, finished_at=now, claim=None, lease_until=None, sealed=None)
    )


def list_entries(engine: Engine, states: tuple[str, ...], limit: int = 100) -> list[OutboxEntry]:
    """Rows in these states, oldest first."""
    query = select_entries().where(schema.outbox.c.state.in_(states)).order_by(schema.outbox.c.id).limit(limit)
    with reading(engine) as connection:
        return [entry_of(row) for row in connection.execute(query)]


def select_entries() -> Any:
    """The query behind `entry_of`; the sealed content stays where it is."""
    columns = [column for column in schema.outbox.columns if column.name != "sealed"]
    query = select(*columns, schema.ticket.c.number)
    return query.outerjoin_from(schema.outbox, schema.ticket, schema.ticket.c.id == schema.outbox.c.ticket_id)


def entry_of(row: Row) -> OutboxEntry:
    """A row of `select_entries`."""
    return OutboxEntry(
        id=row.id,
        kind=row.kind,
        lane=row.lane,
        ticket_id=row.ticket_id,
        message_id=row.message_id,
        number=row.number,
        event=row.event,
        delivery_key=row.delivery_key,
        payload_json=row.payload,
        state=row.state,
        attempts=row.attempts,
        lost=row.lost,
        due_at=row.due_at,
        claim=row.claim,
        unclear_at=row.unclear_at,
        last_error=row.last_error,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
