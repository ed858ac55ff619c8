"""A turn goes to a Rasa that answers; one that is gone is passed over, none is asked a second time."""

from __future__ import annotations

from collections import deque

import aiohttp
import pytest

from bot.conversation.rasa_client import RasaClient, RasaError
from bot.conversation.rasa_servers import RasaServers
from bot.running.stack import free_ports
from tests.fakes.rasa_server import FakeRasa, say


async def test_turns_are_spread_over_the_servers() -> None:
    async with FakeRasa() as one, FakeRasa() as two, aiohttp.ClientSession() as http:
        client = RasaClient(http, RasaServers(addresses(one, two)), "inner", 5.0)
        for number in range(4):
            await client.turn("web-a", str(number))
        assert (len(one.turns), len(two.turns)) == (2, 2)


async def test_a_server_that_is_gone_is_passed_over_and_comes_back() -> None:
    (port,) = free_ports(1)
    async with FakeRasa() as well, aiohttp.ClientSession() as http:
        gone = f"http://127.0.0.1:{port}"
        servers = RasaServers((gone, *addresses(well)))
        client = RasaClient(http, servers, "inner", 5.0)
        for number in range(4):
            await client.turn("web-a", str(number))
        assert [turn["text"] for turn in well.turns] == ["0", "1", "2", "3"]
        assert servers.trouble() == f"没有应答：{gone}；其余的在用"
        assert await client.ready()
        servers.answered(gone)
        assert servers.trouble() == ""


async def test_a_server_that_took_the_turn_and_broke_is_not_replaced_by_another() -> None:
    """The first may have worked on it: asking the second too could answer a message twice."""
    async with FakeRasa() as one, FakeRasa() as two, aiohttp.ClientSession() as http:
        for fake in (one, two):
            fake.status, fake.answers = 500, deque([say("x")])
        client = RasaClient(http, RasaServers(addresses(one, two)), "inner", 5.0)
        with pytest.raises(RasaError, match="status 500"):
            await client.turn("web-a", "hi")
        assert len(one.turns) + len(two.turns) == 1


async def test_a_server_that_hangs_is_seen_by_the_regular_look() -> None:
    async with FakeRasa() as hangs, FakeRasa() as well, aiohttp.ClientSession() as http:
        hangs.healthy = False
        servers = RasaServers(addresses(hangs, well))
        await servers.check(http)
        assert {servers.order()[0] for _ in range(4)} == set(addresses(well))
        well.healthy = False
        await servers.check(http)
        assert servers.all_down
        assert set(servers.order()) == set(addresses(hangs, well))


async def test_nobody_there_is_an_error_the_gateway_knows() -> None:
    ports = free_ports(2)
    async with aiohttp.ClientSession() as http:
        client = RasaClient(http, RasaServers([f"http://127.0.0.1:{port}" for port in ports]), "inner", 5.0)
        with pytest.raises(RasaError):
            await client.turn("web-a", "hi")
        assert not await client.ready()


def addresses(*servers: FakeRasa) -> tuple[str, ...]:
    return tuple(f"http://127.0.0.1:{server.port}" for server in servers)
