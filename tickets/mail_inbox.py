"""Agents' replies by mail become replies in the ticket; each mail once, whichever process reads it."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from tickets import schema
from tickets.agents import AgentDesk
from tickets.database import reading, transact
from tickets.errors import DeskError
from tickets.mail_reading import MailReply, OtherMail
from tickets.requesters import insert_missing
from tickets.schema_operate import mail_received

log = logging.getLogger(__name__)
_KEPT = timedelta(days=90)
"""Longer than any mailbox shows a mail as new."""


class MailInbox:
    """The desk's end of the inbox."""

    def __init__(self, desk: AgentDesk) -> None:
        """Answer tickets of this desk."""
        self._desk = desk

    def is_known(self, key: str) -> bool:
        """Whether a mail was dealt with."""
        with reading(self._desk.engine) as connection:
            query = select(mail_received.c.key).where(mail_received.c.key == key)
            return connection.execute(query).first() is not None

    def answer(self, reply: MailReply, pictures: tuple[str, ...], lost: int) -> str:
        """Put a reply into its ticket, from where it goes to the person; what became of it, in one word.

        `pictures` were kept for it, `lost` could not be. What the desk refuses (the ticket is closed) stays in the
        ticket as a note for the agents, so that nothing anybody wrote is gone.
        """
        text = reply.text or "请看图片。"
        try:
            self._desk.reply(reply.author, reply.number, text, pictures=pictures, key=f"mail-{reply.key}")
            outcome = "replied"
            if lost:
                self._desk.note(reply.author, reply.number, f"邮件里有 {lost} 张图片打不开，没有发给用户。")
        except DeskError as error:
            log.warning("mail_reply_refused number=%s error=%s", reply.number, type(error).__name__)
            outcome = "refused"
            self._keep_as_note(reply, f"这封邮件回复没有发给用户：{error}\n\n{text}")
        self.note(reply.key, outcome, reply.number)
        return outcome

    def ignore(self, mail: OtherMail) -> None:
        """Note a mail that is no reply."""
        self.note(mail.key, mail.reason)

    def note(self, key: str, outcome: str, number: str = "") -> None:
        """A mail was dealt with."""
        now = self._desk.clock.now()

        def write(connection: Connection) -> None:
            query = select(schema.ticket.c.id).where(schema.ticket.c.number == number)
            ticket_id = connection.execute(query).scalar_one_or_none() if number else None
            insert_missing(
                connection, mail_received, {"key": key, "at": now, "outcome": outcome, "ticket_id": ticket_id}
            )
            connection.execute(delete(mail_received).where(mail_received.c.at < now - _KEPT))

        transact(self._desk.engine, write)

    def _keep_as_note(self, reply: MailReply, text: str) -> None:
        try:
            self._desk.note(reply.author, reply.number, text)
        except DeskError:  # no such ticket (any more): there is nothing to keep it in
            log.warning("mail_reply_lost number=%s", reply.number)
