from __future__ import annotations

import logging

import pytest

from bot.serving import limits
from bot.serving.limits import DAY_S, MINUTE_S, MemoryLimiter, RedisLimiters
from common.clock import FakeClock


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


async def test_keys_do_not_share() -> None:
    assert await allowed(MemoryLimiter(1, MINUTE_S, FakeClock()), "abab") == "ab.."


async def test_nothing_is_allowed_at_zero() -> None:
    assert await MemoryLimiter(0, MINUTE_S, FakeClock()).wait_s("a") == MINUTE_S


async def test_memory_is_bounded_and_the_quietest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_BUCKETS", 3)
    limiter = MemoryLimiter(1, MINUTE_S, FakeClock())
    await allowed(limiter, "abacd")
    assert list(limiter._buckets) == ["a", "c", "d"]


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
        assert [await limiter.wait_s("a") for _ in range(3)] == [0, 0, 0]
    assert "limits_unreachable" in caplog.text
