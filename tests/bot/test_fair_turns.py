"""Whose picture comes next."""

from __future__ import annotations

import asyncio

import pytest

from bot.serving.fair_turns import FairTurns
from common.pictures import BusyError


class Stage:
    """Turns with a clock of their own; jobs write down that they ran."""

    def __init__(self, most: int = 20, most_bytes: int = 1000) -> None:
        self.now_s = 0.0
        self.turns = FairTurns(most, most_bytes, lambda: self.now_s)
        self.ran: list[str] = []

    async def job(self, name: str, whose: tuple[str, ...], seconds: float = 1.0, size: int = 1) -> None:
        async with self.turns.turn(whose, size):
            self.ran.append(name)
            for _ in range(9):  # time for the others to come
                await asyncio.sleep(0)
            self.now_s += seconds

    def start(self, *jobs: tuple[str, tuple[str, ...], float]) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.job(*values)) for values in jobs]


async def test_equals_come_in_their_order() -> None:
    stage = Stage()
    await asyncio.gather(*stage.start(*((str(number), (f"a{number}",), 1.0) for number in range(4))))
    assert stage.ran == ["0", "1", "2", "3"]


async def test_many_large_ones_wait_behind_the_small_ones_of_others() -> None:
    stage = Stage()
    large = stage.start(*((f"large{number}", ("greedy", "k"), 6.0) for number in range(5)))
    await asyncio.sleep(0)
    small = stage.start(("small1", ("b",), 1.0), ("small2", ("c",), 1.0))
    await asyncio.gather(*large, *small)
    assert stage.ran == ["large0", "small1", "small2", "large1", "large2", "large3", "large4"]


async def test_one_address_counts_as_one_whoever_it_says_it_is() -> None:
    stage = Stage()
    large = stage.start(*((f"large{number}", ("greedy", f"k{number}"), 6.0) for number in range(3)))
    await asyncio.sleep(0)
    await asyncio.gather(*large, *stage.start(("small", ("b", "k"), 1.0)))
    assert stage.ran == ["large0", "small", "large1", "large2"]


async def test_what_was_long_ago_is_forgotten() -> None:
    stage = Stage()
    await asyncio.gather(*stage.start(("large", ("greedy",), 8.0)))
    stage.now_s += 600
    await asyncio.gather(*stage.start(("running", ("x",), 1.0), ("again", ("greedy",), 1.0), ("other", ("b",), 1.0)))
    assert stage.ran == ["large", "running", "again", "other"]
    assert len(stage.turns._taken) == 3


async def test_who_fills_the_queue_gives_way_to_who_has_none_in_it() -> None:
    stage = Stage(most=3)
    mine = stage.start(*((f"mine{number}", ("greedy",), 1.0) for number in range(4)))
    await asyncio.sleep(0)
    other = stage.start(("other", ("b",), 1.0))
    done = await asyncio.gather(*mine, *other, return_exceptions=True)
    assert [type(item) for item in done] == [type(None), type(None), BusyError, BusyError, type(None)]
    assert stage.ran == ["mine0", "mine1", "other"]


async def test_bytes_are_bounded_and_nobody_is_turned_out_for_what_never_fits() -> None:
    stage = Stage(most_bytes=10)
    mine = [asyncio.create_task(stage.job(f"mine{number}", ("greedy",), 1.0, 3)) for number in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await stage.job("huge", ("b",), 1.0, 11)
    await stage.job("other", ("b",), 1.0, 4)
    assert [type(item) for item in await asyncio.gather(*mine, return_exceptions=True)].count(BusyError) == 1


async def test_who_goes_away_hands_the_turn_on() -> None:
    stage = Stage()
    tasks = stage.start(("one", ("a",), 1.0), ("two", ("b",), 1.0), ("three", ("c",), 1.0))
    await asyncio.sleep(0)
    tasks[0].cancel()
    tasks[1].cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(item) for item in done] == [asyncio.CancelledError, asyncio.CancelledError, type(None)]
    assert stage.ran[-1] == "three" and not stage.turns.is_busy


async def test_of_several_at_once_one_address_has_some_only() -> None:
    stage = Stage(most=100)
    stage.turns = FairTurns(100, 0, lambda: stage.now_s, at_once=3, each=2)
    jobs = [asyncio.create_task(stage.job(f"mine{number}", ("greedy",), 1.0, 0)) for number in range(6)]
    await asyncio.sleep(0)
    assert stage.ran == ["mine0", "mine1"]
    jobs += [asyncio.create_task(stage.job(name, (name,), 1.0, 0)) for name in ("b", "c")]
    await asyncio.gather(*jobs)
    assert set(stage.ran[:3]) == {"mine0", "mine1", "b"} and stage.ran.index("c") <= 4
    assert not stage.turns.is_busy
