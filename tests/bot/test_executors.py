"""Each kind of blocking work has threads of its own."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time

from bot.serving.executors import DATABASE_THREADS, make_executors
from tests.bot.gateway import Gateway


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


async def test_writers_that_wait_for_the_database_delay_no_search(gateway: Gateway) -> None:
    """While SQLite was busy, every thread of the one pool waited for it, and a search with them: 5.6 s."""
    with gateway.served.parts.database.begin() as connection:  # BEGIN IMMEDIATE: nobody else writes meanwhile
        connection.exec_driver_sql("SELECT 1")
        body = {"faq_id": "reset_password", "helpful": True}
        waiting = [
            asyncio.ensure_future(gateway.client.post("/api/v1/feedback", json=body))
            for _ in range(DATABASE_THREADS + 8)
        ]
        await asyncio.sleep(0.3)
        began = time.monotonic()
        async with gateway.client.get("/api/v1/search", params={"q": "密码忘了"}) as response:
            assert response.status == 200
            assert (await response.json())["results"]
        took_s = time.monotonic() - began
        assert [await task.result().text() for task in waiting if task.done()] == []
    for task in waiting:
        (await task).close()
    assert took_s < 2.0
