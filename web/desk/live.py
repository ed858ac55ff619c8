"""Tells open pages of the desk which tickets changed (server-sent events), whichever process changed them.

Every change to a ticket appends to the audit chain, so one number says whether there is anything new: a gateway with
open pages reads it every second and a half, one without reads nothing. A change by an action server is seen like any.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging

from aiohttp import web
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from common.off_loop import OffLoop
from tickets.accounts import Role
from tickets.case_file import changed_since
from web.desk.guard import DESK_POLICY
from web.desk.shell import HOME, DeskRoute

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.5
_BEAT_S = 25.0
_LONGEST_S = 600.0
"""Then the browser comes again by itself, and the guard looks again whether it may."""
_MOST_STREAMS = 200
_MOST_KEPT = 100
_BEFORE_ALL = 2**62
"""No sequence: at first it only matters where the chain ends now."""


class LiveRoom:
    """The stream of changes."""

    name, title, path, role = "live", "", f"{HOME}/live", Role.AGENT

    def __init__(self, engine: Engine, database: OffLoop) -> None:
        """Watch this database while somebody listens."""
        self._engine = engine
        self._database = database
        self._streams: set[asyncio.Queue[tuple[str, ...]]] = set()
        self._watching: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()

    def routes(self) -> list[DeskRoute]:
        """See `DeskRoom`."""
        return [DeskRoute("GET", self.path, self.listen)]

    def add_to(self, app: web.Application) -> None:
        """Open streams end when the application does."""
        app.on_shutdown.append(self._close)

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """An event `change` with the numbers of the tickets that changed."""
        if len(self._streams) >= _MOST_STREAMS:
            return web.Response(status=503, headers={"Retry-After": "60"})
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
                "Content-Security-Policy": DESK_POLICY,
            }
        )
        await response.prepare(request)
        news: asyncio.Queue[tuple[str, ...]] = asyncio.Queue(_MOST_KEPT)
        self._streams.add(news)
        self._watch()
        try:
            with contextlib.suppress(ConnectionError):
                await response.write(b"retry: 5000\n\n")
                await self._tell(response, news)
        finally:
            self._streams.discard(news)
        return response

    async def _tell(self, response: web.StreamResponse, news: asyncio.Queue[tuple[str, ...]]) -> None:
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + _LONGEST_S
        while not self._ended.is_set() and loop.time() < ends_at:
            try:
                async with asyncio.timeout(_BEAT_S):
                    numbers = await news.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if numbers:
                await response.write(f"event: change\ndata: {json.dumps(numbers)}\n\n".encode())

    def _watch(self) -> None:
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._look_again_and_again())

    async def _look_again_and_again(self) -> None:
        sequence, numbers = _BEFORE_ALL, tuple[str, ...]()
        while self._streams and not self._ended.is_set():
            try:
                sequence, numbers = await self._database(changed_since, self._engine, sequence)
            except SQLAlchemyError as error:
                log.warning("desk_live_unreadable error=%s", type(error).__name__)
                numbers = ()
            self._spread(numbers)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._ended.wait()

    def _spread(self, numbers: tuple[str, ...]) -> None:
        for stream in self._streams if numbers else ():
            with contextlib.suppress(asyncio.QueueFull):  # a page that does not read will look anew when it comes again
                stream.put_nowait(numbers)

    async def _close(self, _: web.Application) -> None:
        self._ended.set()
        for stream in self._streams:
            with contextlib.suppress(asyncio.QueueFull):
                stream.put_nowait(())
        if self._watching is not None:
            await self._watching
