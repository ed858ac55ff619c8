"""The whole system as `bot serve` runs it: three processes under the supervisor, everything within reach."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

import aiohttp
from aiosmtpd.controller import Controller
from sqlalchemy import create_engine, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.running.services import make_services
from bot.running.stack import START_TIMEOUT_S, free_ports, temporary_settings
from bot.running.supervisor import RestartPolicy, Supervisor, answers
from common.settings import MailSettings, Settings, WeChatSettings
from tickets import schema

ROOT = Path(__file__).resolve().parents[2]
PERSONAL = ("13800138000",)


class Mailbox:
    """A real SMTP server that refuses while it is told to, and keeps what it took."""

    def __init__(self) -> None:
        self.refusing = False
        self.refused = 0
        self.mails: list[Message] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail, or refuse it for now."""
        if self.refusing:
            self.refused += 1
            return "451 try again later"
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def of(self, number: str) -> list[Message]:
        """The mails that opened this ticket, every copy."""
        return [mail for mail in self.mails if mail["X-Ticket-Number"] == number]


@dataclass
class Served:
    """A running system and what surrounds it."""

    settings: Settings
    supervisor: Supervisor
    http: aiohttp.ClientSession
    mailbox: Mailbox
    database: Engine

    @property
    def url(self) -> str:
        """Where the gateway is."""
        return f"http://127.0.0.1:{self.settings.server.port}"

    @property
    def actions_url(self) -> str:
        """Where the action server is."""
        return f"http://127.0.0.1:{self.settings.assistant.actions_port}"

    async def wait_until_ready(self) -> None:
        """All three processes answer."""
        async with asyncio.timeout(START_TIMEOUT_S):
            while not await answers(self.http, f"{self.url}/readyz"):  # noqa: ASYNC110 - other processes
                await asyncio.sleep(0.1)

    def kill(self, service: str) -> None:
        """`kill -9` of one process; the supervisor starts it again."""
        child = self.supervisor.children.get(service)
        if child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, signal.SIGKILL)

    def cut_database(self) -> int:
        """End every connection to the database but ours, whatever it is doing (PostgreSQL only)."""
        query = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        with self.database.begin() as connection:
            return int(connection.exec_driver_sql(query).scalar_one())

    def tickets(self) -> list[tuple[int, str, str]]:
        """Id, number and owner of every ticket."""
        row = schema.ticket.c
        query = select(row.id, row.number, schema.requester.c.conversation_key).join(schema.requester)
        with self.database.connect() as connection:
            return [tuple(found) for found in connection.execute(query.order_by(row.id))]

    async def wait_until_sent(self, timeout_s: float) -> None:
        """No mail is waiting any more."""
        row = schema.outbox.c
        query = select(row.id).where(row.kind == "mail", row.state == "waiting").limit(1)
        async with asyncio.timeout(timeout_s):
            while True:
                with contextlib.suppress(OperationalError), self.database.connect() as connection:
                    if connection.execute(query).first() is None:
                        return
                await asyncio.sleep(0.2)

    async def wait_until_answered(self, timeout_s: float) -> None:
        """No message is being answered, and no answer is on its way any more."""
        inbox, outbox = schema.inbox.c, schema.outbox.c
        open_turns = select(inbox.id).where(inbox.state.not_in(("done", "failed"))).limit(1)
        open_answers = select(outbox.id).where(outbox.kind == "wechat", outbox.state == "waiting").limit(1)
        async with asyncio.timeout(timeout_s):
            while True:
                with contextlib.suppress(OperationalError), self.database.connect() as connection:
                    if all(connection.execute(query).first() is None for query in (open_turns, open_answers)):
                        return
                await asyncio.sleep(0.2)

    def leaks(self) -> list[str]:
        """Logs that hold what only the encrypted columns may hold."""
        logs = Path(self.settings.storage.directory).rglob("*.log")
        return [path.name for path in logs if any(value in path.read_text("utf-8") for value in PERSONAL)]


@contextlib.asynccontextmanager
async def served(database_url: str | None = None, wechat: WeChatSettings | None = None) -> AsyncIterator[Served]:
    """Run the system until the block ends; on SQLite in a folder of its own unless an address is given."""
    mailbox = Mailbox()
    (smtp_port,) = free_ports(1)
    controller = Controller(mailbox, hostname="127.0.0.1", port=smtp_port)
    controller.start()
    with tempfile.TemporaryDirectory(prefix="bot-served-") as folder:
        settings = temporary_settings(Settings(), Path(folder))
        settings = replace(
            settings,
            storage=replace(settings.storage, database_url=database_url or settings.storage.database_url),
            tickets=replace(settings.tickets, retry_s=0.3, longest_retry_s=1.0, per_day=1000, pictures_per_day=1000),
            wechat=wechat or settings.wechat,
            mail=MailSettings("127.0.0.1", smtp_port, "none", sender="bot@example.com", recipient="desk@example.com"),
        )
        supervisor = Supervisor(
            make_services(ROOT, settings),
            directory=ROOT,
            log_directory=Path(folder) / "log",
            announce=lambda _: None,
            policy=RestartPolicy(first_delay_s=0.05, last_delay_s=0.05, failures_before_ready=2),
        )
        running = asyncio.create_task(supervisor.run())
        database = create_engine(settings.storage.database_url, future=True, pool_pre_ping=True)
        timeout = aiohttp.ClientTimeout(total=60)
        try:
            async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as http:
                system = Served(settings, supervisor, http, mailbox, database)
                await system.wait_until_ready()
                yield system
        finally:
            supervisor.stop()
            await asyncio.gather(running, return_exceptions=True)
            database.dispose()
            controller.stop()
