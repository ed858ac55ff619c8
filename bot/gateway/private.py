"""The operators' side of a gateway, on a port of its own that only this machine reaches."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web

from bot.gateway.keys import CLOCK_KEY, DESK_KEY, HEALTH_KEY, METRICS_KEY
from bot.serving.http import errors_middleware, headers_middleware, json_response

log = logging.getLogger(__name__)
_LOOPBACK = "127.0.0.1"


def make_private_app(public: web.Application) -> web.Application:
    """`/metrics` and the detailed `/readyz` of a running gateway."""
    views = _Views(public)
    app = web.Application(middlewares=[headers_middleware, errors_middleware()])
    app.router.add_get("/readyz", views.get_ready)
    app.router.add_get("/metrics", views.get_metrics)
    return app


async def serve_private(public: web.Application, port: int) -> web.AppRunner | None:
    """Open the private port; None when it is taken: people are answered all the same, and the log says so."""
    runner = web.AppRunner(make_private_app(public), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, _LOOPBACK, port).start()
    except OSError as error:
        log.error("private_port_taken port=%d error=%s setting=server.private_port", port, error.strerror)
        await runner.cleanup()
        return None
    return runner


class _Views:
    """What operators look at."""

    def __init__(self, public: web.Application) -> None:
        self._public = public

    async def get_ready(self, _: web.Request) -> web.StreamResponse:
        """Each part: ready, or why not; 503 while something that answers depend on is missing."""
        report = await self._public[HEALTH_KEY].report()
        self._public[METRICS_KEY].content_problems(len(report["content_problems"]))
        return json_response({"ok": report["ready"], **report}, 200 if report["ready"] else 503)

    async def get_metrics(self, _: web.Request) -> web.StreamResponse:
        """Prometheus' text format."""
        metrics, now = self._public[METRICS_KEY], self._public[CLOCK_KEY].now()
        metrics.desk(await asyncio.to_thread(self._public[DESK_KEY].reader.counts, now))
        metrics.content_problems(len((await self._public[HEALTH_KEY].report())["content_problems"]))
        return web.Response(body=metrics.text(), content_type="text/plain", charset="utf-8")
