"""What the owner of a ticket does beside writing: look, come back from another browser."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from tickets import schema
from tickets.access import RecoveryCodes, is_theirs
from tickets.database import reading, transact
from tickets.desk import DeskBase
from tickets.errors import UnknownTicketError
from tickets.model import PERSON, MessageKind, Person
from tickets.requesters import insert_missing, lock_requester

log = logging.getLogger(__name__)


def note_looks(desk: DeskBase, person: Person, numbers: Sequence[str]) -> None:
    """Note that the owner saw what is in these tickets; of nobody else's."""
    row = schema.ticket.c
    theirs = row.number.in_(numbers) & is_theirs(person)
    change = update(schema.ticket).where(theirs).values(seen_at=desk.clock.now())
    transact(desk.engine, lambda connection: connection.execute(change))


class OwnersDesk:
    """The rest of the person's side of a desk."""

    def __init__(self, desk: DeskBase, codes: RecoveryCodes) -> None:
        """Serve the same database."""
        self._desk = desk
        self._codes = codes

    def look(self, person: Person, number: str) -> None:
        """Note that the owner saw what is in a ticket; of nobody else's."""
        note_looks(self._desk, person, (number,))

    def shown(self, person: Person, message_id: int) -> None:
        """Note that their chat has shown every answer up to this message; what is newer they have not seen."""
        row, said = schema.ticket.c, schema.message.c
        newest = (
            select(func.max(said.created_at))
            .where(said.ticket_id == row.id, said.kind == str(MessageKind.REPLY), said.id <= message_id)
            .scalar_subquery()
        )
        unseen = is_theirs(person) & newest.is_not(None) & (row.seen_at.is_(None) | (row.seen_at < newest))
        with reading(self._desk.engine) as connection:  # an open page asks often: mostly there is nothing to write
            if connection.execute(select(row.id).where(unseen).limit(1)).first() is None:
                return
        change = update(schema.ticket).where(unseen).values(seen_at=newest)
        transact(self._desk.engine, lambda connection: connection.execute(change))

    def code(self, number: str) -> str:
        """The code that opens this ticket in another browser; for its owner's eyes."""
        return self._codes.code(number)

    def come_back(self, person: Person, number: str, code: str) -> None:
        """Let this person read and answer a ticket whose code they know; tries are the caller's to limit.

        Raises:
            UnknownTicketError: no such ticket, wrong code, or deleted: the text is the same.
        """
        right = self._codes.is_code(number, code)  # always computed: an unknown number takes as long

        def work(connection: Connection) -> None:
            row = schema.ticket.c
            query = select(row.id).where(row.number == number, row.erased_at.is_(None))
            ticket_id = connection.execute(query).scalar_one_or_none()
            if ticket_id is None or not right:
                raise UnknownTicketError
            ledger = self._desk.ledger(connection)
            requester_id = lock_requester(connection, person, ledger.now)
            values = {"ticket_id": ticket_id, "requester_id": requester_id, "at": ledger.now}
            if insert_missing(connection, schema.ticket_access, values):
                ledger.audit(PERSON, "recover", number, channel=person.channel)

        transact(self._desk.engine, work)
        log.info("ticket_recovered number=%s", number)
