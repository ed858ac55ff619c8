"""The operators' side of a gateway, on a port of its own that only this machine reaches."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

from aiohttp import web

from bot.gateway.app import Gateway
from bot.serving.http import errors_middleware, headers_middleware, json_response
from bot.serving.listening import make_runner
from learning.rows.turns import sums_of_today

log = logging.getLogger(__name__)
_LOOPBACK = "127.0.0.1"


class PrivateSide:
    """`/metrics` and the detailed `/readyz` of a running gateway."""

    def __init__(self, gateway: Gateway) -> None:
        """Tell of this gateway."""
        self._gateway = gateway
        self.app = web.Application(middlewares=[headers_middleware, errors_middleware()])
        self.app.router.add_get("/readyz", self.get_ready)
        self.app.router.add_get("/metrics", self.get_metrics)

    async def beside(self, _: web.Application) -> AsyncIterator[None]:
        """Keep the port open while the gateway runs.

        When it is taken people are answered all the same, and the log says so.
        """
        port = self._gateway.parts.settings.server.private_port
        runner = make_runner(self.app)
        await runner.setup()
        try:
            await web.TCPSite(runner, _LOOPBACK, port).start()
        except OSError as error:
            log.error("private_port_taken port=%d error=%s setting=server.private_port", port, error.strerror)
        yield
        await runner.cleanup()

    async def get_ready(self, _: web.Request) -> web.StreamResponse:
        """Each part: ready, or why not; 503 while something that answers depend on is missing."""
        report = await self._gateway.health.report()
        return json_response({"ok": report["ready"], **report}, 200 if report["ready"] else 503)

    async def get_metrics(self, _: web.Request) -> web.StreamResponse:
        """Prometheus' text format."""
        parts = self._gateway.parts
        counts = await parts.executors.database_call(parts.desk.reader.counts, parts.clock.now())
        parts.metrics.desk(counts)
        parts.metrics.day(await parts.executors.database_call(sums_of_today, parts.database, parts.clock.now()))
        parts.metrics.content_problems(len(parts.refused()))
        return web.Response(body=parts.metrics.text(), content_type="text/plain", charset="utf-8")
