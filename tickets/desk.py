"""The one service that changes tickets: by the person here, by agents in `tickets.agents`.

Every change is one transaction that locks the ticket, checks the table of status changes, writes
the history, the outbox and the audit chain. Unique keys make a repeated call find its own result.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection, Engine, Row

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.days import read_days
from common.settings import Settings
from tickets import schema
from tickets.database import transact
from tickets.errors import ClosedTicketError, LimitError, StatusError, SubmissionError, UnknownTicketError
from tickets.fields import Username, read_addition, read_context, read_description, read_username
from tickets.ledger import Ledger
from tickets.model import (
    ACTIVE,
    PERSON,
    RATINGS,
    Event,
    MessageKind,
    Opened,
    Person,
    Priority,
    Status,
    Submission,
    Ticket,
)
from tickets.numbers import make_number
from tickets.outbox import enabled_outlets
from tickets.promise import DayNamed, OwnDays, Promise, names_no_day, promise_for, read_cutoff
from tickets.queries import TicketReader
from tickets.requesters import lock_requester
from tickets.ticket_texts import begin_text
from tickets.vault import Vault
from tickets.working_time import TimeLeft, time_left

log = logging.getLogger(__name__)


class DeskBase:
    """What both sides of the desk share: the database, the keys, the settings, the clock."""

    def __init__(self, engine: Engine, vault: Vault, settings: Settings, clock: Clock = SYSTEM_CLOCK) -> None:
        """Serve one database."""
        self.engine = engine
        self.vault = vault
        self.settings = settings.tickets
        self.feedback_days = settings.privacy.feedback_days
        self.conversation_days = settings.privacy.conversation_days
        self.clock = clock
        self.reader = TicketReader(engine, vault)
        self._outlets = enabled_outlets(settings)
        self._cutoff = read_cutoff(settings.tickets.cutoff)
        self._own_days = OwnDays(read_days(settings.tickets.days_off), read_days(settings.tickets.extra_working_days))

    def time_left(self, promised_on: date) -> TimeLeft:
        """How much working time a promise has left."""
        return time_left(promised_on, self.clock.now(), self._cutoff, self._own_days)

    def promise_from(self, moment: datetime) -> Promise:
        """By when what came at a moment is answered at the latest: a ticket, and what is added after an answer."""
        return promise_for(moment, self.settings.working_days, self._cutoff, self._own_days)

    def due_on(self, promised_on: date, said_at: datetime | None) -> date:
        """The day an answer is owed by: the promised one; once answered as many days from what was `said_at` last."""
        return promised_on if said_at is None else self.promise_from(said_at).day

    def ledger(self, connection: Connection) -> Ledger:
        """A pen for one transaction."""
        return Ledger(connection, self.vault, self._outlets, self.clock.now())


class Desk(DeskBase):
    """What a person may do, with their own tickets only."""

    def __init__(
        self,
        engine: Engine,
        vault: Vault,
        settings: Settings,
        clock: Clock = SYSTEM_CLOCK,
        names_day: DayNamed = names_no_day,
    ) -> None:
        """Serve one database; who names a day sooner than the promise stands first, whichever way they came."""
        super().__init__(engine, vault, settings, clock)
        self._names_day = names_day

    def open(self, person: Person, submission: Submission) -> Opened:
        """Open a ticket; the same form of the same person gives the same ticket however often it comes.

        Raises:
            SubmissionError: username or description cannot be used.
            PictureError: a picture is gone or not theirs.
            LimitError: too many tickets today.
        """
        none = Username("not_given" if submission.name_left_out else "forgotten", "")
        username = none if submission.username is None else read_username(submission.username)
        description = read_description(submission.description)
        pictures = self._pictures(submission.pictures)

        def work(connection: Connection) -> Opened:
            ledger = self.ledger(connection)
            requester_id = lock_requester(connection, person, ledger.now)
            row = _find_submitted(connection, requester_id, submission.idempotency_key)
            created = row is None
            if row is None:
                self._check_day(ledger, requester_id)
                row = self._insert(ledger, requester_id, submission, username, description)
                ledger.attach(pictures, requester_id, row.id, None)
                ledger.write(row.id, MessageKind.EVENT, PERSON, "提交工单")
                ledger.tell(row, Event.OPENED, None, status=row.status)
                ledger.audit(PERSON, "open", row.number, username=username.kind, pictures=len(pictures))
            others = _active_numbers(connection, requester_id, row.number)
            return Opened(self.reader.find(connection, row.number), created, others)

        opened = transact(self.engine, work)
        log.info("ticket_opened number=%s created=%s channel=%s", opened.ticket.number, opened.created, person.channel)
        return opened

    def active_numbers(self, person: Person) -> tuple[str, ...]:
        """The person's tickets still being worked on, to point a duplicate out before it is opened."""
        return tuple(ticket.number for ticket in self.reader.own_tickets(person) if ticket.status in ACTIVE)

    def add(
        self,
        person: Person,
        text: str,
        pictures: tuple[str, ...] = (),
        *,
        idempotency_key: str,
        number: str | None = None,
    ) -> Ticket:
        """Add text or pictures to the person's ticket (their newest unfinished one unless named).

        Raises:
            UnknownTicketError: they have no such ticket.
            StatusError: it is closed.
            SubmissionError: nothing to add.
            PictureError, LimitError: as for `open`.
        """
        addition = read_addition(text)
        pictures = self._pictures(pictures)
        if not addition and not pictures:
            raise SubmissionError("请把要补充的内容写出来，或者发图片。")

        def work(connection: Connection) -> Ticket:
            ledger = self.ledger(connection)
            requester_id = lock_requester(connection, person, ledger.now)
            row = self._lock_own(ledger, requester_id, number)
            if not ledger.written(row.id, idempotency_key):
                self._check_additions(ledger, requester_id)
                self._write_addition(ledger, row, requester_id, addition, pictures, idempotency_key)
            return self.reader.find(connection, row.number)

        ticket = transact(self.engine, work)
        log.info("ticket_added number=%s pictures=%d", ticket.number, len(pictures))
        return ticket

    def settle(self, person: Person, number: str | None = None) -> Ticket:
        """Close the person's ticket because they say it is solved; closing again changes nothing.

        Raises:
            UnknownTicketError: they have no such ticket.
        """

        def work(connection: Connection) -> Ticket:
            ledger = self.ledger(connection)
            requester_id = lock_requester(connection, person, ledger.now)
            row = self._lock_own(ledger, requester_id, number)
            if row.status != Status.CLOSED:
                ledger.save(row, **ledger.status_values(row, Status.CLOSED))
                message_id = ledger.write_status(row, Status.CLOSED, PERSON)
                ledger.tell(row, Event.SETTLED, message_id, old=row.status, status=str(Status.CLOSED))
                ledger.audit(PERSON, "settle", row.number, old=row.status)
            return self.reader.find(connection, row.number)

        ticket = transact(self.engine, work)
        log.info("ticket_settled number=%s", ticket.number)
        return ticket

    def rate(self, person: Person, number: str, rating: str) -> Ticket:
        """Keep whether the answer helped (a key of `RATINGS`); said again, the last word counts.

        Raises:
            SubmissionError: no such rating.
            UnknownTicketError: they have no such ticket.
            StatusError: nobody has answered it yet.
        """
        if rating not in RATINGS:
            raise SubmissionError("请选“满意”“一般”或“不满意”。")

        def work(connection: Connection) -> Ticket:
            ledger = self.ledger(connection)
            row = ledger.lock_ticket(number, requester_id=lock_requester(connection, person, ledger.now))
            if row.answered_at is None:
                raise StatusError("客服还没有答复，答复之后再评价。")
            if row.rating != rating:
                ledger.save(row, rating=rating)
                ledger.write(row.id, MessageKind.EVENT, PERSON, f"用户评价：{RATINGS[rating]}")
                ledger.audit(PERSON, "rate", number, rating=rating)
            return self.reader.find(connection, row.number)

        ticket = transact(self.engine, work)
        log.info("ticket_rated number=%s rating=%s", number, rating)
        return ticket

    def _pictures(self, pictures: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(dict.fromkeys(pictures))
        if len(kept) > self.settings.pictures_per_ticket:
            raise SubmissionError(f"一次最多 {self.settings.pictures_per_ticket} 张图片，请挑最能说明问题的几张。")
        return kept

    def _check_day(self, ledger: Ledger, requester_id: int) -> None:
        count = ledger.count_today(schema.ticket, schema.ticket.c.requester_id == requester_id)
        if count >= self.settings.per_day:
            raise LimitError(f"您今天已经提交了 {count} 张工单，请在已有的工单里补充，或明天再提交。")

    def _check_additions(self, ledger: Ledger, requester_id: int) -> None:
        mine = select(schema.ticket.c.id).where(schema.ticket.c.requester_id == requester_id)
        row = schema.message.c
        count = ledger.count_today(schema.message, row.ticket_id.in_(mine) & (row.kind == MessageKind.ADDITION))
        if count >= self.settings.additions_per_day:
            raise LimitError(f"您今天已经补充了 {count} 次，客服会一并处理，请明天再补充。")

    def _insert(
        self, ledger: Ledger, requester_id: int, submission: Submission, username: Username, description: str
    ) -> Row:
        promise, context = self.promise_from(ledger.now), read_context(submission.context)
        values: dict[str, Any] = {
            "number": make_number(),  # taken already, once in 10⁹: the unique key refuses, `transact` tries again
            "requester_id": requester_id,
            "idempotency_key": submission.idempotency_key,
            "status": str(Status.OPEN),
            "priority": str(self._urgency(ledger, description, promise.day)),
            "username_kind": username.kind,
            "username": self.vault.encrypt(username.value) if username.value else None,
            "description": self.vault.encrypt(description),
            "context": self.vault.encrypt(context) if context else None,
            "promised_on": promise.day,
            "promise_exact": promise.exact,
            "version": 1,
            "created_at": ledger.now,
            "updated_at": ledger.now,
        }
        key = ledger.connection.execute(insert(schema.ticket).values(**values)).inserted_primary_key[0]
        begin_text(ledger.connection, self.vault, key, values["number"], description, context)
        return ledger.connection.execute(select(schema.ticket).where(schema.ticket.c.id == key)).one()

    def _urgency(self, ledger: Ledger, description: str, promised_on: date) -> Priority:
        """High where it is needed by a day that an answer in time would miss, or just reach."""
        day = self._names_day(description, china_time(ledger.now).date())
        return Priority.NORMAL if day is None or day > promised_on else Priority.HIGH

    def _lock_own(self, ledger: Ledger, requester_id: int, number: str | None) -> Row:
        if number is None:
            row = schema.ticket.c
            unfinished = (row.requester_id == requester_id) & (row.status != Status.CLOSED)
            query = select(row.number).where(unfinished).order_by(row.id.desc()).limit(1)
            number = ledger.connection.execute(query).scalar_one_or_none()
            if number is None:
                raise UnknownTicketError
        return ledger.lock_ticket(number, requester_id=requester_id)

    def _write_addition(
        self, ledger: Ledger, row: Row, requester_id: int, text: str, pictures: tuple[str, ...], key: str
    ) -> None:
        if row.status == Status.CLOSED:
            raise ClosedTicketError(row.number)
        message_id = ledger.write(row.id, MessageKind.ADDITION, PERSON, text, key)
        ledger.attach(pictures, requester_id, row.id, message_id)
        reopened = row.status != Status.OPEN
        seen = {"seen_at": ledger.now}  # who answers an agent has read what the agent wrote
        ledger.save(row, **seen, **(ledger.status_values(row, Status.OPEN) if reopened else {}))
        if reopened:
            ledger.write_status(row, Status.OPEN)
        ledger.tell(row, Event.ADDED, message_id, status=str(Status.OPEN))
        ledger.audit(PERSON, "add", row.number, message=message_id, pictures=len(pictures), old=row.status)


def _find_submitted(connection: Connection, requester_id: int, key: str) -> Row | None:
    row = schema.ticket.c
    query = select(schema.ticket).where(row.requester_id == requester_id, row.idempotency_key == key)
    return connection.execute(query).one_or_none()


def _active_numbers(connection: Connection, requester_id: int, but: str) -> tuple[str, ...]:
    row = schema.ticket.c
    active = row.status.in_([str(status) for status in ACTIVE])
    query = select(row.number).where(row.requester_id == requester_id, active, row.number != but).order_by(row.id)
    return tuple(connection.execute(query).scalars())
