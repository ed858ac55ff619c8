"""The steps a change to a ticket is made of, all inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Row

from tickets import schema
from tickets.access import has_access
from tickets.audit import record
from tickets.errors import ConflictError, PictureError, StatusError, UnknownTicketError
from tickets.model import (
    STATUS_CHANGED,
    STATUS_LABELS,
    SYSTEM,
    Event,
    MessageKind,
    Status,
    check_status_change,
)
from tickets.outbox import enqueue
from tickets.promise import day_start
from tickets.ticket_texts import add_text
from tickets.vault import Vault


@dataclass(frozen=True)
class Ledger:
    """One transaction's pen; what it writes becomes true together or not at all."""

    connection: Connection
    vault: Vault
    outlets: frozenset[str]
    now: datetime

    def lock_ticket(self, number: str, requester_id: int | None = None) -> Row:
        """The ticket's row, ours until the transaction ends.

        Raises:
            UnknownTicketError: no such ticket, or not this requester's.
        """
        table = schema.ticket
        query = select(table).where(table.c.number == number).with_for_update()
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise UnknownTicketError("" if requester_id is not None else number)
        if requester_id not in (None, row.requester_id) and not has_access(self.connection, row.id, requester_id):
            raise UnknownTicketError("")
        return row

    def expect(self, row: Row, version: int | None) -> None:
        """Refuse to go on when the ticket is no longer the version the agent was looking at.

        Raises:
            ConflictError: somebody changed it since.
        """
        if version is not None and row.version != version:
            raise ConflictError(row.number)

    def save(self, row: Row, **values: Any) -> None:
        """Write fields of a locked ticket; the version goes up by one.

        Raises:
            ConflictError: somebody else wrote in between.
        """
        table = schema.ticket
        change = (
            update(table)
            .where(table.c.id == row.id, table.c.version == row.version)
            .values(version=row.version + 1, updated_at=self.now, **values)
        )
        if self.connection.execute(change).rowcount != 1:
            raise ConflictError(row.number)

    def status_values(self, row: Row, status: Status) -> dict[str, Any]:
        """What `save` writes for a new status; reopening forgets when it was settled.

        Raises:
            StatusError: the table of changes does not allow it, or the ticket's data is deleted.
        """
        check_status_change(Status(row.status), status)
        if row.erased_at is not None:
            raise StatusError(f"工单 {row.number} 的个人信息已经删除，不能重新打开。")
        values: dict[str, Any] = {"status": str(status), "resolved_at": row.resolved_at, "closed_at": None}
        if status is Status.RESOLVED:
            values["resolved_at"] = self.now
        elif status is Status.CLOSED:
            values |= {"resolved_at": row.resolved_at or self.now, "closed_at": self.now}
        else:
            values["resolved_at"] = None
        return values

    def write(self, ticket_id: int, kind: MessageKind, author: str, text: str, key: str | None = None) -> int:
        """Add a line to the ticket's history; its id."""
        if kind is not MessageKind.EVENT:
            add_text(self.connection, self.vault, ticket_id, text)
        result = self.connection.execute(
            insert(schema.message).values(
                ticket_id=ticket_id,
                kind=str(kind),
                author=author,
                body=self.vault.encrypt(text),
                idempotency_key=key,
                created_at=self.now,
            )
        )
        return int(result.inserted_primary_key[0])

    def write_status(self, row: Row, status: Status, author: str = SYSTEM) -> int:
        """Add the line that tells of a status change, and who made it; its id."""
        line = f"{STATUS_CHANGED}：{STATUS_LABELS[Status(row.status)]} → {STATUS_LABELS[status]}"
        return self.write(row.id, MessageKind.EVENT, author, line)

    def written(self, ticket_id: int, key: str) -> bool:
        """Whether the history already has the message with this idempotency key."""
        row = schema.message.c
        query = select(row.id).where(row.ticket_id == ticket_id, row.idempotency_key == key)
        return self.connection.execute(query).first() is not None

    def attach(self, pictures: tuple[str, ...], requester_id: int, ticket_id: int, message_id: int | None) -> None:
        """Make pictures the person uploaded before part of a ticket.

        Raises:
            PictureError: one is not theirs, is deleted, or already belongs to a ticket.
        """
        wanted = set(pictures)
        row = schema.attachment.c
        free = (row.requester_id == requester_id) & row.ticket_id.is_(None) & row.deleted_at.is_(None)
        change = update(schema.attachment).where(row.id.in_(sorted(wanted)) & free)
        result = self.connection.execute(change.values(ticket_id=ticket_id, message_id=message_id))
        if result.rowcount != len(wanted):
            raise PictureError("有一张图片已经过期或用在别的工单里了，请重新发一次图片。")
        for token in self.connection.execute(select(row.page_text).where(row.id.in_(sorted(wanted)))).scalars().all():
            if token:
                add_text(self.connection, self.vault, ticket_id, self.vault.decrypt(token))

    def tell(self, row: Row, event: Event, message_id: int | None, **payload: Any) -> None:
        """Write the outbox rows of an event."""
        enqueue(self.connection, row, event, message_id, self.outlets, self.now, **payload)

    def audit(self, actor: str, action: str, number: str, **detail: Any) -> None:
        """Append to the audit chain; the last step of a change."""
        record(self.connection, self.now, actor, action, number, **detail)

    def count_today(self, table: Any, condition: Any) -> int:
        """How many rows the person made since midnight in China."""
        query = select(func.count()).select_from(table).where(condition, table.c.created_at >= day_start(self.now))
        return int(self.connection.execute(query).scalar_one())
