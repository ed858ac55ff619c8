"""Each person's pushes in a line: answered one after the other, short pieces of one sentence joined."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.channels.wechat.inbox import StoredPush
from wechat.messages import TextMessage

log = logging.getLogger(__name__)


class Slot:
    """A request of WeChat that still waits for its passive reply."""

    def __init__(self, is_connected: Callable[[], bool]) -> None:
        self._is_connected = is_connected
        self._claimed = False
        self._closed = False
        self._reply: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()

    def claim(self) -> bool:
        """Promise a reply within moments; False when nobody waits any more."""
        if self._closed or not self._is_connected():
            return False
        self._claimed = True
        return True

    def fill(self, reply_xml: str | None) -> None:
        """Give the reply, or say that there is none."""
        if not self._reply.done():
            self._reply.set_result(reply_xml)

    async def wait(self, seconds: float) -> str | None:
        """The reply, or None when it does not come in time and will be sent another way."""
        try:
            async with asyncio.timeout(max(seconds, 0.0)):
                return await asyncio.shield(self._reply)
        except TimeoutError:
            if not self._claimed:
                self._closed = True
                return None
        return await self._reply


@dataclass
class _Line:
    pushes: deque[tuple[StoredPush, float]] = field(default_factory=deque)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


Group = list[StoredPush]


class Lines:
    """Runs `work` for every group of pushes; one person's groups never at the same time."""

    def __init__(
        self,
        work: Callable[[Group], Awaitable[None]],
        is_short: Callable[[StoredPush], bool],
        is_piece: Callable[[StoredPush], Awaitable[bool]],
        join_s: float,
    ) -> None:
        """`is_piece` tells a text that is probably not the whole sentence, `is_short` one that may end or go on."""
        self._work = work
        self._is_short = is_short
        self._is_piece = is_piece
        self._join_s = join_s
        self._lines: dict[str, _Line] = {}
        self._slots: dict[int, Slot] = {}

    def append(self, stored: StoredPush, slot: Slot | None = None) -> None:
        """Put a push at the end of its person's line."""
        line = self._lines.setdefault(stored.pseudonym, _Line())
        line.pushes.append((stored, asyncio.get_running_loop().time()))
        if slot is not None:
            self._slots[stored.id] = slot
        line.changed.set()
        if line.task is None:
            line.task = asyncio.create_task(self._serve(stored.pseudonym, line))

    def replace_slot(self, push_id: int, slot: Slot) -> bool:
        """A repeated delivery takes the place of the first one's request; False when the push is not in work here."""
        earlier = self._slots.get(push_id)
        if earlier is None:
            return False
        earlier.fill(None)
        self._slots[push_id] = slot
        return True

    def slot_of(self, stored: StoredPush) -> Slot | None:
        """The request that waits for this push's answer now."""
        return self._slots.get(stored.id)

    async def idle(self) -> None:
        """Wait until every line is empty."""
        while tasks := [line.task for line in self._lines.values() if line.task is not None]:
            await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        """Stop; what was not answered stays in the database."""
        tasks = [line.task for line in self._lines.values() if line.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for slot in self._slots.values():
            slot.fill(None)

    async def _serve(self, pseudonym: str, line: _Line) -> None:
        try:
            while line.pushes:
                group = await self._next_group(line)
                try:
                    await self._work(group)
                except Exception as error:
                    log.error("wechat_group_failed error=%s", type(error).__name__)
                finally:
                    for stored in group:
                        if slot := self._slots.pop(stored.id, None):
                            slot.fill(None)
        finally:
            self._lines.pop(pseudonym, None)

    async def _next_group(self, line: _Line) -> Group:
        stored, arrived_s = line.pushes.popleft()
        group: Group = [stored]
        ends_s = arrived_s + self._join_s
        if not _is_typed(stored) or not await self._is_piece(stored):
            return group
        # Once somebody writes in pieces, everything short within the time belongs to it, however clear by itself.
        while self._is_short(group[-1]):
            if not await self._another(line, ends_s):
                break
            following, later_s = line.pushes[0]
            if not _is_typed(following) or later_s > ends_s:
                break
            line.pushes.popleft()
            group.append(following)
        return group

    async def _another(self, line: _Line, ends_s: float) -> bool:
        loop = asyncio.get_running_loop()
        while not line.pushes:
            line.changed.clear()
            try:
                async with asyncio.timeout_at(max(ends_s, loop.time())):
                    await line.changed.wait()
            except TimeoutError:
                return False
        return True


def _is_typed(stored: StoredPush) -> bool:
    return isinstance(stored.push, TextMessage) and stored.push.option_id is None
