"""The access token: one for all, fetched once, dropped only by whoever saw it fail.

Uses stable_token: repeated calls inside a token's life return the same token, so several gateways cannot invalidate
each other's. Source: https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from common.clock import SYSTEM_CLOCK, Clock
from wechat.errors import UnreachableError

log = logging.getLogger(__name__)

FETCHES_PER_MINUTE = 10
"""Far below WeChat's own limit: a broken store must not eat the day's quota (silenceper/wechat issue 762)."""
_EARLY_S = 60.0


@dataclass(frozen=True)
class AccessToken:
    """A token and when it ends, kept together so that they cannot part."""

    value: str = field(repr=False)
    expires_at: datetime

    def usable(self, now: datetime) -> bool:
        """Whether it will still work when the call arrives; WeChat rotates five minutes early, both work then."""
        return now + timedelta(seconds=_EARLY_S) < self.expires_at


class TokenStore(Protocol):
    """Where the processes share one token."""

    async def read(self) -> AccessToken | None:
        """The stored token, usable or not."""

    async def write(self, token: AccessToken) -> None:
        """Store a token unless a later one is there already."""

    async def drop(self, value: str) -> None:
        """Forget the token if it is still this one."""


class MemoryTokenStore:
    """A store for one process: commands, tests, and the provider's own copy."""

    def __init__(self) -> None:
        self._token: AccessToken | None = None

    async def read(self) -> AccessToken | None:
        """The stored token, usable or not."""
        return self._token

    async def write(self, token: AccessToken) -> None:
        """Store a token unless a later one is there already."""
        if self._token is None or token.expires_at >= self._token.expires_at:
            self._token = token

    async def drop(self, value: str) -> None:
        """Forget the token if it is still this one."""
        if self._token is not None and self._token.value == value:
            self._token = None


class TokenProvider:
    """Gives every caller the same working token; concurrent callers share one fetch."""

    def __init__(
        self,
        fetch: Callable[[], Awaitable[AccessToken]],
        store: TokenStore,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Take the way to fetch a token and the place to share it."""
        self._fetch = fetch
        self._store = store
        self._local = MemoryTokenStore()
        self._clock = clock
        self._flight: asyncio.Task[AccessToken] | None = None
        self._refused = ""
        self._fetches: deque[float] = deque(maxlen=FETCHES_PER_MINUTE)

    async def get(self) -> AccessToken:
        """A usable token.

        Raises:
            WeChatError: none can be had now.
        """
        token = await self._local.read()
        if token is not None and token.usable(self._clock.now()):
            return token
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._obtain())
            self._flight.add_done_callback(_notice_fault)
        # Shielded: one caller that gives up must not take the token from the others.
        return await asyncio.shield(self._flight)

    async def invalidate(self, failed: AccessToken) -> None:
        """Report that WeChat refused a token; a newer one, fetched meanwhile, stays."""
        await self._local.drop(failed.value)
        self._refused = failed.value
        try:
            await self._store.drop(failed.value)
        except Exception as error:
            log.warning("wechat_token_store_failed step=drop error=%s", type(error).__name__)

    async def close(self) -> None:
        """End a fetch that is under way."""
        if self._flight is not None and not self._flight.done():
            self._flight.cancel()
            await asyncio.gather(self._flight, return_exceptions=True)

    async def _obtain(self) -> AccessToken:
        shared = await self._read_store()
        # The refused one may still be there for the moment another caller needs to drop it.
        if shared is not None and shared.value != self._refused and shared.usable(self._clock.now()):
            await self._local.write(shared)
            return shared
        now = self._clock.monotonic_s()
        if len(self._fetches) == FETCHES_PER_MINUTE and now - self._fetches[0] < 60.0:
            log.warning("wechat_token_fetches_limited per_minute=%d", FETCHES_PER_MINUTE)
            raise UnreachableError("/cgi-bin/stable_token")
        self._fetches.append(now)
        token = await self._fetch()
        log.info("wechat_token_fetched expires_at=%s", token.expires_at.isoformat(timespec="seconds"))
        await self._local.write(token)
        try:
            await self._store.write(token)
        except Exception as error:
            # The token is good; only sharing it failed.
            log.warning("wechat_token_store_failed step=write error=%s", type(error).__name__)
        return token

    async def _read_store(self) -> AccessToken | None:
        try:
            return await self._store.read()
        except Exception as error:
            log.warning("wechat_token_store_failed step=read error=%s", type(error).__name__)
            return None


def _notice_fault(flight: asyncio.Task[AccessToken]) -> None:
    # The callers see the fault; when all of them have gone, nobody needs to.
    if not flight.cancelled():
        flight.exception()
