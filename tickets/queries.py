"""What is read from the desk: tickets for their owner, for agents, for export; counts for the metrics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection, Engine, Row
from sqlalchemy.sql import ClauseElement

from common.clock import china_time
from common.masking import mask
from tickets import schema
from tickets.access import THEIRS, is_theirs
from tickets.attachments import attachment_view
from tickets.database import reading
from tickets.errors import UnknownTicketError
from tickets.fields import show_username
from tickets.model import ACTIVE, AttachmentView, MessageKind, MessageView, Person, Priority, Status, Ticket
from tickets.vault import Vault

ERASED = "（已删除）"
_NOT_THEIRS = (MessageKind.NOTE,)
"""What of a ticket's history its owner does not see."""


@dataclass(frozen=True)
class DeskCounts:
    """The desk at one moment, for /metrics."""

    tickets: dict[str, int]
    overdue: int
    outbox: dict[tuple[str, str], int]
    oldest_waiting_s: float


class TicketReader:
    """Reads tickets; masked unless asked otherwise by the service that audits it."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        """Read from this database with these keys."""
        self._engine = engine
        self._vault = vault

    def own_tickets(self, person: Person, limit: int = 10, *, history: bool = False) -> list[Ticket]:
        """A person's tickets, newest first; the channel identity is the only key. With their history if wanted."""
        with reading(self._engine) as connection:
            theirs = {"their_key": person.conversation_key, "their_channel": person.channel, "most": limit}
            rows = connection.execute(_OWN, theirs).all()
            return [self.build(row, connection if history else None, hidden=_NOT_THEIRS) for row in rows]

    def own_ticket(self, person: Person, number: str) -> Ticket:
        """One of the person's tickets with the history they may see (no notes).

        Raises:
            UnknownTicketError: no such ticket, or somebody else's: the text is the same.
        """
        with reading(self._engine) as connection:
            row = connection.execute(_tickets(is_theirs(person) & (schema.ticket.c.number == number))).one_or_none()
            if row is None:
                raise UnknownTicketError
            return self.build(row, connection, hidden=_NOT_THEIRS)

    def unread(self, person: Person) -> tuple[str, ...]:
        """The numbers of a person's tickets with an answer they have not looked at."""
        row, said = schema.ticket.c, schema.message.c
        new = (said.kind == str(MessageKind.REPLY)) & (row.seen_at.is_(None) | (said.created_at > row.seen_at))
        query = (
            select(row.number)
            .join(schema.message, said.ticket_id == row.id)
            .where(is_theirs(person), new, row.erased_at.is_(None))
            .group_by(row.id, row.number)
            .order_by(row.id)
        )
        with reading(self._engine) as connection:
            return tuple(connection.execute(query).scalars())

    def ticket(self, number: str) -> Ticket:
        """One ticket with its whole history, masked, for agents.

        Raises:
            UnknownTicketError: no such ticket.
        """
        with reading(self._engine) as connection:
            return self.find(connection, number)

    def tickets(
        self,
        statuses: Iterable[Status] = (),
        assignee: str | None = None,
        overdue_on: date | None = None,
        limit: int | None = 50,
        offset: int = 0,
    ) -> list[Ticket]:
        """Tickets for agents, masked, without history; the ones promised first come first."""
        row = schema.ticket.c
        condition: Any = row.id.is_not(None)
        if wanted := [str(status) for status in statuses]:
            condition &= row.status.in_(wanted)
        if assignee is not None:
            condition &= row.assignee == assignee
        if overdue_on is not None:
            condition &= _overdue(overdue_on)
        query = _tickets(condition).order_by(row.promised_on, row.id).limit(limit).offset(offset)
        with reading(self._engine) as connection:
            return [self.build(found) for found in connection.execute(query)]

    def counts(self, now: datetime) -> DeskCounts:
        """How many tickets and outbox rows there are in each state."""
        ticket, outbox = schema.ticket.c, schema.outbox.c
        with reading(self._engine) as connection:
            statuses = connection.execute(select(ticket.status, func.count()).group_by(ticket.status)).all()
            overdue = connection.execute(select(func.count()).where(_overdue(china_time(now).date()))).scalar_one()
            states = connection.execute(
                select(outbox.kind, outbox.state, func.count()).group_by(outbox.kind, outbox.state)
            ).all()
            oldest = connection.execute(
                select(outbox.created_at).where(outbox.state == "waiting").order_by(outbox.created_at).limit(1)
            ).scalar_one_or_none()
        found = dict(statuses)
        return DeskCounts(
            tickets={str(status): found.get(status, 0) for status in Status},
            overdue=overdue,
            outbox={(kind, state): count for kind, state, count in states},
            oldest_waiting_s=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        )

    def find(self, connection: Connection, number: str, *, raw: bool = False) -> Ticket:
        """One ticket with its history inside a transaction; raw is for the service and the worker only.

        Raises:
            UnknownTicketError: no such ticket.
        """
        row = connection.execute(_tickets(schema.ticket.c.number == number)).one_or_none()
        if row is None:
            raise UnknownTicketError(number)
        return self.build(row, connection, raw=raw)

    def build(
        self,
        row: Row,
        connection: Connection | None = None,
        *,
        raw: bool = False,
        hidden: tuple[MessageKind, ...] = (),
    ) -> Ticket:
        """The ticket behind a row of `_tickets`; with a connection also its history."""
        username = self._open(row.username)
        shown = username if raw else show_username(row.username_kind, username)
        return Ticket(
            id=row.id,
            number=row.number,
            channel=row.channel,
            conversation_key=row.conversation_key,
            status=Status(row.status),
            priority=Priority(row.priority),
            assignee=row.assignee,
            username_kind=row.username_kind,
            username=ERASED if row.erased_at else shown,
            description=ERASED if row.erased_at else self._show(row.description, raw),
            context=self._show(row.context, raw),
            promised_on=row.promised_on,
            promise_exact=row.promise_exact,
            version=row.version,
            created_at=row.created_at,
            updated_at=row.updated_at,
            answered_at=row.answered_at,
            closed_at=row.closed_at,
            erased_at=row.erased_at,
            seen_at=row.seen_at,
            rating=row.rating or "",
            merged_into=row.merged_into or "",
            messages=self._messages(connection, row.id, raw, hidden) if connection else (),
            attachments=self._attachments(connection, row.id) if connection else (),
        )

    def _messages(
        self, connection: Connection, ticket_id: int, raw: bool, hidden: tuple[MessageKind, ...]
    ) -> tuple[MessageView, ...]:
        row = schema.message.c
        query = select(schema.message).where(row.ticket_id == ticket_id).order_by(row.id)
        return tuple(
            MessageView(
                found.id,
                MessageKind(found.kind),
                found.author,
                self._show(found.body, raw) if found.body is not None else ERASED,
                found.created_at,
            )
            for found in connection.execute(query)
            if found.kind not in hidden
        )

    def _attachments(self, connection: Connection, ticket_id: int) -> tuple[AttachmentView, ...]:
        row = schema.attachment.c
        query = select(schema.attachment).where(row.ticket_id == ticket_id).order_by(row.created_at, row.id)
        return tuple(attachment_view(found, self._vault) for found in connection.execute(query))

    def _show(self, token: bytes | None, raw: bool) -> str:
        text = self._open(token)
        return text if raw else mask(text).text

    def _open(self, token: bytes | None) -> str:
        return "" if token is None else self._vault.decrypt(token)


def _tickets(condition: ClauseElement) -> Any:
    owner = schema.requester.c
    return (
        select(schema.ticket, owner.channel, owner.conversation_key)
        .join(schema.requester, owner.id == schema.ticket.c.requester_id)
        .where(condition)
    )


_OWN = _tickets(THEIRS).order_by(schema.ticket.c.id.desc()).limit(bindparam("most"))


def _overdue(day: date) -> ClauseElement:
    row = schema.ticket.c
    return row.status.in_([str(status) for status in ACTIVE]) & (row.promised_on < day) & row.answered_at.is_(None)
