"""Streams to open pages of the desk (server-sent events): bounded in number and length, ended with the application.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

from aiohttp import web

from web.desk.guard import DESK_POLICY
from web.desk.shell import account_of

LONGEST_S = 600.0
"""Then the browser comes again by itself, perhaps to another gateway, and the guard looks again whether it may."""
_MOST = 500
_MOST_OF_ONE = 20
"""Of one agent: the tabs of a browser share one, and what one agent opens takes no colleague's place."""
_RETRY_S = "60"
_HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "Content-Security-Policy": DESK_POLICY,
}
T = TypeVar("T")


class EventStream:
    """One stream, on its way to a page."""

    def __init__(self, response: web.StreamResponse, ended: asyncio.Event) -> None:
        """The response is prepared before anything is said; `ended` says that the application ends."""
        self.response = response
        self._ended = ended
        self._has_left = False
        self._ends_at = asyncio.get_running_loop().time() + LONGEST_S

    @property
    def goes_on(self) -> bool:
        """Whether there is still something to be said."""
        return not self._has_left and not self._ended.is_set() and asyncio.get_running_loop().time() < self._ends_at

    def leave(self) -> None:
        """Nobody is there any more."""
        self._has_left = True

    async def send(self, event: str, data: object) -> None:
        """Say something."""
        await self.response.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())

    async def beat(self) -> None:
        """Say nothing, so that whoever has gone is noticed and nobody on the way hangs up."""
        await self.response.write(b": still here\n\n")

    async def wait(self, awaited: Coroutine[Any, Any, T], most_s: float) -> T | None:
        """What is awaited; None when it does not come in time, or the application ends first."""
        work, end = asyncio.ensure_future(awaited), asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait((work, end), timeout=most_s, return_when=asyncio.FIRST_COMPLETED)
            return work.result() if work.done() else None
        finally:
            work.cancel()
            end.cancel()


class EventStreams:
    """The open streams of one kind in one gateway."""

    def __init__(self, retry_ms: int) -> None:
        """A page whose stream broke comes again after so long."""
        self._retry = f"retry: {retry_ms}\n\n".encode()
        self._open = Counter[str]()
        self.ended = asyncio.Event()

    @contextlib.asynccontextmanager
    async def opened(self, request: web.Request) -> AsyncIterator[EventStream]:
        """A stream that answers a request; whoever reads it may go at any time.

        Raises:
            HTTPServiceUnavailable: there are too many.
            HTTPTooManyRequests: this agent has too many.
        """
        agent = account_of(request).name
        if self._open[agent] >= _MOST_OF_ONE:
            raise web.HTTPTooManyRequests(headers={"Retry-After": _RETRY_S})
        if self._open.total() >= _MOST:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": _RETRY_S})
        self._open[agent] += 1
        try:
            response = web.StreamResponse(headers=_HEADERS)
            stream = EventStream(response, self.ended)
            try:
                await response.prepare(request)
                await response.write(self._retry)
            except ConnectionError:  # a page that was closed while it asked
                stream.leave()
            with contextlib.suppress(ConnectionError):
                yield stream
        finally:
            self._open[agent] -= 1
            self._open += Counter()  # forgets who has none
