"""Work that runs beside the requests: started, watched, restarted when it fails, and shown to operators."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from common.clock import SYSTEM_CLOCK, Clock
from common.errors import place_of

log = logging.getLogger(__name__)
Work = Callable[[], Awaitable[object]]

READY = "ready"
"""What `report` says of work that is as it should be."""


@dataclass
class _Job:
    """One piece of work and how it fares."""

    work: Work
    every_s: float | None
    failures: int = 0
    """Failures in a row."""
    fault: str = ""
    began_s: float = 0.0
    task: asyncio.Task[None] | None = field(default=None, repr=False)


class Background:
    """Owns every task that is nobody's request; to be used inside a running event loop.

    No failure ends a job: it is logged, shown, and tried again after a wait that doubles up to the longest.
    """

    def __init__(self, clock: Clock = SYSTEM_CLOCK, *, first_wait_s: float = 1.0, longest_wait_s: float = 60.0) -> None:
        self._clock = clock
        self._first_wait_s = first_wait_s
        self._longest_wait_s = longest_wait_s
        self._jobs: dict[str, _Job] = {}

    def start(self, name: str, work: Work, *, every_s: float | None = None) -> None:
        """Run `work` beside the requests.

        Args:
            name: what logs and the readiness detail call it.
            work: without `every_s` it runs until it returns (a loop of its own, or a task for once).
            every_s: run it again and again, so many seconds after it ended.

        Raises:
            ValueError: the name is taken.
        """
        if name in self._jobs:
            raise ValueError(f"background work {name!r} runs already")
        job = _Job(work, every_s, began_s=self._clock.monotonic_s())
        self._jobs[name] = job
        job.task = asyncio.create_task(self._keep_running(name, job), name=f"background-{name}")

    def report(self) -> dict[str, str]:
        """Each job by name: `ready`, or what is wrong with it (Chinese, for operators)."""
        return {name: self._state(job) for name, job in list(self._jobs.items())}

    async def stop(self, name: str) -> None:
        """End one job; it is gone when this returns."""
        job = self._jobs.pop(name, None)
        if job is not None and job.task is not None:
            job.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await job.task

    async def close(self) -> None:
        """End all of it; every task is gone when this returns."""
        jobs, self._jobs = self._jobs, {}
        tasks = [job.task for job in jobs.values() if job.task is not None]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _keep_running(self, name: str, job: _Job) -> None:
        while True:
            job.began_s = self._clock.monotonic_s()
            try:
                await job.work()
            except Exception as error:
                if self._seems_well(job):  # a loop that ran for long before it failed
                    job.failures = 0
                job.failures += 1
                job.fault = type(error).__name__
                # The text of a fault may quote what a person wrote: the log names its kind and place only.
                log.error("background_failed name=%s error=%s at=%s", name, job.fault, place_of(error))
                await asyncio.sleep(min(self._first_wait_s * 2.0 ** min(job.failures - 1, 30), self._longest_wait_s))
                continue
            job.failures, job.fault = 0, ""
            if job.every_s is None:
                return
            await asyncio.sleep(job.every_s)

    def _state(self, job: _Job) -> str:
        if not job.failures or self._seems_well(job):
            return READY
        return f"出错（{job.fault}），连续 {job.failures} 次，正在自动重试；详情见日志"

    def _seems_well(self, job: _Job) -> bool:
        """Whether an endless loop has been running since its last failure for longer than any wait."""
        return job.every_s is None and self._clock.monotonic_s() - job.began_s > 2 * self._longest_wait_s
