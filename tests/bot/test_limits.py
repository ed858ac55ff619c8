from __future__ import annotations

import pytest

from bot.serving import limits
from bot.serving.limits import RateLimiter
from common.clock import FakeClock


def test_a_burst_then_an_even_refill() -> None:
    clock = FakeClock()
    limiter = RateLimiter(3, clock)
    assert [limiter.allow("a") for _ in range(4)] == [True, True, True, False]
    clock.advance(19)
    assert limiter.allow("a") is False
    clock.advance(1)
    assert [limiter.allow("a") for _ in range(2)] == [True, False]
    clock.advance(3600)
    assert [limiter.allow("a") for _ in range(4)] == [True, True, True, False]


def test_being_refused_costs_nothing() -> None:
    clock = FakeClock()
    limiter = RateLimiter(1, clock)
    assert limiter.allow("a")
    for _ in range(59):
        clock.advance(1)
        assert limiter.allow("a") is False
    clock.advance(1)
    assert limiter.allow("a")


def test_keys_do_not_share() -> None:
    limiter = RateLimiter(1, FakeClock())
    assert [limiter.allow(key) for key in ("a", "b", "a", "b")] == [True, True, False, False]


def test_nothing_is_allowed_at_zero() -> None:
    assert RateLimiter(0, FakeClock()).allow("a") is False


def test_memory_is_bounded_and_the_quietest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_BUCKETS", 3)
    limiter = RateLimiter(1, FakeClock())
    for key in ("a", "b", "a", "c", "d"):
        limiter.allow(key)
    assert list(limiter._buckets) == ["a", "c", "d"]


def test_how_long_to_wait() -> None:
    clock = FakeClock()
    limiter = RateLimiter(3, clock)
    assert limiter.wait_s("a") == 1
    for _ in range(3):
        limiter.allow("a")
    assert limiter.wait_s("a") == 20
    clock.advance(19.5)
    assert (limiter.wait_s("a"), limiter.allow("a")) == (1, False)
    clock.advance(1)
    assert limiter.allow("a") is True
    assert RateLimiter(0, clock).wait_s("a") == 60
