"""A message whose worker died or hung three times: a polite answer, an alarm, and no fourth try."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.answers import BROKEN
from bot.conversation.queue import Queue
from bot.conversation.rasa_client import RasaClient, RasaTurn
from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, until
from tests.fakes.rasa_server import FakeRasa

ALARM = "最近一天有 1 条消息试了几次都没有处理好，日志里查 turn_given_up 和 turn_failed"
MESSAGE = {"session": "s", "text": "卡住的话", "message_id": "m1"}


async def assert_alarm(gateway: Gateway) -> None:
    async with gateway.private("/readyz") as response:
        assert (await response.json())["parts"]["turns"] == ALARM


async def test_a_worker_that_hung(gateway: Gateway, monkeypatch: pytest.MonkeyPatch, rasa: FakeRasa) -> None:
    """The fault is ours: what asks Rasa never ends, whatever its time limit says."""
    turn, tries = RasaClient.turn, []

    async def hang(self: RasaClient, sender: str, text: str, **more: Any) -> RasaTurn:
        if text != MESSAGE["text"]:
            return await turn(self, sender, text, **more)
        tries.append(text)
        return await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(RasaClient, "turn", hang)
    workers = gateway.served.turns.workers
    monkeypatch.setattr(workers, "_longest_s", 0.2)
    asked = asyncio.create_task(gateway.texts(**MESSAGE))
    await until(lambda: bool(tries))
    assert await gateway.texts(session="t", text="另一个人") == ["echo:另一个人"]  # nobody else waits for it
    assert await asked == [BROKEN]
    assert len(tries) == 3
    await assert_alarm(gateway)
    async with gateway.private("/metrics") as response:
        assert "bot_turns_given_up_total 1.0" in await response.text()
    assert await gateway.texts(**MESSAGE) == [BROKEN]  # delivered once more
    assert await gateway.texts(session="s", text="下一句") == ["echo:下一句"]
    gateway.clock.advance(60)
    assert await workers.sweep() == 0
    assert len(tries) == 3


async def test_a_process_that_died(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each gateway dies in the middle of the turn, without giving anything back; the next one finds the row."""
    monkeypatch.setattr(Queue, "let_go", lambda _: None)
    clock, tokens = FakeClock(), dict[str, str]()
    rasa.stalled = True
    for number in range(1, 4):
        async with running_gateway(tmp_path, small_library, rasa, clock=clock) as gateway:
            gateway.tokens = tokens
            asking = asyncio.create_task(gateway.texts(**MESSAGE)) if number == 1 else None
            await until(lambda expected=number: len(rasa.turns) == expected)  # the others take it up by themselves
            if asking is not None:
                asking.cancel()
        clock.advance(9)
    async with running_gateway(tmp_path, small_library, rasa, clock=clock) as gateway:
        gateway.tokens = tokens
        assert await gateway.texts(**MESSAGE) == [BROKEN]
        await assert_alarm(gateway)
        rasa.resume()
        assert await gateway.texts(session="s", text="下一句") == ["echo:下一句"]
    assert [turn["text"] for turn in rasa.turns] == [MESSAGE["text"]] * 3 + ["下一句"]
