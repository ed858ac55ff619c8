"""Works on the conversations whose lease this process has, and waits for answers that another process gives."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar
from weakref import WeakValueDictionary

from bot.channels.base import Outbound
from bot.conversation.queue import Queue
from bot.conversation.queue_care import QueueCare
from bot.conversation.rows import Finished, Lease, LostLeaseError, Work
from common.off_loop import OffLoop
from tickets.wakeups import Wakeups

log = logging.getLogger(__name__)
T = TypeVar("T")

TOPIC = "conversation"
LONGEST_S = 60.0
"""A message at work for so long hangs; the try counts like one whose process died."""
_RETRY_S = 0.2
_STORED_S = 1.0
"""From an answer stored in the database to the word of it here, on a busy machine."""
_RECENT = 512


class Workers:
    """One task for each conversation at work here."""

    def __init__(
        self,
        queue: Queue,
        care: QueueCare,
        wakeups: Wakeups,
        answer: Callable[[Work], Awaitable[Finished]],
        database: OffLoop,
        *,
        longest_s: float = LONGEST_S,
    ) -> None:
        """`answer` answers a work's messages and stores the answer."""
        self._queue = queue
        self._care = care
        self._wakeups = wakeups
        self._answer = answer
        self._database = database
        self._lease_s = queue.lease_s
        self._longest_s = longest_s
        self._closed = False
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._entrances: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._wanted: dict[str, dict[int, asyncio.Future[Outbound | None]]] = {}
        self._recent: OrderedDict[tuple[str, int], Outbound] = OrderedDict()

    def entrance(self, key: str) -> AbstractAsyncContextManager[None]:
        """Where the messages of one conversation queue up to be stored, in the order they came."""
        lock = self._entrances.get(key)
        if lock is None:
            self._entrances[key] = lock = asyncio.Lock()
        return lock

    def is_busy(self, key: str) -> bool:
        """Whether a conversation is at work here."""
        return key in self._tasks

    def has_answered(self, row_id: int, key: str) -> bool:
        """Whether a message of a conversation was answered here a moment ago."""
        return (key, row_id) in self._recent

    def start(self, work: Work) -> None:
        """Work on what this process got the lease for."""
        key = work.lease.key
        self._tasks[key] = task = asyncio.create_task(self._serve(work))
        task.add_done_callback(lambda ended: self._ended(key, ended))

    async def wait(self, row_id: int, key: str) -> Outbound:
        """The answer to a message, wherever it is worked on; taken over when that process is gone."""
        while True:
            if (key, row_id) in self._recent:
                return self._recent[key, row_id]
            if self.is_busy(key):
                future = self._wanted.setdefault(key, {}).setdefault(row_id, asyncio.get_running_loop().create_future())
                if outbound := await asyncio.shield(future):
                    return outbound
            with self._wakeups.waiter(TOPIC, key) as waiter:
                if outbound := await self._database(self._care.answer, row_id):
                    return outbound
                if not await self.take_over(key):
                    await waiter.wait(self._lease_s / 2)

    async def take_over(self, key: str) -> bool:
        """Work on a conversation if nobody does; says whether it is at work here now."""
        async with self.entrance(key):
            # Who still waits for an answer here must not begin anew what was given back for the next process.
            if not self._closed and not self.is_busy(key) and (work := await self._database(self._queue.claim, key)):
                self.start(work)
            return self.is_busy(key)

    async def sweep(self) -> int:
        """Take up what processes that died left behind; how many conversations."""
        found = await self._database(self._care.abandoned)
        return sum([await self.take_over(key) for key in found])

    async def run(self) -> None:
        """Sweep until cancelled; a process's lease has run out before two sweeps have passed."""
        while True:
            if count := await self.sweep():
                log.info("turns_resumed conversations=%d", count)
            await asyncio.sleep(self._lease_s / 2)

    async def idle(self) -> None:
        """Wait until nothing is at work here."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))
            await asyncio.sleep(0)

    async def close(self) -> None:
        """Stop; what is unfinished is for the next process, at once."""
        self._closed = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._database(self._queue.let_go)

    async def _serve(self, work: Work | None) -> None:
        while work is not None:
            work = await (self._one(work) if work.messages else self._hold(work))

    async def _hold(self, work: Work) -> Work | None:
        """Wait for the rest of a message that may not be whole."""
        with self._wakeups.waiter(TOPIC, work.lease.key) as waiter:
            try:
                found = await self._database(self._queue.again, work.lease)
                while found.ready_at is not None:
                    left_s = (found.ready_at - self._queue.clock.now()).total_seconds()
                    woken = await waiter.wait(min(left_s, self._lease_s / 3))
                    whole_at = None if woken or left_s > self._lease_s / 3 else found.ready_at
                    found = await self._database(self._queue.again, work.lease, whole_at)
            except LostLeaseError:
                return None
        return found if found.messages else None

    async def _one(self, work: Work) -> Work | None:
        lease, attempts = work.lease, work.messages[0].attempts
        try:
            finished = await self._within_lease(lease, self._answer(work))
        except LostLeaseError:
            log.warning("turn_lost_lease fence=%d", lease.fence)
            return None
        except Exception as error:
            # Only its kind: the text of a database error holds the row.
            log.error("turn_failed attempt=%d error=%s", attempts, type(error).__name__)
            if work.given_up:  # not even that could be stored: a later sweep tries again
                return None
            await asyncio.sleep(_RETRY_S * attempts)
            try:
                found = await self._database(self._queue.again, lease)
            except LostLeaseError:
                return None
            return found if found.messages or found.ready_at else None
        for message in work.messages:
            self._tell(lease.key, message.id, finished.outbound)
        # Whoever waits for it: another process, or a page that was loaded again and asks, at whatever gateway.
        await self._wakeups.notify(TOPIC, lease.key)
        return finished.next

    async def _within_lease(self, lease: Lease, work: Awaitable[T]) -> T:
        """The result of some work, the lease kept while it lasts.

        Raises:
            LostLeaseError: somebody else has it.
            TimeoutError: it hangs.
        """
        task = asyncio.ensure_future(work)
        try:
            async with asyncio.timeout(self._longest_s):
                while not (await asyncio.wait({task}, timeout=self._lease_s / 3))[0]:
                    if await self._database(self._queue.renew, lease):
                        continue
                    # Storing the answer gives the lease back: then the work is as good as done, and not overtaken.
                    if not (await asyncio.wait({task}, timeout=_STORED_S))[0]:
                        raise LostLeaseError
            return task.result()
        finally:
            task.cancel()

    def _tell(self, key: str, row_id: int, outbound: Outbound) -> None:
        self._recent[key, row_id] = outbound
        while len(self._recent) > _RECENT:
            self._recent.popitem(last=False)
        future = self._wanted.get(key, {}).pop(row_id, None)
        if future is not None and not future.done():
            future.set_result(outbound)

    def _ended(self, key: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]
            for future in self._wanted.pop(key, {}).values():  # they look for themselves
                if not future.done():
                    future.set_result(None)
        if not task.cancelled() and (error := task.exception()):
            log.error("conversation_failed error=%s", type(error).__name__)
