"""Mails to staff that belong to no ticket: rows of the outbox that hold their subject and text."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from aiosmtplib import SMTPException
from sqlalchemy.engine import Connection

from bot.gateway import content_news, daily_mail
from bot.gateway.mail_refusals import read_refusal
from bot.gateway.mail_server import hand_over
from common.clock import china_time
from common.mail_addresses import read_address, read_addresses
from common.settings import Settings
from tickets.outbox import OutboxEntry, State
from tickets.worker import LEASE_S


class PlainMailWay:
    """How mails to staff leave that belong to no ticket: by the mail server of the tickets, as subject and text."""

    repeatable = True
    per_minute: int | None = None

    def __init__(self, kind: str, settings: Settings, to: str) -> None:
        """Send the rows of a kind to the addresses of a setting.

        Raises:
            BotError: an address cannot be used.
        """
        self.kind = kind
        self._mail = settings.mail
        self._sender = read_address(settings.mail.sender, "sender")
        self._to = read_addresses(to, "recipient")
        self.lease_s = max(2 * settings.mail.timeout_s, LEASE_S)
        self.first_wait_s = settings.tickets.retry_s
        self.longest_wait_s = settings.tickets.longest_retry_s
        self.give_up_s: float | None = settings.tickets.give_up_hours * 3600.0

    def prepare(self, connection: Connection, entry: OutboxEntry) -> OutboxEntry | None:  # noqa: ARG002 (the protocol's)
        """Nothing more to do."""
        return entry

    async def send(self, entry: OutboxEntry) -> str | None:
        """Deliver one.

        Raises:
            UndeliverableError: it is refused for good.
            PostponedError: not now.
        """
        try:
            await hand_over(self._composed(entry), self._mail, self._sender, self._to)
        except SMTPException as error:
            refusal = read_refusal(error)
            if refusal is None:
                raise
            raise refusal.as_end() from error
        return None

    def settled(self, connection: Connection, entry: OutboxEntry, state: State, *, maybe_sent: bool) -> None:
        """Nothing more to do."""

    def _composed(self, entry: OutboxEntry) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self._sender
        mail["To"] = self._to
        mail["Subject"] = str(entry.payload["subject"])
        mail["Date"] = format_datetime(china_time(entry.created_at))
        mail["Message-ID"] = f"<{entry.delivery_key.replace(':', '.')}@{self._sender.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(str(entry.payload["text"]) + "\n", cte="base64")
        return mail


def staff_ways(settings: Settings) -> list[PlainMailWay]:
    """The ways of the kinds of mail that this installation sends to staff."""
    if not settings.mail.host:
        return []
    daily = settings.desk.daily_mail
    reports = [PlainMailWay(daily_mail.KIND, settings, daily)] if daily else []
    return [PlainMailWay(content_news.KIND, settings, settings.mail.recipient), *reports]
