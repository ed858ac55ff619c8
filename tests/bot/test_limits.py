from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.serving import limits
from bot.serving.limits import DAY_S, MINUTE_S, MemoryLimiter, RedisLimiters
from common.clock import FakeClock
from tests.redis_server import running_redis


async def allowed(limiter: limits.RateLimiter, keys: str) -> str:
    """One letter an event: which of them were allowed."""
    return "".join(["." if await limiter.wait_s(key) else key for key in keys])


async def test_a_burst_then_an_even_refill() -> None:
    clock = FakeClock()
    limiter = MemoryLimiter(3, MINUTE_S, clock)
    assert await allowed(limiter, "aaaa") == "aaa."
    clock.advance(19)
    assert await allowed(limiter, "a") == "."
    clock.advance(1)
    assert await allowed(limiter, "aa") == "a."
    clock.advance(3600)
    assert await allowed(limiter, "aaaa") == "aaa."


async def test_being_refused_costs_nothing() -> None:
    clock = FakeClock()
    limiter = MemoryLimiter(1, MINUTE_S, clock)
    assert await allowed(limiter, "a") == "a"
    for _ in range(59):
        clock.advance(1)
        assert await allowed(limiter, "a") == "."
    clock.advance(1)
    assert await allowed(limiter, "a") == "a"


async def test_asking_whether_it_is_spent_counts_nothing() -> None:
    clock = FakeClock()
    limiter = MemoryLimiter(2, MINUTE_S, clock)
    assert [await limiter.is_spent("a") for _ in range(5)] == [False] * 5
    assert await allowed(limiter, "aa") == "aa"
    assert (await limiter.is_spent("a"), await limiter.is_spent("b")) == (True, False)
    clock.advance(30)
    assert not await limiter.is_spent("a")


async def test_keys_do_not_share() -> None:
    assert await allowed(MemoryLimiter(1, MINUTE_S, FakeClock()), "abab") == "ab.."


async def test_nothing_is_allowed_at_zero() -> None:
    assert await MemoryLimiter(0, MINUTE_S, FakeClock()).wait_s("a") == MINUTE_S


async def test_memory_is_bounded_and_the_quietest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_BUCKETS", 3)
    limiter = MemoryLimiter(1, MINUTE_S, FakeClock())
    await allowed(limiter, "abacd")
    assert list(limiter._buckets) == ["a", "c", "d"]


async def test_a_long_key_takes_no_more_room_than_a_short_one() -> None:
    limiter = MemoryLimiter(1, MINUTE_S, FakeClock())
    long, other = f"甲{'😀' * 65_000}", f"乙{'😀' * 65_000}\ud800"
    assert [await limiter.wait_s(key) > 0 for key in (long, long, other)] == [False, True, False]
    assert await limiter.is_spent(long)
    assert max(map(len, limiter._buckets)) < 100


async def test_how_long_to_wait() -> None:
    clock = FakeClock()
    limiter = MemoryLimiter(3, MINUTE_S, clock)
    await allowed(limiter, "aaa")
    assert await limiter.wait_s("a") == 20
    clock.advance(19.5)
    assert await limiter.wait_s("a") == 1
    clock.advance(1)
    assert await limiter.wait_s("a") == 0
    day = MemoryLimiter(2, DAY_S, clock)
    await allowed(day, "aa")
    assert await day.wait_s("a") == DAY_S // 2


async def test_a_redis_that_is_away_limits_nobody(caplog: pytest.LogCaptureFixture) -> None:
    limiter = RedisLimiters("redis://127.0.0.1:1/0").limiter("messages", 1)
    with caplog.at_level(logging.ERROR):
        assert await limiter.is_spent("a") is False
        assert [await limiter.wait_s("a") for _ in range(3)] == [0, 0, 0]
    assert "limits_unreachable" in caplog.text


async def test_a_redis_that_hangs_delays_one_request_and_then_none() -> None:
    """It takes connections and says nothing: every request would have waited for it."""

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    limiters = RedisLimiters(f"redis://127.0.0.1:{port}/0")
    one, other = limiters.limiter("messages", 1), limiters.limiter("reads", 1)
    async with asyncio.timeout(5):
        assert await one.wait_s("somebody") == 0
    began = time.monotonic()
    for limiter in (one, other) * 5:
        assert await limiter.wait_s("somebody") == 0
    assert time.monotonic() - began < 0.2
    server.close()


@pytest.mark.redis
async def test_two_gateways_count_together() -> None:
    with running_redis() as url:
        gateways = [RedisLimiters(url).limiter("messages", 3) for _ in range(2)]
        waits = [await gateways[number % 2].wait_s("somebody") for number in range(5)]
        assert await gateways[0].wait_s("somebody else") == 0
        assert [await gateways[1].is_spent(key) for key in ("somebody", "somebody else")] == [True, False]
    assert (waits[:3], all(wait > 0 for wait in waits[3:])) == ([0, 0, 0], True)


async def test_what_is_dear_counts_as_several() -> None:
    clock = FakeClock()
    limiter = MemoryLimiter(10, MINUTE_S, clock)
    assert [await limiter.wait_s("a", 4) for _ in range(3)] == [0, 0, 12]
    assert [await limiter.wait_s("a") for _ in range(3)] == [0, 0, 6]
    assert await limiter.wait_s("b", 50) == 0  # more than there may be is as much as there may be
    assert await limiter.wait_s("b") > 0
