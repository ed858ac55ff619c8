"""Notices that reach the other processes of all hosts: what PostgreSQL's and Redis' ways have in common."""

from __future__ import annotations

import json
import logging
import secrets
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tickets.wakeups import InProcessWakeups, Waiter

log = logging.getLogger(__name__)
CHANNEL = "bot_wakeups"


class RemoteWakeups(ABC):
    """Wakes who waits here at once, and who waits elsewhere through a server both know.

    A notice that cannot be sent is only logged: every wait has an end of its own.
    """

    def __init__(self) -> None:
        self._here = InProcessWakeups()
        self._waited_for: Counter[tuple[str, str]] = Counter()
        self._name = secrets.token_hex(8)

    async def notify(self, topic: str, key: str) -> None:
        """Wake everybody, in any process, who waits for this."""
        await self._here.notify(topic, key)
        try:
            await self.send(json.dumps([self._name, topic, key]))
        except Exception as error:
            log.warning("wakeup_unsent topic=%s error=%s", topic, type(error).__name__)

    @contextmanager
    def waiter(self, topic: str, key: str) -> Iterator[Waiter]:
        """Wait for this from now on."""
        self._waited_for[topic, key] += 1
        try:
            with self._here.waiter(topic, key) as waiter:
                yield waiter
        finally:
            self._waited_for[topic, key] -= 1
            self._waited_for += Counter()  # drops what nobody waits for any more

    @abstractmethod
    async def send(self, notice: str) -> None:
        """Bring a notice to the other processes."""

    @abstractmethod
    async def close(self) -> None:
        """Give back what was opened."""

    @abstractmethod
    async def run(self) -> None:
        """Take notices from the other processes until cancelled; raises when the connection breaks."""

    async def received(self, notice: str) -> None:
        """Wake who waits here for a notice of another process; what cannot be read is passed over."""
        try:
            sender, topic, key = json.loads(notice)
        except (ValueError, TypeError):
            log.warning("wakeup_unreadable")
            return
        if sender != self._name:
            await self._here.notify(topic, key)

    async def connected(self) -> None:
        """Wake everybody: nobody knows what was said while there was no connection."""
        for topic, key in list(self._waited_for):
            await self._here.notify(topic, key)
