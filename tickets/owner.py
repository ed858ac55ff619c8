"""What the owner of a ticket does beside writing: look, come back from another browser."""

from __future__ import annotations

import logging

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from tickets import schema
from tickets.access import RecoveryCodes, is_theirs
from tickets.database import transact
from tickets.desk import DeskBase
from tickets.errors import UnknownTicketError
from tickets.model import PERSON, Person
from tickets.requesters import insert_missing, lock_requester

log = logging.getLogger(__name__)


class OwnersDesk:
    """The rest of the person's side of a desk."""

    def __init__(self, desk: DeskBase, codes: RecoveryCodes) -> None:
        """Serve the same database."""
        self._desk = desk
        self._codes = codes

    def look(self, person: Person, number: str) -> None:
        """Note that the owner saw what is in a ticket; of nobody else's."""
        row = schema.ticket.c
        change = (
            update(schema.ticket).where(row.number == number, is_theirs(person)).values(seen_at=self._desk.clock.now())
        )
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
