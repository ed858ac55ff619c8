"""A Rasa server on a free loopback port that can be slow, refuse or talk nonsense, and records what it got."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

WEBHOOK_PATH = "/webhooks/gateway/webhook"


def say(*messages: str | dict[str, Any], intent: str = "greet", confidence: float = 0.9) -> Any:
    """What Rasa's gateway channel answers to one turn."""
    listed = [{"recipient_id": "x", "text": item} if isinstance(item, str) else item for item in messages]
    return {"messages": listed, "parse": {"intent": intent, "confidence": confidence}}


@dataclass
class FakeRasa:
    """Answers each turn with the next of `answers`, else with an echo; acts as the action server's health too."""

    secret: str = "inner"
    answers: deque[Any] = field(default_factory=deque)
    turns: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of all turns, in the order they arrived."""
    unauthorised: int = 0
    status: int = 200
    raw: bytes | None = None
    """Sent in place of any answer."""
    healthy: bool = True
    actions_healthy: bool = True
    failing: dict[str, str] = field(default_factory=dict)
    """What either says of its background work."""
    health_checks: int = 0
    """How often either was asked for its health."""
    stalled: bool = False
    """Whether turns hang until `resume`."""
    most_at_once: dict[str, int] = field(default_factory=dict)
    """By sender: how many of its turns ran at the same time."""

    def __post_init__(self) -> None:
        app = web.Application()
        app.router.add_post(WEBHOOK_PATH, self._turn)
        app.router.add_get("/webhooks/gateway/", self._health)
        app.router.add_get("/health", self._actions_health)
        self.server = TestServer(app)
        self._free = asyncio.Event()
        self._at_work: dict[str, int] = {}

    async def __aenter__(self) -> FakeRasa:
        await self.server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.resume()
        await self.server.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self.server.port is not None
        return self.server.port

    def resume(self) -> None:
        """Let hanging turns go on, and later ones pass."""
        self.stalled = False
        self._free.set()

    async def _turn(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self.secret}":
            self.unauthorised += 1
            return web.json_response({"ok": False}, status=401)
        body = await request.json()
        sender = body["sender"]
        self.turns.append(body)
        self._at_work[sender] = self._at_work.get(sender, 0) + 1
        self.most_at_once[sender] = max(self.most_at_once.get(sender, 0), self._at_work[sender])
        try:
            if self.stalled:
                await self._free.wait()
            await asyncio.sleep(0)  # a turn is never done at once: the others get their chance to overtake
        finally:
            self._at_work[sender] -= 1
        if self.raw is not None:
            return web.Response(body=self.raw, content_type="application/json")
        answer = self.answers.popleft() if self.answers else say(f"echo:{body['text']}")
        return web.json_response(answer, status=self.status)

    async def _health(self, _: web.Request) -> web.Response:
        self.health_checks += 1
        return web.json_response({"background": self.failing}, status=200 if self.healthy else 503)

    async def _actions_health(self, _: web.Request) -> web.Response:
        self.health_checks += 1
        return web.json_response({"background": self.failing}, status=200 if self.actions_healthy else 503)
