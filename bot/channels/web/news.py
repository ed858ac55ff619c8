"""The stream that tells an open page of news (server-sent events): an agent answered, in whatever process.

https://html.spec.whatwg.org/multipage/server-sent-events.html
Nothing is in it but that there is news: the page then asks as it does without a stream, so what is lost is nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable

from aiohttp import web

from bot.channels.web.visitors import Visitors
from bot.serving.doors import ADDRESS
from bot.serving.http import error_response
from tickets.deliveries import Delivery
from tickets.live_rows import LiveLine
from tickets.outbox import OutboxEntry
from tickets.wakeups import Waiter, Wakeups

TOPIC = "ticket_news"
_BEAT_S = 25.0
"""A proxy closes what is silent for a minute."""
_LONGEST_S = 600.0
"""Then the browser comes again by itself, perhaps to another gateway."""
_MOST_STREAMS = 500
"""An address never holds more of them than it leaves free: the last ones go to whoever holds fewest."""
_MOST_OF_ONE = 10
"""Tabs of one person; who opens more asks without a stream in the others."""
_RETRY_S = 60


class NewsApi:
    """The stream, and who wakes it."""

    def __init__(self, wakeups: Callable[[], Wakeups], visitors: Visitors) -> None:
        """`wakeups` is asked at each stream: they are there once the application has started."""
        self._wakeups = wakeups
        self._visitors = visitors
        self._open = Counter[str]()
        self._of_address = Counter[str]()
        self._ended = asyncio.Event()

    def add_routes(self, app: web.Application) -> None:
        """Put it under `/api/v1`; open streams end when the application does."""
        app.router.add_get("/api/v1/news", self.get_news)
        app.on_shutdown.append(self._close)

    async def get_news(self, request: web.Request) -> web.StreamResponse:
        """An event `news` whenever the person behind the cookie got an answer; 503 when too many listen, 429 to one.

        Nobody is behind it: 204, after which a browser does not come again by itself.
        """
        person = self._visitors.cookie_person(request)
        if person is None:
            return web.Response(status=204)
        key = person.conversation_key
        if self._open[key] >= _MOST_OF_ONE:
            return error_response(429, "开着的页面太多，关掉几个再刷新", retry_after_s=_RETRY_S)
        address = request[ADDRESS]
        if self._of_address[address] >= _MOST_STREAMS - self._open.total():
            return error_response(503, "现在看的人太多，稍后会自动再连", retry_after_s=_RETRY_S)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        await response.prepare(request)
        self._count(key, address, 1)
        try:
            with self._wakeups().waiter(TOPIC, key) as waiter, contextlib.suppress(ConnectionError):
                await response.write(f"retry: {_RETRY_S * 1000}\n\n".encode())
                ends_at = asyncio.get_running_loop().time() + _LONGEST_S
                while not self._ended.is_set() and asyncio.get_running_loop().time() < ends_at:
                    news = await self._waited(waiter)
                    await response.write(b"event: news\ndata: 1\n\n" if news else b": still here\n\n")
        finally:
            self._count(key, address, -1)
        return response

    def _count(self, key: str, address: str, streams: int) -> None:
        for counter, name in ((self._open, key), (self._of_address, address)):
            counter[name] += streams
            if not counter[name]:
                del counter[name]

    async def _waited(self, waiter: Waiter) -> bool:
        """Whether there was news; not when the gateway ends."""
        waits = [asyncio.create_task(waiter.wait(_BEAT_S)), asyncio.create_task(self._ended.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            return waits[0].done() and waits[0].result()
        finally:
            for wait in waits:
                wait.cancel()

    async def tell(self, delivery: Delivery) -> None:
        """An answer waits in the ticket: whoever has a page open looks at once, everybody else when they come."""
        await self._wakeups().notify(TOPIC, delivery.ticket.conversation_key)

    async def tell_line(self, line: LiveLine, _: OutboxEntry) -> None:
        """The bot said something in a talk with an agent: an open page looks at once."""
        await self._wakeups().notify(TOPIC, line.person.conversation_key)

    async def _close(self, _: web.Application) -> None:
        self._ended.set()
