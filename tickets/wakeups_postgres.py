"""Notices between processes by PostgreSQL's LISTEN and NOTIFY, for installations without Redis.

https://www.postgresql.org/docs/current/sql-notify.html
"""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from common.off_loop import OffLoop
from tickets.wakeups_remote import CHANNEL, RemoteWakeups

_PROBE_EVERY_S = 30.0
"""A connection whose other end vanished tells nobody; asking finds out."""


class PostgresWakeups(RemoteWakeups):
    """Listens on a connection of its own, in a thread of its own, and sends through the pool."""

    def __init__(self, engine: Engine, database: OffLoop) -> None:
        """Notices go through this database; `database` runs its transactions."""
        super().__init__()
        self._engine = engine
        self._database = database
        self._thread = ThreadPoolExecutor(1, "wakeups")

    async def send(self, notice: str) -> None:
        """Bring a notice to the other processes."""
        await self._database(self._send, notice)

    async def close(self) -> None:
        """End the thread; the engine is not ours."""
        self._thread.shutdown(wait=False)

    async def run(self) -> None:
        """Take notices until cancelled.

        Raises:
            SQLAlchemyError, psycopg2.Error, OSError: the connection broke; to be started again.
        """
        loop = asyncio.get_running_loop()
        notices: asyncio.Queue[str | None] = asyncio.Queue()
        here, there = socket.socketpair()
        with here, there:

            def tell(notice: str | None) -> None:
                with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                    loop.call_soon_threadsafe(notices.put_nowait, notice)

            listening = loop.run_in_executor(self._thread, self._listen, there, tell)
            try:
                while True:
                    taking = asyncio.create_task(notices.get())
                    waits: set[asyncio.Future[Any]] = {listening, taking}
                    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
                    if not taking.done():
                        taking.cancel()
                        listening.result()
                        return
                    notice = taking.result()
                    await (self.connected() if notice is None else self.received(notice))
            finally:
                here.close()  # ends the thread's wait
                await asyncio.gather(listening, return_exceptions=True)

    def _send(self, notice: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(text("SELECT pg_notify(:channel, :notice)"), {"channel": CHANNEL, "notice": notice})

    def _listen(self, stop: socket.socket, tell: Callable[[str | None], None]) -> None:
        """Listen until the other end of `stop` is closed; `tell(None)` says that the connection stands."""
        engine = create_engine(self._engine.url, future=True, poolclass=NullPool, hide_parameters=True)
        pooled = engine.raw_connection()
        try:
            connection = pooled.dbapi_connection
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
                tell(None)
                while True:
                    ready, _, _ = select.select([connection, stop], [], [], _PROBE_EVERY_S)
                    if stop in ready:
                        return
                    if ready:
                        connection.poll()
                    else:
                        cursor.execute("SELECT 1")
                    while connection.notifies:
                        tell(connection.notifies.pop(0).payload)
        finally:
            pooled.close()
            engine.dispose()
