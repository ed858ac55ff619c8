"""A notice wakes whoever waits for it, in this process and in others; a lost connection wakes everybody."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import redis

from bot.serving.executors import make_executors
from common.background import Background
from tests.redis_server import redis_process, running_redis
from tests.tickets.conftest import create_postgres
from tests.tickets.postgres_server import find_programs, running_postgres
from tickets.database import open_database
from tickets.wakeups import InProcessWakeups
from tickets.wakeups_postgres import PostgresWakeups
from tickets.wakeups_redis import RedisWakeups
from tickets.wakeups_remote import RemoteWakeups

SOON_S = 10.0


@pytest.fixture(scope="module")
def postgres_database() -> Iterator[str]:
    programs = find_programs()
    if programs is None:
        pytest.skip("没有 PostgreSQL：apt-get install postgresql")
    with running_postgres(programs, "-c fsync=off") as url:
        create_postgres(url, "wakeups")
        yield url.format(name="wakeups")


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with running_redis() as url:
        yield url


KINDS = [
    pytest.param("postgres_database", id="postgres", marks=pytest.mark.postgres),
    pytest.param("redis_url", id="redis", marks=pytest.mark.redis),
]


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@asynccontextmanager
async def a_process(server: str) -> AsyncIterator[RemoteWakeups]:
    """What one process has: its own connection, restarted when it breaks."""
    executors = make_executors()
    engine = None
    wakeups: RemoteWakeups
    if server.startswith("redis"):
        wakeups = RedisWakeups(server)
    else:
        engine = open_database(server, Path("/"))
        wakeups = PostgresWakeups(engine, executors.database_call)
    background = Background(first_wait_s=0.05)
    with wakeups.waiter("connected", "") as connected:
        background.start("wakeups", wakeups.run)
        assert await connected.wait(SOON_S)  # being connected wakes everybody
    try:
        yield wakeups
    finally:
        await background.close()
        await wakeups.close()
        executors.close()
        if engine is not None:
            engine.dispose()


async def test_within_a_process_only_who_waits_for_it_is_woken() -> None:
    wakeups = InProcessWakeups()
    with wakeups.waiter("conversation", "a") as mine, wakeups.waiter("conversation", "b") as other:
        await wakeups.notify("conversation", "a")
        assert await mine.wait(0)
        assert not await mine.wait(0.01)
        assert not await other.wait(0.01)


async def test_another_process_is_woken(server: str) -> None:
    async with a_process(server) as here, a_process(server) as there:
        with here.waiter("conversation", "a") as near, there.waiter("conversation", "a") as far:
            with there.waiter("conversation", "b") as other:
                await here.notify("conversation", "a")
                assert await near.wait(SOON_S)
                assert await far.wait(SOON_S)
                assert not await other.wait(0.05)
            assert not await near.wait(0.05), "the own notice does not come back"


async def test_a_broken_connection_wakes_everybody_and_is_made_anew(server: str) -> None:
    async with a_process(server) as here, a_process(server) as there:
        with there.waiter("conversation", "a") as far:
            await asyncio.get_running_loop().run_in_executor(None, break_connections, server)
            assert await far.wait(SOON_S), "nobody knows what was missed"
            async with asyncio.timeout(SOON_S):
                while not await far.wait(0.1):
                    await here.notify("conversation", "a")


async def test_a_server_that_is_gone_does_not_fail_the_turn(caplog: pytest.LogCaptureFixture) -> None:
    wakeups = RedisWakeups("redis://127.0.0.1:1/0")
    with wakeups.waiter("conversation", "a") as mine:
        await wakeups.notify("conversation", "a")
        assert await mine.wait(0)
    assert "wakeup_unsent topic=conversation error=ConnectionError" in caplog.text
    await wakeups.close()


@pytest.mark.redis
async def test_a_server_that_hangs_is_left_alone_for_a_while(caplog: pytest.LogCaptureFixture) -> None:
    """Each notice waited two seconds for it, and so did every answer of a talk with an agent."""
    with redis_process() as (url, server):
        wakeups = RedisWakeups(url)
        await wakeups.notify("conversation", "a")
        server.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        for _ in range(20):
            await wakeups.notify("conversation", "a")
        assert time.monotonic() - began < 4.5
        assert caplog.text.count("wakeup_unsent") == 1
        server.send_signal(signal.SIGCONT)
        await wakeups.close()


async def test_an_unreadable_notice_is_passed_over() -> None:
    wakeups = RedisWakeups("redis://127.0.0.1:1/0")
    for notice in ("", "[]", "{}", "[1", "7"):
        await wakeups.received(notice)
    await wakeups.close()


def break_connections(server: str) -> None:
    if server.startswith("redis"):
        client = redis.Redis.from_url(server)
        client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        client.close()
        return
    engine = open_database(server, Path("/"))
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'")
    engine.dispose()
