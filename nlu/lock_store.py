"""Keeps the turns of one conversation apart when several Rasa servers share the work.

Rasa's own Redis lock store reads and writes its queue of tickets without a transaction: two servers that ask in the
same moment both get in. This one takes the lock in one step. It is held only as long as its holder lives: a server that
was killed in a turn keeps the conversation locked for seconds, not for a minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis
from redis.exceptions import LockError as RedisLockError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from common.resting import Rest

log = logging.getLogger(__name__)
_PREFIX = "bot_conversation:"
_HELD_S = 8.0
_RENEW_S = 2.0
_POLL_S = 0.02
_TIMEOUT_S = 1.0


class SharedLockStore(LockStore):
    """One lock a conversation in Redis, renewed while its turn runs."""

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        """Use the Redis of `endpoints.yml` (`lock_store.url`)."""
        self._redis: Any = Redis.from_url(
            endpoint_config.url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
        )
        self._rest = Rest()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the conversation.

        Raises:
            LockError: another server held it longer than `lock_lifetime` seconds, or Redis does not answer.
        """
        if self._rest.is_on:  # the gateway answers without Rasa, at once
            raise LockError("the lock store did not answer a moment ago")
        lock = self._redis.lock(_PREFIX + conversation_id, timeout=_HELD_S, sleep=_POLL_S)
        try:
            taken = await lock.acquire(blocking_timeout=lock_lifetime)
        except RedisError as error:
            if isinstance(error, RedisTimeoutError):
                self._rest.begin()
            raise LockError(f"the lock store does not answer: {type(error).__name__}") from error
        if not taken:
            raise LockError("another server works on this conversation")
        renewing = asyncio.create_task(_renew(lock))
        try:
            yield TicketLock(conversation_id)
        finally:
            renewing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await renewing
            with contextlib.suppress(RedisError, RedisLockError):  # lost meanwhile: it runs out by itself
                await lock.release()


async def _renew(lock: Any) -> None:
    while True:
        await asyncio.sleep(_RENEW_S)
        try:
            await lock.extend(_HELD_S, replace_ttl=True)
        except (RedisError, RedisLockError) as error:
            log.warning("lock_not_renewed error=%s", type(error).__name__)
