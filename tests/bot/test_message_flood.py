"""Attacks by one address inside its limits: others must not stand behind all it sent, nor long texts come for free."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation import answers
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, running_gateway, settings_for, until
from tests.fakes.rasa_server import FakeRasa


async def send(gateway: Gateway, address: str, text: str) -> int:
    headers = {"X-Forwarded-For": address}
    async with gateway.client.post(f"{API}/messages", json={"text": text}, headers=headers) as response:
        return response.status


@pytest.fixture
async def gateway(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Gateway]:
    monkeypatch.setattr(answers, "_MOST_WAITING", 20)
    settings = settings_for(rasa)
    settings = replace(settings, server=replace(settings.server, trusted_proxies=1))
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        yield gateway


async def test_one_address_keeps_nobody_waiting_behind_all_it_sent(gateway: Gateway, rasa: FakeRasa) -> None:
    rasa.stalled = True
    flood = [asyncio.create_task(send(gateway, "203.0.113.1", f"洪水{number}")) for number in range(15)]
    await until(lambda: len(rasa.turns) == 4)
    other = asyncio.create_task(send(gateway, "198.51.100.1", "怎么查学籍"))
    await until(lambda: len(rasa.turns) == 5)  # while the others of the flood wait
    assert rasa.turns[-1]["text"] == "怎么查学籍"
    rasa.resume()
    assert await other == 200 and await asyncio.gather(*flood) == [200] * 15
    assert len(rasa.turns) == 16


async def test_who_sends_more_than_can_wait_is_answered_without_rasa(gateway: Gateway, rasa: FakeRasa) -> None:
    """The last of whoever has most there give way: nothing of theirs is lost, and nobody else is turned out."""
    rasa.stalled = True
    flood = [asyncio.create_task(send(gateway, "203.0.113.1", f"洪水{number}")) for number in range(24)]
    await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)
    others = [asyncio.create_task(send(gateway, f"198.51.{number}.1", "怎么查学籍")) for number in range(3)]
    await until(lambda: len(rasa.turns) == 7)
    rasa.resume()
    assert await asyncio.gather(*flood, *others) == [200] * 27
    assert [turn["text"] for turn in rasa.turns].count("怎么查学籍") == 3


async def test_long_texts_count_as_several(gateway: Gateway) -> None:
    parts, long = gateway.served.parts, "忘" * 900
    for _ in range(58):  # of sixty texts' worth
        await parts.address_limits.texts.wait_s("203.0.113.1", 10)
    assert [await send(gateway, "203.0.113.1", long) for _ in range(3)] == [200, 200, 429]
    assert await send(gateway, "203.0.113.1", "忘记密码") == 200
    assert await send(gateway, "198.51.100.1", long) == 200
