"""How many messages somebody may send: token buckets in memory, refilled evenly."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from common.clock import Clock

_MOST_BUCKETS = 50_000


@dataclass
class RateLimiter:
    """Allows `per_minute` events a minute for each key, with bursts of as many."""

    per_minute: int
    clock: Clock
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def allow(self, key: str) -> bool:
        """Whether one more event is allowed now; counts it if so."""
        now = self.clock.monotonic_s()
        left, since = self._buckets.get(key, (float(self.per_minute), now))
        left = min(float(self.per_minute), left + (now - since) * self.per_minute / 60)
        allowed = left >= 1
        self._buckets.pop(key, None)  # back of the queue: the front is whoever was quiet longest
        self._buckets[key] = (left - 1 if allowed else left, now)
        while len(self._buckets) > _MOST_BUCKETS:
            self._buckets.pop(next(iter(self._buckets)))
        return allowed

    def wait_s(self, key: str) -> int:
        """Whole seconds after which one more event will be allowed; counts nothing."""
        left, since = self._buckets.get(key, (float(self.per_minute), 0.0))
        missing = 1 - left - (self.clock.monotonic_s() - since) * self.per_minute / 60
        return max(1, math.ceil(missing * 60 / self.per_minute)) if self.per_minute else 60
