"""The stream that keeps an agent present and tells their pages of talks (server-sent events).

https://html.spec.whatwg.org/multipage/server-sent-events.html
It says only how many wait and how many talks the agent has; the page then asks for what it shows.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Callable

from aiohttp import web

from common.off_loop import OffLoop
from tickets.at_desk import SEEN_EVERY_S
from tickets.live import LiveDesk
from tickets.live_rows import NEWS_KEY, NEWS_TOPIC
from tickets.wakeups import Waiter, Wakeups
from web.desk.shell import account_of

_LONGEST_S = 600.0
"""Then the browser comes again by itself, perhaps to another gateway."""
_MOST_STREAMS = 200
_RETRY_MS = 3000


class TalkEvents:
    """The streams of one gateway; who has one open and takes talks is at the desk."""

    def __init__(self, desk: LiveDesk, wakeups: Callable[[], Wakeups], database: OffLoop) -> None:
        """`wakeups` is asked at each stream: they are there once the application has started."""
        self._desk = desk
        self._wakeups = wakeups
        self._database = database
        self._here: Counter[str] = Counter()
        self._open = 0
        self._ended = asyncio.Event()

    def close_with(self, app: web.Application) -> None:
        """Open streams end when the application does."""
        app.on_shutdown.append(self._close)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """An event `live` at once and after every change; with `?here=1` the agent takes talks meanwhile."""
        agent, is_here = account_of(request).name, request.query.get("here") == "1"
        if self._open >= _MOST_STREAMS:
            return web.Response(status=503, headers={"Retry-After": "60"})
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        self._open += 1
        self._here[agent] += is_here
        try:
            with self._wakeups().waiter(NEWS_TOPIC, NEWS_KEY) as waiter, contextlib.suppress(ConnectionError):
                await response.write(f"retry: {_RETRY_MS}\n\n".encode())
                ends_at = asyncio.get_running_loop().time() + _LONGEST_S
                while not self._ended.is_set() and asyncio.get_running_loop().time() < ends_at:
                    if is_here:
                        await self._database(self._desk.at_desk.seen, agent)
                    await response.write(await self._event(agent))
                    await self._waited(waiter)
        finally:
            self._open -= 1
            self._here[agent] -= is_here
            if is_here and not self._here[agent]:
                # A page that was only reloaded is back in a moment; another gateway's stream says so too.
                await asyncio.shield(self._database(self._desk.at_desk.left, agent))
        return response

    async def _event(self, agent: str) -> bytes:
        waiting = await self._database(self._desk.waiting)
        live = await self._database(self._desk.live)
        mine = [talk for talk in live if talk.agent == agent]
        unread = [talk.id for talk in mine if talk.agent_at is None or talk.person_at > talk.agent_at]
        told = {"waiting": len(waiting), "mine": len(mine), "unread": unread}
        return f"event: live\ndata: {json.dumps(told)}\n\n".encode()

    async def _waited(self, waiter: Waiter) -> None:
        """Until there is news, or it is time to say again that the agent is there; not past the gateway's end."""
        waits = [asyncio.create_task(waiter.wait(SEEN_EVERY_S)), asyncio.create_task(self._ended.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _close(self, _: web.Application) -> None:
        self._ended.set()
