"""The requests of WeChat that still wait for their passive replies."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence

_LAST_MOMENT_S = 4.7
"""WeChat waits five seconds."""


class Slot:
    """One such request; it is claimed from the thread that stores the answer."""

    def __init__(self, is_connected: Callable[[], bool]) -> None:
        """Ask `is_connected` before anything is promised to the request."""
        self._is_connected = is_connected
        self._loop = asyncio.get_running_loop()
        self._came_s = self._loop.time()
        self._reply: asyncio.Future[str | None] = self._loop.create_future()
        self._lock = threading.Lock()
        self._closed = False
        self.claimed = False

    def claim(self) -> bool:
        """Promise a reply within moments; False when nobody waits any more."""
        with self._lock:
            if self._closed or not self._is_connected():
                return False
            self.claimed = True
            return True

    def fill(self, text: str | None) -> bool:
        """Give the reply, or say that there is none; False when the request is over."""
        if self._reply.done():
            return False
        self._reply.set_result(text)
        return True

    async def wait(self, seconds: float) -> str | None:
        """The reply, or None when it does not come in time and will be sent another way."""
        for ends_s in (self._loop.time() + max(seconds, 0.0), self._came_s + _LAST_MOMENT_S):
            try:
                async with asyncio.timeout_at(ends_s):
                    return await asyncio.shield(self._reply)
            except TimeoutError:
                with self._lock:
                    if not self.claimed:
                        self._closed = True
                        break
        self.fill(None)
        return None


class Slots:
    """The waiting requests by the row of their message."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._slots: dict[int, list[Slot]] = {}

    def add(self, row_id: int, slot: Slot) -> None:
        """A repeated delivery takes the place of the first; when that was promised the reply, both get it."""
        earlier = self._slots.get(row_id, [])
        if not any(one.claimed for one in earlier):
            for one in earlier:
                one.fill(None)
            earlier = []
        self._slots[row_id] = [*earlier, slot]

    def discard(self, row_id: int, slot: Slot) -> None:
        """A request is over."""
        left = [one for one in self._slots.get(row_id, []) if one is not slot]
        if left:
            self._slots[row_id] = left
        else:
            self._slots.pop(row_id, None)

    def claim(self, row_ids: Sequence[int]) -> bool:
        """Promise a reply to the newest request for any of these rows."""
        return any(slot.claim() for row_id in reversed(row_ids) for slot in reversed(self._slots.get(row_id, [])))

    def fill(self, row_ids: Sequence[int], text: str | None) -> bool:
        """Give the reply to those it was promised to and nothing to the others; whether anybody got it."""
        slots = [slot for row_id in row_ids for slot in self._slots.pop(row_id, [])]
        promised = any(slot.claimed for slot in slots)
        given = [slot.fill(text if slot.claimed or (promised and slot is slots[-1]) else None) for slot in slots]
        return text is not None and any(given)
