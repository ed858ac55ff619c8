"""What is deleted when: closed tickets after a set time, everything at once when the person asks."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from tickets import schema
from tickets.attachments import AttachmentStore
from tickets.database import reading, transact
from tickets.desk import DeskBase
from tickets.ledger import Ledger
from tickets.live_rows import forget_talks
from tickets.model import PERSON, SYSTEM, Person, Status
from tickets.outbox import cancel
from tickets.outcomes import forget_person, forget_texts
from tickets.requesters import lock_requester

log = logging.getLogger(__name__)
UPLOAD_DAYS = 7
"""How long a picture may wait for its ticket: longer than any draft is kept."""


@dataclass(frozen=True)
class RetentionReport:
    """What one run did."""

    closed: int
    erased: int
    pictures: int
    private_values: int
    feedback: int = 0


class Retention:
    """Closes what is settled and erases what is due; run it once an hour."""

    def __init__(self, desk: DeskBase, store: AttachmentStore) -> None:
        """Work on this desk and these pictures."""
        self._desk = desk
        self._store = store
        self.engine = desk.engine
        self.clock = desk.clock

    def run(self) -> RetentionReport:
        """Do all that is due now; a crash in the middle leaves the rest for the next run."""
        now, settings, row = self._desk.clock.now(), self._desk.settings, schema.ticket.c
        settled = self._numbers(
            (row.status == "resolved") & (row.resolved_at <= now - timedelta(days=settings.close_days))
        )
        for number in settled:
            transact(self._desk.engine, partial(self._close, number))
        overdue = now - timedelta(days=settings.retention_days)
        expired = self._numbers((row.status == "closed") & (row.closed_at <= overdue) & row.erased_at.is_(None))
        for number in expired:
            self._erase_ticket(number)
        pictures = self._drop_stray_pictures()
        values = self._drop(schema.private_value, schema.private_value.c.expires_at <= now)
        old = now - timedelta(days=self._desk.feedback_days)
        verdicts = self._drop(schema.feedback, schema.feedback.c.at <= old)
        self._drop(schema.search_miss, schema.search_miss.c.last_at <= old)
        self._drop(schema.entry_use, schema.entry_use.c.day <= old.date())
        self._drop(schema.turn_outcome, schema.turn_outcome.c.day <= old.date())
        self._drop(schema.miss_handled, schema.miss_handled.c.at <= old)
        talked = now - timedelta(days=self._desk.conversation_days)
        transact(self._desk.engine, lambda connection: forget_texts(connection, talked))
        log.info("retention_run closed=%d erased=%d pictures=%d", len(settled), len(expired), pictures)
        return RetentionReport(len(settled), len(expired), pictures, values, verdicts)

    def erase_person(self, person: Person) -> int:
        """Delete at once what the desk keeps of a person («删除我的资料», unsubscribing); how many tickets.

        Their tickets are closed and unlinked from the channel, nobody is told anything more. The
        conversation and inbox rows are the gateway's to delete.
        """
        pictures: list[str] = []

        def work(connection: Connection) -> int:
            ledger = self._desk.ledger(connection)
            requester_id = lock_requester(connection, person, ledger.now)
            row = schema.ticket.c
            mine = select(schema.ticket).where(row.requester_id == requester_id).order_by(row.id).with_for_update()
            tickets = connection.execute(mine).all()
            for ticket in tickets:
                if ticket.erased_at is None:
                    closing = {} if ticket.status == "closed" else ledger.status_values(ticket, Status.CLOSED)
                    self._wipe(ledger, ticket, closing)
            picture = schema.attachment.c
            pictures[:] = connection.execute(select(picture.id).where(picture.requester_id == requester_id)).scalars()
            key = f"erased:{requester_id}"
            for table, values in (
                (schema.requester, {"conversation_key": key, "erased_at": ledger.now}),
                (schema.feedback, {"conversation_key": key, "comment": None}),
            ):
                change = update(table).where(table.c.conversation_key == person.conversation_key)
                connection.execute(change.values(**values))
            forget_person(connection, person.conversation_key, key)
            forget_talks(connection, person.conversation_key, key, ledger.now)
            access, private = schema.ticket_access, schema.private_value
            connection.execute(delete(access).where(access.c.requester_id == requester_id))
            connection.execute(delete(private).where(private.c.conversation_key == person.conversation_key))
            for ticket in tickets:
                ledger.audit(PERSON, "erase", ticket.number)
            return len(tickets)

        count = transact(self._desk.engine, work)
        self._store.delete(pictures)
        log.info("person_erased channel=%s tickets=%d pictures=%d", person.channel, count, len(pictures))
        return count

    def _close(self, number: str, connection: Connection) -> None:
        ledger = self._desk.ledger(connection)
        row = ledger.lock_ticket(number)
        if row.status == Status.RESOLVED:
            ledger.save(row, **ledger.status_values(row, Status.CLOSED))
            ledger.write_status(row, Status.CLOSED)
            ledger.audit(SYSTEM, "close", number)

    def _erase_ticket(self, number: str) -> None:
        picture = schema.attachment.c

        def work(connection: Connection) -> list[str]:
            ledger = self._desk.ledger(connection)
            row = ledger.lock_ticket(number)
            ids = list(connection.execute(select(picture.id).where(picture.ticket_id == row.id)).scalars())
            if row.erased_at is None:
                self._wipe(ledger, row, {})
                ledger.audit(SYSTEM, "erase", number)
            return ids

        self._store.delete(transact(self._desk.engine, work))

    def _wipe(self, ledger: Ledger, row: Any, values: dict[str, Any]) -> None:
        ledger.save(row, **values, username=None, description=None, context=None, erased_at=ledger.now)
        message = schema.message
        spoken = message.c.kind != "event"
        ledger.connection.execute(update(message).where(message.c.ticket_id == row.id, spoken).values(body=None))
        cancel(ledger.connection, [row.id], ledger.now)
        for table in (schema.ticket_access, schema.ticket_text, schema.ticket_tag, schema.desk_presence):
            ledger.connection.execute(delete(table).where(table.c.ticket_id == row.id))

    def _drop_stray_pictures(self) -> int:
        """Delete pictures that never got a ticket, or whose owner or ticket was erased just before a crash."""
        row = schema.attachment.c
        before = self._desk.clock.now() - timedelta(days=UPLOAD_DAYS)
        ticket, owner = schema.ticket.c, schema.requester.c
        stray = (
            (row.ticket_id.is_(None) & (row.created_at <= before))
            | row.ticket_id.in_(select(ticket.id).where(ticket.erased_at.is_not(None)))
            | row.requester_id.in_(select(owner.id).where(owner.erased_at.is_not(None)))
        )
        with reading(self._desk.engine) as connection:
            ids = list(connection.execute(select(row.id).where(stray, row.deleted_at.is_(None))).scalars())
        self._store.delete(ids)
        return len(ids)

    def _drop(self, table: Any, condition: Any) -> int:
        statement = delete(table).where(condition)
        return transact(self._desk.engine, lambda connection: int(connection.execute(statement).rowcount))

    def _numbers(self, condition: Any) -> list[str]:
        with reading(self._desk.engine) as connection:
            return list(connection.execute(select(schema.ticket.c.number).where(condition)).scalars())
