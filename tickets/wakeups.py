"""Waking whoever waits for something that another task or process has done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Waiter(Protocol):
    """Waits for a notice; one that came since the waiter was made is not missed."""

    async def wait(self, timeout_s: float) -> bool:
        """Whether there was a notice within that time."""


class Wakeups(Protocol):
    """Notices by topic and key. One may be lost with the process that sent it, so every wait has an end."""

    async def notify(self, topic: str, key: str) -> None:
        """Wake everybody who waits for this."""

    def waiter(self, topic: str, key: str) -> AbstractContextManager[Waiter]:
        """Wait for this from now on."""


class _EventWaiter:
    def __init__(self) -> None:
        self.event = asyncio.Event()

    async def wait(self, timeout_s: float) -> bool:
        try:
            async with asyncio.timeout(max(timeout_s, 0.0)):
                await self.event.wait()
        except TimeoutError:
            return False
        self.event.clear()
        return True


class InProcessWakeups:
    """For one process."""

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._waiters: dict[tuple[str, str], set[_EventWaiter]] = {}

    async def notify(self, topic: str, key: str) -> None:
        """Wake everybody in this process who waits for this."""
        for waiter in self._waiters.get((topic, key), ()):
            waiter.event.set()

    async def close(self) -> None:
        """Nothing to give back."""

    @contextmanager
    def waiter(self, topic: str, key: str) -> Iterator[Waiter]:
        """Wait for this from now on."""
        waiter = _EventWaiter()
        waiters = self._waiters.setdefault((topic, key), set())
        waiters.add(waiter)
        try:
            yield waiter
        finally:
            waiters.discard(waiter)
            if not waiters:
                self._waiters.pop((topic, key), None)
