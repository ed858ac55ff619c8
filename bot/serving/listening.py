"""How the gateway takes connections: bodies are left as they were sent, and who says nothing is hung up on.

aiohttp unpacks a compressed body while it arrives, on the event loop and whether or not anybody reads it: one megabyte
of gzip kept everybody waiting for four seconds. Nobody needs to send us anything compressed, so nothing is unpacked.
It also takes a body in chunks apart as it arrives, at a cost for each: a hundred bodies of chunks of one byte, half a
megabyte each, held everybody up for ten seconds. So a connection is read in small pieces, one after the other's turn,
and is closed with the answer to a body in chunks instead of reading that to its end (`bot.serving.doors` refuses it).
"""

from __future__ import annotations

import asyncio
import signal
import socket
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

HEAD_S = 30.0
"""Who has not sent the head of a request by then sends none."""
KEEPALIVE_S = 75.0
"""Longer than a reverse proxy keeps an idle connection (nginx: 60 s), or it would use one that is just closed."""
MOST_SILENT = 500
"""People send the head of a request with the connection; so many that wait with it are not people."""
_BACKLOG = 1024
_NAMED: dict[str, Any] = {"access_log": None, "auto_decompress": False, "keepalive_timeout": KEEPALIVE_S}
_READ_BYTES = 16 * 1024
"""What is read of a connection before the next one's turn; asyncio's own 256 KB may be 40,000 chunks."""


def make_runner(app: web.Application, **named: Any) -> web.AppRunner:
    """A runner for an application that faces people; without an access log, whose lines hold addresses of people."""
    return web.AppRunner(app, **_NAMED, **named)


class Door:
    """Listens for one application and hangs up on connections that stay silent, or when too many are."""

    def __init__(self, app: web.Application, head_s: float = HEAD_S, most_silent: int = MOST_SILENT) -> None:
        """`app` is not started yet: it gets a middleware that tells who has spoken."""
        self._head_s = head_s
        self._most_silent = most_silent
        self._silent: dict[asyncio.BaseProtocol, None] = {}  # the one that has been silent longest comes first
        app.middlewares.insert(0, self._heard())
        self._runner = make_runner(app)
        self._server: asyncio.Server | None = None

    async def open(self, listener: socket.socket) -> None:
        """Start the application and take connections."""
        # What it needs takes a while to load, in which the port would be closed: the gateway takes it first.
        from bot.serving.refusing import QuietProtocol, without_expectations

        await self._runner.setup()
        loop, serve = asyncio.get_running_loop(), self._runner.server
        if serve is None:
            raise RuntimeError("the application has not started")
        serve.request_handler = without_expectations(serve.request_handler)

        def connection() -> asyncio.BaseProtocol:
            protocol = QuietProtocol(serve, loop=loop, **_NAMED)
            if len(self._silent) >= self._most_silent:
                self._hang_up(next(iter(self._silent)))
            self._silent[protocol] = None
            loop.call_soon(loop.call_soon, _read_little, protocol)  # it has its transport only then
            loop.call_later(self._head_s, self._hang_up, protocol)
            return protocol

        self._server = await loop.create_server(connection, sock=listener, backlog=_BACKLOG)

    async def close(self) -> None:
        """Take no more connections, let running requests end, stop the application."""
        if self._server is not None:
            self._server.close()
        await self._runner.cleanup()

    def _heard(self) -> Middleware:
        @web.middleware
        async def note(request: web.Request, handler: Handler) -> web.StreamResponse:
            self._silent.pop(request.protocol, None)
            response = await handler(request)
            if "Transfer-Encoding" in request.headers:
                await response.prepare(request)
                await response.write_eof()
                request.protocol.force_close()
            return response

        return note

    def _hang_up(self, protocol: asyncio.BaseProtocol) -> None:
        if protocol in self._silent:
            del self._silent[protocol]
            transport = getattr(protocol, "transport", None)
            if transport is not None:
                transport.abort()


def _read_little(protocol: asyncio.BaseProtocol) -> None:
    transport: Any = getattr(protocol, "transport", None)
    if hasattr(transport, "max_size"):
        transport.max_size = _READ_BYTES


async def serve(app: web.Application, listener: socket.socket) -> None:
    """Serve until the process is asked to stop (Ctrl-C, SIGTERM)."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    door = Door(app)
    try:
        await door.open(listener)
        await stop.wait()
    finally:
        await door.close()
