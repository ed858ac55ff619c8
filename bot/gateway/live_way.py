"""Brings what the bot says in a talk with an agent (somebody is there, the bot is back) to the person's channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy.engine import Connection

from common.off_loop import OffLoop
from tickets.deliveries import NeedlessError, UndeliverableError
from tickets.live import LiveDesk
from tickets.live_rows import KIND, LiveLine
from tickets.outbox import OutboxEntry, State

TellLine = Callable[[LiveLine, OutboxEntry], Awaitable[None]]


class LiveWay:
    """A kind of the delivery engine; every channel knows a repeat by the row's key."""

    kind = KIND
    lease_s = 60.0
    repeatable = True
    first_wait_s = 2.0
    longest_wait_s = 30.0
    give_up_s: float | None = 600.0
    """Later it would only puzzle."""
    per_minute: int | None = None

    def __init__(self, desk: LiveDesk, channels: Mapping[str, TellLine], database: OffLoop) -> None:
        """Know these channels by name."""
        self._desk = desk
        self._channels = dict(channels)
        self._database = database

    def prepare(self, connection: Connection, entry: OutboxEntry) -> OutboxEntry | None:  # noqa: ARG002 (the protocol's)
        """Nothing more to do."""
        return entry

    async def send(self, entry: OutboxEntry) -> str | None:
        """Say one line.

        Raises:
            NeedlessError: it was deleted with the person's data.
            UndeliverableError: nobody here serves that channel.
        """
        line = await self._database(self._desk.line, int(entry.payload["line"]))
        if line is None:
            raise NeedlessError("已取消")
        tell = self._channels.get(line.person.channel)
        if tell is None:
            raise UndeliverableError(f"这里没有接入渠道 {line.person.channel}")
        await tell(line, entry)
        return None

    def settled(self, connection: Connection, entry: OutboxEntry, state: State, *, maybe_sent: bool) -> None:
        """Nothing more to do."""
