"""Notices between processes through Redis' publish and subscribe (https://redis.io/docs/latest/develop/pubsub/)."""

from __future__ import annotations

from typing import Any

from redis.asyncio import Redis
from redis.exceptions import TimeoutError as RedisTimeoutError

from common.resting import Rest
from tickets.wakeups_remote import CHANNEL, RemoteWakeups

_TIMEOUT_S = 1.0
_LISTEN_S = 30.0


class RedisWakeups(RemoteWakeups):
    """Sends through a pool of connections, listens on one of its own."""

    def __init__(self, url: str) -> None:
        """Notices go through this server."""
        super().__init__()
        self._rest = Rest()
        self._redis: Any = Redis.from_url(
            url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S, health_check_interval=_LISTEN_S
        )

    async def send(self, notice: str) -> None:
        """Bring a notice to the other processes; while a Redis hangs, only one notice in a while waits for it."""
        if self._rest.is_on:
            return
        try:
            await self._redis.publish(CHANNEL, notice)
        except RedisTimeoutError:  # not of a connection that is refused: that costs no time
            self._rest.begin()
            raise

    async def run(self) -> None:
        """Take notices until cancelled.

        Raises:
            redis.RedisError: the connection broke; to be started again.
        """
        async with self._redis.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            await self.connected()
            while True:
                # Comes back empty in between, so that the connection's health is looked at.
                message = await subscription.get_message(ignore_subscribe_messages=True, timeout=_LISTEN_S)
                if message is not None:
                    await self.received(message["data"])

    async def close(self) -> None:
        """Give the connections back."""
        await self._redis.aclose()
