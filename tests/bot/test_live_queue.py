"""Attacks on the line for an agent: one address that fills it, many that do, and pages of agents that pay for it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientTimeout

from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, running_gateway, settings_for, until
from tests.bot.test_desk_shell import PAGE, PASSWORD, sign_in
from tests.fakes.rasa_server import FakeRasa
from tickets import live
from tickets.accounts import Role
from tickets.live_base import PATIENCE
from web.desk import talk_events

LI = "小李"


@pytest.fixture
async def gateway(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Gateway]:
    settings = settings_for(rasa, address_messages_per_minute=10_000, address_sessions_per_minute=10_000)
    settings = replace(settings, server=replace(settings.server, trusted_proxies=1))
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        gateway.served.parts.accounts.add("test", LI, [Role.AGENT], PASSWORD)
        gateway.served.parts.live.at_desk.seen(LI)
        yield gateway


async def ask(gateway: Gateway, address: str) -> bool:
    """Somebody new asks for a person; whether they stand in line."""
    headers = {"X-Forwarded-For": address}
    async with gateway.client.post(f"{API}/messages", json={"text": "人工"}, headers=headers) as response:
        assert response.status == 200
        return bool((await response.json())["trace"].get("live"))


async def test_one_address_does_not_fill_the_line(gateway: Gateway) -> None:
    stands = [await ask(gateway, "203.0.113.1") for _ in range(24)]
    assert stands == [True] * 20 + [False] * 4
    assert await ask(gateway, "198.51.100.1")
    gateway.clock.advance(PATIENCE.total_seconds() + 1)
    gateway.served.parts.live.sweep()
    gateway.served.parts.live.at_desk.seen(LI)
    assert await ask(gateway, "203.0.113.1")


async def test_the_line_has_an_end(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_WAITING", 3)
    assert [await ask(gateway, f"203.0.{number}.1") for number in range(5)] == [True] * 3 + [False] * 2
    desk = gateway.served.parts.live
    desk.take(LI, desk.waiting()[0].id)
    assert await ask(gateway, "203.0.9.1")


async def test_a_page_shows_the_first_of_a_long_line(gateway: Gateway) -> None:
    for number in range(23):
        await ask(gateway, f"203.0.{number}.1")
    await sign_in(gateway, LI)
    async with gateway.client.get("/desk/talks/list", headers=PAGE) as page:
        text = await page.text()
    assert "在等 23" in text and text.count('class="waiting"') == 20 and "后面还有 3 人" in text


async def test_a_flood_of_news_is_told_once_in_a_while(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk_events, "_REST_S", 3600.0)
    await sign_in(gateway, LI)
    told: list[int] = []
    async with gateway.client.get("/desk/talks/events?here=1", timeout=ClientTimeout(total=60)) as stream:

        async def read() -> None:
            async for line in stream.content:
                if line.startswith(b"data:"):
                    told.append(json.loads(line[5:])["waiting"])

        reading = asyncio.create_task(read())
        await until(lambda: bool(told))
        for number in range(5):
            await ask(gateway, f"203.0.{number}.1")
        await asyncio.sleep(0.2)
        reading.cancel()
    assert told == [0]
