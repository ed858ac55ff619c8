"""Turns of one conversation never overlap, whichever Rasa servers work on them, and a late one changes nothing."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.lock_store import LockError
from rasa.shared.core.events import UserUttered
from rasa.utils.endpoints import EndpointConfig

from nlu.gateway_input import run_turn
from nlu.lock_store import SharedLockStore
from nlu.tracker_store import LateTurnError
from tests.redis_server import redis_process, running_redis

pytestmark = pytest.mark.redis


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with running_redis() as url:
        yield url


async def test_only_one_of_many_servers_is_inside(redis_url: str) -> None:
    """Rasa's own lock store let two in that asked in the same moment."""
    servers = [SharedLockStore(EndpointConfig(redis_url)) for _ in range(8)]
    inside, most = 0, 0

    async def work(server: SharedLockStore) -> None:
        nonlocal inside, most
        for _ in range(5):
            async with server.lock("web-a"):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.002)
                inside -= 1

    async with asyncio.timeout(60):
        await asyncio.gather(*map(work, servers))
    assert most == 1


async def test_conversations_do_not_wait_for_each_other(redis_url: str) -> None:
    store = SharedLockStore(EndpointConfig(redis_url))
    async with asyncio.timeout(5), store.lock("web-a"), store.lock("web-b"):
        with pytest.raises(LockError, match="another server"):
            async with store.lock("web-a", lock_lifetime=0.1):
                pass


async def test_a_long_turn_keeps_its_lock_and_a_dead_server_does_not(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlu.lock_store._HELD_S", 1.5)  # a busy machine may stop us for a second
    monkeypatch.setattr("nlu.lock_store._RENEW_S", 0.1)
    one, two = (SharedLockStore(EndpointConfig(redis_url)) for _ in range(2))
    async with one.lock("web-long"):
        with pytest.raises(LockError):
            async with two.lock("web-long", lock_lifetime=2.0):
                pass
    monkeypatch.setattr("nlu.lock_store._RENEW_S", 60.0)  # as if its server were killed: nobody renews
    dead = one.lock("web-long")
    await dead.__aenter__()
    async with asyncio.timeout(20), two.lock("web-long"):
        pass
    await dead.__aexit__(None, None, None)


async def test_without_redis_the_turn_is_refused() -> None:
    store = SharedLockStore(EndpointConfig("redis://127.0.0.1:1/0"))
    with pytest.raises(LockError, match="does not answer"):
        async with store.lock("web-a"):
            pass


async def test_a_redis_that_hangs_holds_up_one_turn_in_a_while() -> None:
    with redis_process() as (url, server):
        store = SharedLockStore(EndpointConfig(url))
        server.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        for refusal in ("TimeoutError", "a moment ago", "a moment ago"):
            with pytest.raises(LockError, match=refusal):
                async with store.lock("web-a"):
                    pass
        assert time.monotonic() - began < 4.5


async def test_a_turn_that_comes_after_the_next_one_is_refused(redis_url: str) -> None:
    """A server too slow to begin a turn began it when another had gone on with the conversation."""
    heard = UserUttered("两", metadata={"message": 8})

    async def retrieve(_: str) -> Any:
        return SimpleNamespace(events=[heard])

    store = SharedLockStore(EndpointConfig(redis_url))
    agent = SimpleNamespace(lock_store=store, tracker_store=SimpleNamespace(retrieve=retrieve))
    turn = {"sender": "web-late", "text": "一", "metadata": {"message": 7}}
    with pytest.raises(LateTurnError):
        await run_turn(agent, turn)  # type: ignore[arg-type]
