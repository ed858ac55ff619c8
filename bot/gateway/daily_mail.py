"""Yesterday's figures by mail: one row of the outbox a day, however many gateways there are."""

from __future__ import annotations

import json
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from aiosmtplib import SMTPException
from sqlalchemy import insert, select
from sqlalchemy.engine import Connection, Engine

from bot.gateway.mail_refusals import read_refusal
from bot.gateway.mail_server import hand_over
from common.clock import Clock, china_time
from common.help_desk import HelpDesk
from common.mail_addresses import read_address, read_addresses
from common.settings import Settings
from faq.topics import TOPIC_LABELS
from learning.figure_table import report_lines
from learning.figures import Period, read_figures
from learning.working_time import WorkingTime
from tickets.database import transact
from tickets.outbox import OutboxEntry, State, new_row
from tickets.promise import read_cutoff
from tickets.schema import outbox
from tickets.worker import LEASE_S

KIND = "report"


class DailyMail:
    """Writes the report of a day when its hour has come."""

    def __init__(self, engine: Engine, settings: Settings, working: WorkingTime, clock: Clock) -> None:
        """Report from this database to `desk.daily_mail`."""
        self._engine = engine
        self._settings = settings
        self._working = working
        self._clock = clock
        self._at = read_cutoff(settings.desk.daily_mail_at)

    def put(self) -> bool:
        """Write the report of yesterday unless it is not time yet or it is written; whether it was written now."""
        now = self._clock.now()
        local = china_time(now)
        if local.time() < self._at:
            return False
        day = local.date() - timedelta(days=1)
        key = f"{KIND}:{day.isoformat()}"

        def write(connection: Connection) -> bool:
            known = select(outbox.c.id).where(outbox.c.delivery_key == key)
            if connection.execute(known).first() is not None:
                return False
            payload = json.dumps(self._report(day), ensure_ascii=False)
            connection.execute(insert(outbox).values(**new_row(KIND, KIND, key, now, payload=payload)))
            return True

        return transact(self._engine, write)

    def _report(self, day: date) -> dict[str, str]:
        figures = read_figures(self._engine, Period(day, day), day + timedelta(days=1), self._working)
        lines = report_lines(figures, TOPIC_LABELS)
        if url := self._settings.server.public_url.rstrip("/"):
            lines += ["", f"详细：{url}/desk/day?day={day.isoformat()}"]
        lines += ["", f"—— {HelpDesk.of(self._settings).signature()}"]
        return {"subject": f"{day.month} 月 {day.day} 日的数字", "text": "\n".join(lines)}


class ReportWay:
    """How reports leave: by the mail server of the tickets."""

    kind = KIND
    repeatable = True
    per_minute: int | None = None

    def __init__(self, settings: Settings) -> None:
        """Send to `desk.daily_mail`.

        Raises:
            BotError: an address cannot be used.
        """
        self._mail = settings.mail
        self._sender = read_address(settings.mail.sender, "sender")
        self._to = read_addresses(settings.desk.daily_mail, "recipient")
        self.lease_s = max(2 * settings.mail.timeout_s, LEASE_S)
        self.first_wait_s = settings.tickets.retry_s
        self.longest_wait_s = settings.tickets.longest_retry_s
        self.give_up_s: float | None = settings.tickets.give_up_hours * 3600.0

    def prepare(self, connection: Connection, entry: OutboxEntry) -> OutboxEntry | None:  # noqa: ARG002 (the protocol's)
        """Nothing more to do."""
        return entry

    async def send(self, entry: OutboxEntry) -> str | None:
        """Deliver one report.

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
