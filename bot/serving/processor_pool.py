"""Threads that compute, of which one that hangs does not keep its place: another works on in its stead.

A thread of Python cannot be ended from outside. One that has been at one piece of work for much longer than any takes
is given up: it keeps what it holds, but the pool is as large as before, and ending the process does not wait for it.
When as many hang as the pool is large, the process says that it is not well, and whoever supervises it starts another.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

HANGS_S = 180.0
"""No search, no reading and no index takes so long, however busy the machine is."""
_ENDED_S = 10.0


class ProcessorPool(Executor):
    """A pool of so many threads, as seen from outside always of so many that work."""

    def __init__(self, threads: int, *, hangs_s: float = HANGS_S) -> None:
        """Start them."""
        self._size, self._hangs_s = threads, hangs_s
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._began: dict[threading.Thread, float] = {}
        self._working: set[threading.Thread] = set()
        self._hung: set[threading.Thread] = set()
        self._closed = False
        for _ in range(threads):
            self._add()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """See `Executor`."""
        if self._closed:
            raise RuntimeError("the pool is closed")
        outcome: Future[T] = Future()
        self._jobs.put(partial(_settle, outcome, partial(fn, *args, **kwargs)))
        self._replace()
        return outcome

    @property
    def hung(self) -> int:
        """How many threads hang."""
        self._replace()
        return len(self._hung)

    @property
    def is_lost(self) -> bool:
        """Whether so many hang that this process had better be started anew."""
        return self.hung >= self._size

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See `Executor`; a thread that hangs is not waited for, and what is queued is not begun any more."""
        self._closed = True
        with self._lock:
            threads = list(self._working)
        if cancel_futures:
            while not self._jobs.empty():
                self._jobs.get()
        for _ in threads:
            self._jobs.put(None)
        for thread in threads if wait else ():
            thread.join(_ENDED_S)

    def _add(self) -> None:
        thread = threading.Thread(target=self._work, name="processor", daemon=True)
        self._working.add(thread)
        thread.start()

    def _work(self) -> None:
        me = threading.current_thread()
        while (job := self._jobs.get()) is not None:
            self._began[me] = time.monotonic()
            job()
            with self._lock:
                del self._began[me]
                if me in self._hung:  # it came back after all, but its place is taken
                    self._hung.remove(me)
                    return
            del job  # or what it holds would live until the next one comes

    def _replace(self) -> None:
        with self._lock:
            before = time.monotonic() - self._hangs_s
            hung = [thread for thread, began in self._began.items() if began < before and thread not in self._hung]
            for thread in hung[: self._size - len(self._hung)]:
                log.error("processor_thread_hangs count=%d", len(self._hung) + 1)
                self._hung.add(thread)
                self._working.discard(thread)
                self._add()


def _settle(outcome: Future[Any], work: Callable[[], Any]) -> None:
    if not outcome.set_running_or_notify_cancel():
        return
    try:
        outcome.set_result(work())
    except BaseException as error:  # whoever waits is told
        outcome.set_exception(error)
