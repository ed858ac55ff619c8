"""What an agent reads beside a ticket: how replies fared, what was said before, the person's other tickets, who looked.

Everything is masked; the talk is as the conversation kept it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from tickets import schema
from tickets.database import reading
from tickets.model import Status, Ticket
from tickets.numbers import is_number
from tickets.outbox import State
from tickets.ticket_texts import SearchTexts

MOST_TURNS = 60
_MOST_OTHERS = 10
_MOST_REVEALS = 20
_STAGES = (State.DEAD, State.UNCLEAR, State.HELD, State.WAITING, State.CANCELLED, State.SENT)
"""Of several parts of a reply the worst says how it fared."""


@dataclass(frozen=True)
class Fate:
    """How far a reply got: a word for the style, and in Chinese; `outbox_id` can be sent again when `can_retry`."""

    state: str
    text: str
    reason: str = ""
    outbox_id: int = 0
    can_retry: bool = False


@dataclass(frozen=True)
class Turn:
    """One message of the person and what the bot answered."""

    at: datetime
    text: str
    pictures: int
    answers: tuple[str, ...]
    way: str
    """The entry or guide step that answered; empty for small talk."""


@dataclass(frozen=True)
class OtherTicket:
    """Another ticket of the same person."""

    number: str
    status: Status
    summary: str
    created_at: datetime
    merged_into: str


@dataclass(frozen=True)
class Look:
    """Somebody saw the raw data."""

    at: datetime
    agent: str
    reason: str


@dataclass(frozen=True)
class CaseFile:
    """All of it."""

    told: Mapping[int, Fate]
    talk: tuple[Turn, ...]
    """The last turns before the ticket; `is_cut` when there were more."""
    is_cut: bool
    others: tuple[OtherTicket, ...]
    looks: tuple[Look, ...]
    tags: tuple[str, ...]
    topic: str


class CaseFiles:
    """Reads them."""

    def __init__(self, engine: Engine, texts: SearchTexts) -> None:
        """Read from this database; `texts` opens the first words of other tickets."""
        self._engine = engine
        self._texts = texts

    def of(self, ticket: Ticket) -> CaseFile:
        """The file of a ticket that was read with its history."""
        tag, text = schema.ticket_tag.c, schema.ticket_text.c
        with reading(self._engine) as connection:
            talk = _talk(connection, ticket)
            return CaseFile(
                told=_told(connection, ticket),
                talk=talk[-MOST_TURNS:],
                is_cut=len(talk) > MOST_TURNS,
                others=self._others(connection, ticket),
                looks=_looks(connection, ticket.number),
                tags=tuple(
                    connection.execute(select(tag.tag).where(tag.ticket_id == ticket.id).order_by(tag.tag)).scalars()
                ),
                topic=connection.execute(select(text.topic).where(text.ticket_id == ticket.id)).scalar() or "",
            )

    def _others(self, connection: Connection, ticket: Ticket) -> tuple[OtherTicket, ...]:
        row, owner = schema.ticket.c, schema.requester.c
        query = (
            select(row.id, row.number, row.status, row.created_at, row.merged_into)
            .join(schema.requester, owner.id == row.requester_id)
            .where(owner.conversation_key == ticket.conversation_key, row.id != ticket.id)
            .order_by(row.id.desc())
            .limit(_MOST_OTHERS)
        )
        others = connection.execute(query).all()
        summaries = self._texts.summaries(connection, [found.id for found in others])
        return tuple(
            OtherTicket(
                found.number,
                Status(found.status),
                summaries.get(found.id, ""),
                found.created_at,
                found.merged_into or "",
            )
            for found in others
        )

    def told(self, ticket: Ticket) -> Mapping[int, Fate]:
        """How each reply fared, by its id."""
        with reading(self._engine) as connection:
            return _told(connection, ticket)


def _told(connection: Connection, ticket: Ticket) -> dict[int, Fate]:
    row = schema.outbox.c
    query = (
        select(row.id, row.kind, row.message_id, row.state, row.last_error)
        .where(row.ticket_id == ticket.id, row.message_id.is_not(None), row.kind.in_(("person", "wechat")))
        .order_by(row.id)
    )
    parts: dict[int, list[Any]] = {}
    for found in connection.execute(query):
        parts.setdefault(found.message_id, []).append(found)
    said_at = {message.id: message.created_at for message in ticket.messages}
    return {
        message_id: _fate(rows, ticket.seen_at, said_at[message_id])
        for message_id, rows in parts.items()
        if message_id in said_at
    }


def _fate(rows: Sequence[Any], seen_at: datetime | None, said_at: datetime) -> Fate:
    if seen_at is not None and seen_at >= said_at:
        return Fate("seen", "已看到")
    # In WeChat the row for the person only means that the messages were queued: theirs count.
    own = [row for row in rows if row.kind == "wechat"] or rows
    worst = min(own, key=lambda row: _STAGES.index(row.state) if row.state in _STAGES else len(_STAGES))
    texts = {
        State.WAITING: ("waiting", "发送中"),
        State.HELD: ("held", "等用户下次来微信时送到"),
        State.UNCLEAR: ("failed", "不知是否送到"),
        State.SENT: ("sent", "已送到，还没看"),
        State.DEAD: ("failed", "没有送到"),
        State.CANCELLED: ("failed", "已取消"),
    }
    state, text = texts.get(worst.state, ("waiting", worst.state))
    retry = worst.state in (State.DEAD, State.UNCLEAR)
    return Fate(state, text, worst.last_error or "" if state != "sent" else "", worst.id, retry)


def _talk(connection: Connection, ticket: Ticket) -> tuple[Turn, ...]:
    row = schema.inbox.c
    query = (
        select(row.received_at, row.payload, row.reply)
        .where(row.conversation_key == ticket.conversation_key, row.state == "done", row.reply.is_not(None))
        .where(row.received_at <= ticket.created_at)
        .order_by(row.id.desc())
        .limit(MOST_TURNS + 1)
    )
    turns = []
    for found in reversed(connection.execute(query).all()):
        payload, reply = json.loads(found.payload), json.loads(found.reply)
        trace = reply.get("trace") or {}
        answers = tuple(str(one.get("text", "")) for one in reply.get("replies", ()) if one.get("text"))
        pictures = len(payload.get("pictures", ()))
        turns.append(Turn(found.received_at, str(payload.get("text", "")), pictures, answers, _way(trace)))
    return tuple(turns)


def _way(trace: Mapping[str, Any]) -> str:
    if guide := trace.get("guide_id"):
        return f"{guide} · {step}" if (step := trace.get("step")) else str(guide)
    return str(trace.get("faq_id") or "")


def _looks(connection: Connection, number: str) -> tuple[Look, ...]:
    row = schema.audit_entry.c
    query = (
        select(row.at, row.actor, row.detail)
        .where(row.subject == number, row.action == "reveal")
        .order_by(row.sequence.desc())
        .limit(_MOST_REVEALS)
    )
    return tuple(Look(one.at, one.actor, json.loads(one.detail).get("reason", "")) for one in connection.execute(query))


def last_change(connection: Connection) -> int:
    """A number that grows with every change to any ticket: the audit chain's length."""
    return int(connection.execute(select(func.max(schema.audit_head.c.sequence))).scalar() or 0)


def changed_since(engine: Engine, sequence: int) -> tuple[int, tuple[str, ...]]:
    """The newest change, and the numbers of tickets that changed since that one."""
    row = schema.audit_entry.c
    with reading(engine) as connection:
        newest = last_change(connection)
        if newest <= sequence:
            return newest, ()
        query = select(row.subject).where(row.sequence > sequence, row.action.not_in(("reveal", "picture"))).distinct()
        subjects = connection.execute(query).scalars().all()
    return newest, tuple(filter(is_number, subjects))
