"""A gateway for tests: the real application over a small knowledge base and a fake Rasa."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.gateway.app import Gateway as ServedGateway
from bot.gateway.private import PrivateSide
from bot.serving.http import SECURITY_HEADERS
from bot.serving.listening import make_runner
from common.clock import FakeClock
from common.settings import Settings
from faq.engine.library import Library
from tests.fakes.rasa_server import FakeRasa
from tests.ready_database import put_database

API = "/api/v1"


@dataclass
class Gateway:
    """What a test holds of a running gateway."""

    root: Path
    served: ServedGateway
    client: TestClient[web.Request, web.Application]
    rasa: FakeRasa
    clock: FakeClock
    tokens: dict[str, str] = field(default_factory=dict)

    async def session(self, name: str) -> str:
        """The session of somebody a test calls by a name; a real token is taken as it is."""
        if "." in name:
            return name
        if name not in self.tokens:
            async with self.client.post(f"{API}/session", json={"fresh": True}) as response:
                self.tokens[name] = str((await response.json())["session"])
        return self.tokens[name]

    async def post(self, **body: Any) -> dict[str, Any]:
        """One message that must be accepted."""
        if "session" in body:
            body["session"] = await self.session(body["session"])
        async with self.client.post(f"{API}/messages", json=body) as response:
            assert response.status == 200, await response.text()
            answer: dict[str, Any] = await response.json()
            return answer

    async def texts(self, **body: Any) -> list[str]:
        """The texts of the replies to one message."""
        return [reply["text"] for reply in (await self.post(**body))["replies"]]

    async def get(self, path: str) -> dict[str, Any]:
        """What a GET of the API gives; it must succeed."""
        async with self.client.get(API + path) as response:
            assert response.status == 200, await response.text()
            answer: dict[str, Any] = await response.json()
            return answer

    @asynccontextmanager
    async def private(self, path: str) -> AsyncIterator[ClientResponse]:
        """A GET on the operators' port."""
        async with TestClient(TestServer(PrivateSide(self.served).app)) as operators, operators.get(path) as response:
            yield response

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database, as they are stored."""
        with sqlite3.connect(self.root / "var/bot.db") as database:
            return database.execute(query).fetchall()

    def stored_bytes(self) -> bytes:
        """Every byte the gateway has on disk, journals included."""
        return b"".join(path.read_bytes() for path in sorted((self.root / "var").rglob("*")) if path.is_file())


def settings_for(rasa: FakeRasa, deadline_s: float = 20.0, **limits: int) -> Settings:
    """Settings of a test: the fake's ports and secret; a deadline no busy machine misses, unless it is the point."""
    plain = Settings()
    return replace(
        plain,
        assistant=replace(
            plain.assistant,
            rasa_port=rasa.port,
            actions_port=rasa.port,
            inner_secret=rasa.secret,
            deadline_s=deadline_s,
        ),
        limits=replace(plain.limits, **limits),
        pictures=replace(plain.pictures, read=False),  # models take seconds to load
    )


class QuietServer(TestServer):
    """Serves as `bot gateway` does: without an access log, whose addresses quote what people search for."""

    async def _make_runner(self, **named: Any) -> web.AppRunner:
        return make_runner(self.app, **named)


@asynccontextmanager
async def running_gateway(
    root: Path, library: Library, rasa: FakeRasa, settings: Settings | None = None, clock: FakeClock | None = None
) -> AsyncIterator[Gateway]:
    """Run the application on a free loopback port."""
    clock, settings = clock or FakeClock(), settings or settings_for(rasa)
    put_database(settings.storage.database_url, root)
    served = ServedGateway(settings, root, clock, library)
    async with TestClient(QuietServer(served.app)) as client:
        yield Gateway(root, served, client, rasa, clock)


async def until(happened: Callable[[], bool]) -> None:
    """Let other tasks run until it happened; a test where it never does ends by its time limit."""
    while not happened():  # noqa: ASYNC110 - what is waited for is in other threads and servers too
        await asyncio.sleep(0)


async def assert_error(response: ClientResponse, status: int, sentence: str | None = None) -> None:
    """The one error shape of every endpoint, with the headers of every answer."""
    assert response.status == status, await response.text()
    assert response.content_type == "application/json"
    body = json.loads(await response.read())
    assert list(body) == ["ok", "error", "status"]
    assert (body["ok"], body["status"]) == (False, status)
    assert any("一" <= character <= "鿿" for character in body["error"]), body
    if sentence is not None:
        assert body["error"] == sentence
    assert_headers(response)


def assert_headers(response: ClientResponse) -> None:
    """The security headers; the API's answers are never cached."""
    assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    if response.url.path.startswith("/api/"):
        assert response.headers["Cache-Control"] == "no-store"
