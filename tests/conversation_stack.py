"""One running system for all conversation tests, with a WeChat platform in front of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

from bot.channels.base import Outbound
from bot.channels.wechat import callback as wechat_channel
from bot.conversation.answers import Answers
from bot.conversation.rows import Finished, Work
from bot.running.stack import RunningStack, running_stack
from bot.running.training import ensure_model
from common.clock import SYSTEM_CLOCK, FakeClock
from common.settings import Settings
from common.yaml_nodes import read_yaml
from tests.conversation_runner import Talker, domain_responses
from tests.fakes.wechat_account import account_settings
from tests.fakes.wechat_server import FakeWeChat

T = TypeVar("T")
_START_S = 600.0
_JOIN_S = 0.2
"""Pieces of a sentence are not what these tests are about."""
_TURN_S = 90.0
_PATIENT = replace(Settings().pictures, clean_s=60.0, read_s=60.0, wait_s=50.0)
"""A busy machine reads slowly; how long people wait is not what conversations are about."""


class ConversationStack:
    """Starts the system in a thread of its own, so that plain (not async) tests can talk to it."""

    def __init__(self, root: Path, announce: Callable[[str], None]) -> None:
        ensure_model(root, announce)
        self.root = root
        self.responses = domain_responses(read_yaml(root / "domain.yml", root))
        self.clock = FakeClock(SYSTEM_CLOCK.now())
        self.turns: list[tuple[str, Outbound]] = []
        """Every turn so far: the conversation's key, and what was said with its trace."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="conversation-stack", daemon=True)
        self._thread.start()
        self._context = self._running(announce)
        try:
            self.stack, self.platform = self.run(self._context.__aenter__(), _START_S)
        except BaseException:
            self._end_thread()
            raise

    def run(self, work: Coroutine[Any, Any, T], timeout_s: float = _TURN_S) -> T:
        """What a coroutine gives, run on the system's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout_s)

    def close(self) -> None:
        """End the system and its thread."""
        try:
            self.run(self._context.__aexit__(None, None, None))
        finally:
            self._end_thread()

    def talkers(self, makers: dict[str, Callable[[ConversationStack], Talker]]) -> Callable[[str], Talker]:
        """The talker of each channel for one conversation; the same channel gives the same person."""
        made: dict[str, Talker] = {}

        def talker_for(channel: str) -> Talker:
            if channel not in made:
                made[channel] = makers[channel](self)
            return made[channel]

        return talker_for

    @asynccontextmanager
    async def _running(self, announce: Callable[[str], None]) -> AsyncIterator[tuple[RunningStack, FakeWeChat]]:
        async with FakeWeChat(clock=self.clock) as platform:
            settings = replace(Settings(), wechat=account_settings(platform, join_s=_JOIN_S), pictures=_PATIENT)
            with mock.patch.object(Answers, "answer", self._recording(Answers.answer)):
                async with running_stack(self.root, settings, clock=self.clock, announce=announce) as stack:
                    platform.point_to(f"{stack.base_url}{wechat_channel.PATH}")
                    platform.rules.timeout_s = 5.0
                    yield stack, platform

    def _recording(
        self, answer: Callable[[Answers, Work], Awaitable[Finished]]
    ) -> Callable[[Answers, Work], Awaitable[Finished]]:
        """`answer`, but keeping what each turn said: WeChat shows people no trace, and its requests do not wait."""

        async def recorded(answers: Answers, work: Work) -> Finished:
            finished = await answer(answers, work)
            if finished.is_ours:
                self.turns.append((work.lease.key, finished.outbound))
            return finished

        return recorded

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_TURN_S)
        self._loop.close()
