"""Work beside the requests goes on whatever happens to it, and says how it fares."""

from __future__ import annotations

import asyncio
import logging

import pytest

from common.background import Background
from common.clock import FakeClock


async def test_failing_work_is_logged_shown_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    background = Background(first_wait_s=0.001, longest_wait_s=0.004)
    tries = 0
    healed = asyncio.Event()
    reports: list[dict[str, str]] = []

    async def work() -> None:
        nonlocal tries
        tries += 1
        reports.append(background.report())
        if tries < 4:
            raise RuntimeError("what somebody wrote")
        healed.set()
        await asyncio.Event().wait()

    with caplog.at_level(logging.ERROR):
        background.start("sender", work)
        async with asyncio.timeout(5):
            await healed.wait()
    await background.close()
    assert [report["sender"] for report in reports] == [
        "ready",
        "出错（RuntimeError），连续 1 次，正在自动重试；详情见日志",
        "出错（RuntimeError），连续 2 次，正在自动重试；详情见日志",
        "出错（RuntimeError），连续 3 次，正在自动重试；详情见日志",
    ]
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 3
    assert all(
        line.startswith("background_failed name=sender error=RuntimeError at=test_background.py:") for line in lines
    )
    assert "what somebody wrote" not in caplog.text


async def test_regular_work_is_well_again_after_one_good_run() -> None:
    background = Background(first_wait_s=0.001)
    runs = 0
    third = asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise OSError
        if runs == 3:
            third.set()

    background.start("tidy", work, every_s=0.001)
    async with asyncio.timeout(5):
        await third.wait()
    assert background.report() == {"tidy": "ready"}
    await background.close()
    assert background.report() == {}


async def test_an_endless_loop_is_well_again_once_it_ran_for_long() -> None:
    clock = FakeClock()
    background = Background(clock, first_wait_s=0.001, longest_wait_s=60)
    again = asyncio.Event()
    tries = 0

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError
        again.set()
        await asyncio.Event().wait()

    background.start("worker", work)
    async with asyncio.timeout(5):
        await again.wait()
    assert "连续 1 次" in background.report()["worker"]
    clock.advance(121)
    assert background.report() == {"worker": "ready"}
    await background.close()


async def test_a_task_for_once_ends_and_stays_in_the_report() -> None:
    background = Background()
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    background.start("resume", work)
    async with asyncio.timeout(5):
        await done.wait()
    assert background.report() == {"resume": "ready"}
    await background.close()


async def test_close_ends_what_runs_and_a_name_serves_once() -> None:
    background = Background()
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("worker")

    background.start("worker", work)
    with pytest.raises(ValueError, match="runs already"):
        background.start("worker", work)
    await asyncio.sleep(0)
    await background.close()
    assert ended == ["worker"]
