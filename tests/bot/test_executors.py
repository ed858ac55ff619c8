"""Each kind of blocking work has threads of its own."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from unittest.mock import patch

import pytest

from bot.serving.executors import DATABASE_THREADS, make_executors
from bot.serving.processor_pool import ProcessorPool
from tests.bot.gateway import Gateway, until


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


async def test_a_thread_that_hangs_gives_its_place_to_another_and_its_end_is_not_waited_for() -> None:
    pool, never = ProcessorPool(2, hangs_s=0.1), threading.Event()
    hung = [pool.submit(never.wait) for _ in range(2)]
    await asyncio.sleep(0.2)
    assert (pool.hung, pool.is_lost) == (2, True)
    assert [pool.submit(pow, 2, number).result(5) for number in range(9)] == [2**number for number in range(9)]
    never.set()
    assert all(one.result(5) for one in hung)
    await until(lambda: not pool.hung)  # they come back, and leave: the pool is as large as before
    assert not pool.is_lost
    endless = pool.submit(threading.Event().wait)
    await asyncio.sleep(0.2)
    assert pool.hung == 1
    pool.shutdown(cancel_futures=True)
    assert not endless.done()
    with pytest.raises(RuntimeError):
        pool.submit(pow, 2, 3)


async def test_a_gateway_all_of_whose_threads_hang_says_that_it_is_not_well(gateway: Gateway) -> None:
    never, executors = threading.Event(), gateway.served.parts.executors
    with patch.object(executors.processor, "_size", 1), patch.object(executors.processor, "_hangs_s", 0.1):
        stuck = executors.processor.submit(never.wait)
        await asyncio.sleep(0.2)
        async with gateway.client.get("/healthz") as response:
            assert response.status == 503
        report = await gateway.served.health.report()
        assert report["parts"]["processor"] == "1 个线程卡住了，已经换上新的；占着的处理器要等网关重新启动才放开"
    never.set()
    stuck.result(5)


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
