"""The stream that keeps an agent present and tells their pages of talks (server-sent events).

It says only how many wait and how many talks the agent has; the page then asks for what it shows.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from aiohttp import web

from common.off_loop import OffLoop
from tickets.at_desk import SEEN_EVERY_S
from tickets.live import LiveDesk
from tickets.live_rows import NEWS_KEY, NEWS_TOPIC
from tickets.wakeups import Wakeups
from web.desk.shell import account_of
from web.desk.streams import EventStreams

_RETRY_MS = 3000
_REST_S = 1.0


class TalkEvents:
    """The streams of one gateway; who has one open and takes talks is at the desk."""

    def __init__(self, desk: LiveDesk, wakeups: Callable[[], Wakeups], database: OffLoop) -> None:
        """`wakeups` is asked at each stream: they are there once the application has started."""
        self._desk = desk
        self._wakeups = wakeups
        self._database = database
        self._here: Counter[str] = Counter()
        self._streams = EventStreams(_RETRY_MS)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """An event `live` at once and after every change; with `?here=1` the agent takes talks meanwhile."""
        agent, is_here = account_of(request).name, request.query.get("here") == "1"
        self._here[agent] += is_here
        try:
            with self._wakeups().waiter(NEWS_TOPIC, NEWS_KEY) as waiter:
                async with self._streams.opened(request) as stream:
                    while stream.goes_on:
                        if is_here:
                            await self._database(self._desk.at_desk.seen, agent)
                        await stream.send("live", await self._told(agent))
                        # At once, but not again for every message of everybody: the page fetches what it shows.
                        await stream.wait(asyncio.sleep(_REST_S), _REST_S)
                        # News, or time to say again that the agent is there.
                        await stream.wait(waiter.wait(SEEN_EVERY_S), 2 * SEEN_EVERY_S)
        finally:
            self._here[agent] -= is_here
            if is_here and not self._here[agent]:
                # A page that was only reloaded is back in a moment; another gateway's stream says so too.
                await asyncio.shield(self._database(self._desk.at_desk.left, agent))
        return stream.response

    async def _told(self, agent: str) -> dict[str, object]:
        waiting = await self._database(self._desk.waiting)
        live = await self._database(self._desk.live)
        mine = [talk for talk in live if talk.agent == agent]
        unread = [talk.id for talk in mine if talk.agent_at is None or talk.person_at > talk.agent_at]
        return {"waiting": len(waiting), "mine": len(mine), "unread": unread}

    async def close(self, _: web.Application) -> None:
        """Open streams end when the application does."""
        self._streams.ended.set()
