"""How long a turn is waited for."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.conversation.rasa_client import RasaClient, RasaError
from bot.conversation.rasa_servers import RasaServers
from tests.fakes.rasa_server import FakeRasa


async def waited_s(client: RasaClient, at_most_s: float) -> float:
    loop = asyncio.get_running_loop()
    started_s = loop.time()
    with pytest.raises(RasaError):
        await client.turn("web-k", "你好", at_most_s=at_most_s)
    return loop.time() - started_s


async def test_a_channel_that_cannot_wait_is_not_made_to(rasa: FakeRasa) -> None:
    rasa.stalled = True
    async with aiohttp.ClientSession() as http:
        client = RasaClient(http, RasaServers([f"http://127.0.0.1:{rasa.port}"]), rasa.secret, 30.0)
        assert await waited_s(client, 0.05) < 5.0


async def test_who_hangs_is_waited_for_less_until_it_answers(rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.conversation.rasa_client._IMPATIENT_S", 0.02)
    rasa.stalled = True
    async with aiohttp.ClientSession() as http:
        client = RasaClient(http, RasaServers([f"http://127.0.0.1:{rasa.port}"]), rasa.secret, 0.2)
        waits = [await waited_s(client, 30.0) for _ in range(5)]
        assert min(*waits[:3], waits[4]) > 0.15 > waits[3]
        rasa.resume()
        assert (await client.turn("web-k", "你好")).intent
