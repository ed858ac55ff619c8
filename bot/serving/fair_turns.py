"""Whose job comes next where few are done at a time: of those that wait, of whoever has taken least of it lately.

So somebody who sends five huge pictures waits behind everybody's small ones, and one who fills the queue loses the
last of theirs to whoever has none in it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from common.pictures import BUSY, BusyError

_HALF_S = 60.0
"""After so long half of what somebody took counts."""
_EQUAL_S = 2.0
"""Those whose shares differ by less come in the order they came in."""
_FORGOTTEN_S = 0.05


@dataclass(eq=False)
class _QueuedJob:
    """One that waits: for whom (an address, then a person on it), its bytes, and what says that its turn has come."""

    whose: tuple[str, ...]
    size: int
    number: int
    turn: asyncio.Future[None]


class FairTurns:
    """The turns of one process, or of a few at once; for one event loop."""

    def __init__(
        self,
        most: int,
        most_bytes: int,
        now_s: Callable[[], float] = time.monotonic,
        *,
        at_once: int = 1,
        each: int = 1,
    ) -> None:
        """At most so many jobs and bytes, those that run included; `at_once` run, `each` of them for one address."""
        self._most, self._most_bytes, self._now_s = most, most_bytes, now_s
        self._at_once, self._each = at_once, each
        self._running: list[_QueuedJob] = []
        self._waiting: list[_QueuedJob] = []
        self._taken: dict[str, tuple[float, float]] = {}
        self._count = 0

    @property
    def is_busy(self) -> bool:
        """Whether a job runs."""
        return bool(self._running)

    @asynccontextmanager
    async def turn(self, whose: Sequence[str], size: int) -> AsyncIterator[None]:
        """Hold a place, after those that come before.

        Raises:
            BusyError: no room, or it had to give way to somebody who had none in the queue.
        """
        self._count += 1
        job = _QueuedJob(tuple(whose), size, self._count, asyncio.get_running_loop().create_future())
        self._enter(job)
        try:
            await job.turn
        except asyncio.CancelledError:
            self._leave(job)
            raise
        started_s = self._now_s()
        try:
            yield
        finally:
            self._charge(job, self._now_s() - started_s)
            self._leave(job)

    def _enter(self, job: _QueuedJob) -> None:
        self._forget_gone()
        while not self._has_room(job):
            last = self._last_of_the_greediest(job)
            if last is None:
                raise BusyError(BUSY)
            self._waiting.remove(last)
            last.turn.set_exception(BusyError(BUSY))
        self._waiting.append(job)
        self._next()

    def _has_room(self, job: _QueuedJob) -> bool:
        held = [*self._waiting, *self._running]
        return len(held) < self._most and sum(item.size for item in held) + job.size <= self._most_bytes

    def _last_of_the_greediest(self, job: _QueuedJob) -> _QueuedJob | None:
        """The latest job of whoever has most of them, when that is two more than the newcomer has."""
        held = Counter(item.whose[:1] for item in self._waiting)
        greediest = max(held, key=lambda whose: held[whose], default=None)
        if greediest is None or job.size > self._most_bytes or held[greediest] < held[job.whose[:1]] + 2:
            return None
        return max((item for item in self._waiting if item.whose[:1] == greediest), key=lambda item: item.number)

    def _leave(self, job: _QueuedJob) -> None:
        if job in self._running:
            self._running.remove(job)
        elif job in self._waiting:
            self._waiting.remove(job)
        self._next()

    def _forget_gone(self) -> None:
        """Who was cancelled stands here until their task runs again, and can be told nothing any more."""
        self._waiting = [job for job in self._waiting if not job.turn.done()]

    def _next(self) -> None:
        self._forget_gone()
        while len(self._running) < self._at_once and (able := list(filter(self._may_run, self._waiting))):
            now_s = self._now_s()
            job = min(able, key=lambda job: (*self._shares(job, now_s), job.number))
            self._waiting.remove(job)
            self._running.append(job)
            job.turn.set_result(None)

    def _may_run(self, job: _QueuedJob) -> bool:
        return sum(other.whose[:1] == job.whose[:1] for other in self._running) < self._each

    def _shares(self, job: _QueuedJob, now_s: float) -> tuple[int, int]:
        shares = [int(self._share(name, now_s) / _EQUAL_S) for name in job.whose]
        return (shares[0] if shares else 0, shares[-1] if shares else 0)

    def _share(self, name: str, now_s: float) -> float:
        seconds, at_s = self._taken.get(name, (0.0, now_s))
        return float(seconds * 0.5 ** ((now_s - at_s) / _HALF_S))

    def _charge(self, job: _QueuedJob, seconds: float) -> None:
        now_s = self._now_s()
        for name in dict.fromkeys(job.whose):
            self._taken[name] = (self._share(name, now_s) + seconds, now_s)
        self._taken = {name: taken for name, taken in self._taken.items() if self._share(name, now_s) > _FORGOTTEN_S}
