"""How often somebody may do something: in this process's memory, or in Redis when several gateways share the limit.

In memory a bounded table of token buckets, so that a flood of invented names fills nothing; in Redis the sliding
windows of the `limits` library. A Redis that does not answer limits nobody: people come before limits.
"""

from __future__ import annotations

import hashlib
import logging
import math
from dataclasses import dataclass, field
from typing import Protocol

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from common.clock import Clock
from common.resting import Rest

log = logging.getLogger(__name__)
_MOST_BUCKETS = 50_000
_MOST_KEY_CHARS = 100
"""What is typed into a form may be a key: a longer one is kept as its digest, so that a table has a size."""
_REDIS_S = 0.5
MINUTE_S = 60
QUARTER_S = 900
HOUR_S = 3_600
DAY_S = 86_400


class RateLimiter(Protocol):
    """Allows so many events in so many seconds for each key."""

    async def wait_s(self, key: str, cost: int = 1) -> int:
        """0 when one more event is allowed (it is counted), else whole seconds until one will be.

        One that is dear counts as `cost` of them, but never as more than there may be.
        """

    async def is_spent(self, key: str) -> bool:
        """Whether one more event would be refused; nothing is counted."""


class Limiters(Protocol):
    """Makes the limiters of one installation."""

    def limiter(self, name: str, amount: int, period_s: int = MINUTE_S) -> RateLimiter:
        """A limiter; the same name is the same count in every process that shares it."""


def _bounded(key: str) -> str:
    if len(key) <= _MOST_KEY_CHARS:
        return key
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class MemoryLimiter:
    """Token buckets, refilled evenly: bursts of `amount`, then one every `period_s / amount` seconds."""

    amount: int
    period_s: int
    clock: Clock
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    async def wait_s(self, key: str, cost: int = 1) -> int:
        """See `RateLimiter`."""
        key, cost = _bounded(key), min(cost, max(1, self.amount))
        now, left = self.clock.monotonic_s(), self._left(key)
        allowed = left >= cost
        self._buckets.pop(key, None)  # back of the queue: the front is whoever was quiet longest
        self._buckets[key] = (left - cost if allowed else left, now)
        while len(self._buckets) > _MOST_BUCKETS:
            self._buckets.pop(next(iter(self._buckets)))
        if allowed:
            return 0
        return max(1, math.ceil((cost - left) * self.period_s / self.amount)) if self.amount else self.period_s

    async def is_spent(self, key: str) -> bool:
        """See `RateLimiter`."""
        return self._left(_bounded(key)) < 1

    def _left(self, key: str) -> float:
        now = self.clock.monotonic_s()
        left, since = self._buckets.get(key, (float(self.amount), now))
        return min(float(self.amount), left + (now - since) * self.amount / self.period_s)


@dataclass(frozen=True)
class MemoryLimiters:
    """Limits of one process."""

    clock: Clock

    def limiter(self, name: str, amount: int, period_s: int = MINUTE_S) -> RateLimiter:  # noqa: ARG002 (one process, one object)
        """See `Limiters`."""
        return MemoryLimiter(amount, period_s, self.clock)


@dataclass(frozen=True)
class RedisLimiter:
    """One limit, counted in Redis."""

    strategy: SlidingWindowCounterRateLimiter
    item: RateLimitItem
    name: str
    rest: Rest

    async def wait_s(self, key: str, cost: int = 1) -> int:
        """See `RateLimiter`."""
        cost = min(cost, max(1, self.item.amount))
        if self.rest.is_on:
            return 0
        try:
            if await self.strategy.hit(self.item, self.name, _bounded(key), cost=cost):
                return 0
        except StorageError as error:
            self.rest.begin()
            log.error("limits_unreachable error=%s", type(error).__name__)
            return 0
        return max(1, math.ceil(self.item.get_expiry() / self.item.amount))

    async def is_spent(self, key: str) -> bool:
        """See `RateLimiter`."""
        if self.rest.is_on:
            return False
        try:
            return not await self.strategy.test(self.item, self.name, _bounded(key))
        except StorageError as error:
            self.rest.begin()
            log.error("limits_unreachable error=%s", type(error).__name__)
            return False


class RedisLimiters:
    """Limits that all gateways of an installation share."""

    def __init__(self, url: str) -> None:
        """Count in that Redis (`redis://…`)."""
        storage = RedisStorage(
            f"async+{url}",
            implementation="redispy",
            wrap_exceptions=True,
            socket_timeout=_REDIS_S,
            socket_connect_timeout=_REDIS_S,
        )
        self._rest = Rest()
        self._strategy = SlidingWindowCounterRateLimiter(storage)

    def limiter(self, name: str, amount: int, period_s: int = MINUTE_S) -> RateLimiter:
        """See `Limiters`."""
        return RedisLimiter(self._strategy, RateLimitItemPerSecond(amount, period_s), name, self._rest)
