"""One running system for all conversation tests, with a WeChat platform in front of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

from aiohttp import web

from bot.channels.base import Inbound, Outbound
from bot.channels.wechat import callback as wechat_channel
from bot.gateway.app import make_app
from bot.gateway.keys import TURNS_KEY
from bot.running import stack as stack_module
from bot.running.stack import RunningStack, running_stack
from bot.running.training import ensure_model
from common.clock import SYSTEM_CLOCK, Clock, FakeClock
from common.settings import Settings, WeChatSettings
from common.yaml_nodes import read_yaml
from tests.conversation_runner import Talker, domain_responses
from tests.fakes.wechat_server import FakeWeChat

T = TypeVar("T")
_START_S = 600.0
_TURN_S = 90.0


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
            settings = replace(Settings(), wechat=_account_settings(platform))
            with mock.patch.object(stack_module, "make_app", _make_app_with_wechat):
                async with running_stack(self.root, settings, clock=self.clock, announce=announce) as stack:
                    platform.point_to(f"{stack.base_url}{wechat_channel.PATH}")
                    platform.rules.timeout_s = 5.0
                    self._record(stack.app)
                    yield stack, platform

    def _record(self, app: web.Application) -> None:
        """Keep what each turn said: WeChat shows people no trace."""
        turns = app[TURNS_KEY]
        answer = turns.run

        async def run(message: Inbound) -> Outbound:
            outbound = await answer(message)
            self.turns.append((message.conversation, outbound))
            return outbound

        turns.run = run  # type: ignore[method-assign]

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_TURN_S)
        self._loop.close()


def _account_settings(platform: FakeWeChat) -> WeChatSettings:
    account = platform.account
    return WeChatSettings(
        app_id=account.app_id,
        app_secret=account.app_secret,
        token=account.token,
        aes_key=account.aes_key,
        mode=account.mode,
        api_url=platform.address,
        join_s=0.2,  # pieces of a sentence are not what these tests are about
    )


def _make_app_with_wechat(settings: Settings, root: Path, clock: Clock) -> web.Application:
    app = make_app(settings, root, clock)
    if not any(resource.canonical == wechat_channel.PATH for resource in app.router.resources()):
        wechat_channel.install(app, root)
    return app
