"""`common.clock`: China's time, and a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from common.clock import CHINA, SYSTEM_CLOCK, FakeClock, china_time


def test_fake_clock_moves_only_when_told():
    clock = FakeClock(datetime(2026, 11, 2, 2, 0, tzinfo=UTC))
    assert (clock.now(), clock.monotonic_s()) == (datetime(2026, 11, 2, 2, 0, tzinfo=UTC), 0.0)
    clock.advance(90)
    assert (clock.now(), clock.monotonic_s()) == (datetime(2026, 11, 2, 2, 1, 30, tzinfo=UTC), 90.0)


def test_china_is_eight_hours_ahead_all_year():
    for month in (1, 7):
        assert china_time(datetime(2026, month, 1, 20, tzinfo=UTC)).isoformat() == f"2026-{month:02d}-02T04:00:00+08:00"
    assert CHINA.utcoffset(None) == timedelta(hours=8)


def test_system_clock_has_a_zone_and_grows():
    assert SYSTEM_CLOCK.now().utcoffset() == timedelta(0)
    assert SYSTEM_CLOCK.monotonic_s() <= SYSTEM_CLOCK.monotonic_s()
