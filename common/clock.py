"""The one clock: every package asks it for the time, so that tests can hold it still."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has had one time zone without daylight saving since 1991."""


class Clock(Protocol):
    """Gives wall time for what people read and monotonic time for what is measured."""

    def now(self) -> datetime:
        """The present moment with its zone (UTC)."""

    def monotonic_s(self) -> float:
        """Seconds that only ever grow; their zero means nothing."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """The machine's monotonic seconds."""
        return time.monotonic()


@dataclass
class FakeClock:
    """A clock that stands still until it is told to move (tests, simulations)."""

    moment: datetime = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
    elapsed_s: float = 0.0

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def monotonic_s(self) -> float:
        """Seconds it was moved forward since it was made."""
        return self.elapsed_s

    def advance(self, seconds: float) -> None:
        """Move both times forward."""
        self.moment += timedelta(seconds=seconds)
        self.elapsed_s += seconds


SYSTEM_CLOCK: Clock = SystemClock()


def china_time(moment: datetime) -> datetime:
    """The same moment as a clock on a wall in China shows it."""
    return moment.astimezone(CHINA)
