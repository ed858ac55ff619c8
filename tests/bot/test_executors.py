"""Each kind of blocking work has threads of its own."""

from __future__ import annotations

import asyncio
import contextvars
import threading

from bot.serving.executors import DATABASE_THREADS, make_executors


async def test_waiting_writers_do_not_keep_a_search_waiting() -> None:
    """Writers that wait for a busy SQLite file once delayed a search by seconds: both shared one pool."""
    executors = make_executors()
    released = threading.Event()
    writers = [asyncio.ensure_future(executors.database_call(released.wait)) for _ in range(DATABASE_THREADS + 4)]
    try:
        async with asyncio.timeout(5):
            assert await executors.processor_call(threading.current_thread) is not threading.current_thread()
            assert await executors.picture_call(pow, 2, 3) == 8
        assert not any(writer.done() for writer in writers)
    finally:
        released.set()
        await asyncio.gather(*writers)
        executors.close()


async def test_a_call_carries_its_context_and_its_names() -> None:
    executors = make_executors()
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable")
    variable.set("here")

    def work(first: str, *, second: str) -> tuple[str, str, str]:
        return variable.get(), first, second

    assert await executors.database_call(work, "a", second="b") == ("here", "a", "b")
    executors.close()
