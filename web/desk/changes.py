"""Tells open pages of the desk which tickets changed (server-sent events), whichever process changed them.

Every change to a ticket appends to the audit chain, so one number says whether there is anything new: a gateway with
open pages reads it every second and a half, one without reads nothing. A change by an action server is seen like any.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from aiohttp import web
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from common.off_loop import OffLoop
from tickets.accounts import Role
from tickets.case_file import changed_since
from web.desk.shell import HOME, DeskRoute
from web.desk.streams import EventStreams

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.5
_BEAT_S = 25.0
_RETRY_MS = 5000
_MOST_KEPT = 100
_BEFORE_ALL = 2**62
"""No sequence: at first it only matters where the chain ends now."""


class ChangesRoom:
    """The stream of changes."""

    name, title, path, role = "live", "", f"{HOME}/live", Role.AGENT

    def __init__(self, engine: Engine, database: OffLoop) -> None:
        """Watch this database while somebody listens."""
        self._engine = engine
        self._database = database
        self._streams = EventStreams(_RETRY_MS)
        self._listeners: set[asyncio.Queue[tuple[str, ...]]] = set()
        self._somebody = asyncio.Event()

    def routes(self) -> list[DeskRoute]:
        """See `DeskRoom`."""
        return [DeskRoute("GET", self.path, self.listen)]

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """An event `change` with the numbers of the tickets that changed."""
        async with self._streams.opened(request) as stream:
            news: asyncio.Queue[tuple[str, ...]] = asyncio.Queue(_MOST_KEPT)
            self._listeners.add(news)
            self._somebody.set()
            try:
                while stream.goes_on:
                    numbers = await stream.wait(news.get(), _BEAT_S)
                    if numbers:
                        await stream.send("change", numbers)
                    else:
                        await stream.beat()
            finally:
                self._listeners.discard(news)
        return stream.response

    async def watch(self) -> None:
        """Look again and again while somebody listens: background work."""
        while True:
            await self._somebody.wait()
            sequence, numbers = _BEFORE_ALL, tuple[str, ...]()
            while self._listeners:
                try:
                    sequence, numbers = await self._database(changed_since, self._engine, sequence)
                except SQLAlchemyError as error:  # what changes meanwhile is told afterwards
                    log.warning("desk_live_unreadable error=%s", type(error).__name__)
                    numbers = ()
                self._spread(numbers)
                await asyncio.sleep(LOOK_EVERY_S)
            self._somebody.clear()

    def _spread(self, numbers: tuple[str, ...]) -> None:
        for listener in self._listeners if numbers else ():
            with contextlib.suppress(asyncio.QueueFull):  # a page that does not read will look anew when it comes again
                listener.put_nowait(numbers)

    async def close(self, _: web.Application) -> None:
        """Open streams end when the application does."""
        self._streams.ended.set()
