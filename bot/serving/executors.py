"""Threads by kind of work, so that one kind that is slow never keeps another waiting.

A SQLite writer may wait seconds for the one before it and a picture takes a second to read; with one
pool for all, a search or an answer would stand in line behind them.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from bot.serving.processor_pool import ProcessorPool

P = ParamSpec("P")
T = TypeVar("T")

DATABASE_THREADS = 16
"""Below what the connection pool of `tickets.database` gives out (24): a thread never waits for a connection."""
PICTURE_THREADS = 2


@dataclass(frozen=True)
class Executors:
    """One pool for each kind of blocking work; the event loop's default is the database's."""

    database: ThreadPoolExecutor
    """Short transactions, and keys that are read from files."""
    processor: ProcessorPool
    """The knowledge base: searching, deciding, building an index."""
    pictures: Executor
    """Cleaning, encrypting and storing pictures."""

    async def database_call(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a transaction off the event loop."""
        return await _call(self.database, partial(work, *args, **kwargs))

    async def processor_call(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a computation off the event loop."""
        return await _call(self.processor, partial(work, *args, **kwargs))

    async def picture_call(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work on a picture off the event loop."""
        return await _call(self.pictures, partial(work, *args, **kwargs))

    def close(self) -> None:
        """Start nothing more and wait for what runs."""
        for executor in (self.database, self.processor, self.pictures):
            executor.shutdown(wait=True, cancel_futures=True)


def make_executors() -> Executors:
    """The pools of one process."""
    return Executors(
        database=ThreadPoolExecutor(DATABASE_THREADS, "database"),
        # More threads than processors would only take turns; one more lets a reload run beside a search.
        processor=ProcessorPool((os.cpu_count() or 1) + 1),
        pictures=ThreadPoolExecutor(PICTURE_THREADS, "pictures"),
    )


async def _call(executor: Executor, work: Callable[[], T]) -> T:
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(executor, lambda: context.run(work))
