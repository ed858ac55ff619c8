"""A gateway with the WeChat channel, a fake Rasa behind it and a fake WeChat in front of it."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiohttp.test_utils import TestServer
from PIL import Image

from bot.channels.wechat.service import WeChatService
from bot.gateway.app import Gateway
from common.clock import FakeClock
from common.settings import MailSettings, Settings
from faq.engine.library import Library
from simulator import Account, SimulatedPerson
from simulator.people import Shown
from tests.bot.gateway import QuietServer, settings_for
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_account import account_settings
from tests.fakes.wechat_server import FakeWeChat
from tests.ready_database import put_database

OPENID = "oInvented-Person_000000000001"
OTHER = "oInvented-Person_000000000002"
OPTIONS = {
    "text": "您是不是想问：\n1. 忘记密码怎么办？\n2. 都不是\n\n点选或回复序号都可以。",
    "buttons": [
        {"title": "忘记密码怎么办？", "payload": '/choose_option{"option": "reset_password"}'},
        {"title": "都不是", "payload": '/choose_option{"option": "none"}'},
    ],
}
"""An answer of Rasa that offers two options."""


@dataclass
class Stage:
    """What a test holds of all three."""

    root: Path
    served: Gateway
    server: TestServer
    rasa: FakeRasa
    platform: FakeWeChat
    clock: FakeClock

    @property
    def service(self) -> WeChatService:
        """The channel's service."""
        return self.served.account.service

    @property
    def person(self) -> SimulatedPerson:
        """The one most tests are about."""
        return self.platform.person(OPENID)

    async def say_in_order(self, texts: Sequence[str]) -> None:
        """One person sends texts quickly: each as soon as the one before was accepted, none waits for an answer."""
        turns, accepted = self.service.turns, asyncio.Event()
        put = turns.put

        async def put_and_tell(*arguments: Any) -> Any:
            stored = await put(*arguments)
            accepted.set()
            return stored

        with patch.object(turns, "put", put_and_tell):
            sending = []
            for text in texts:
                accepted.clear()
                sending.append(asyncio.create_task(self.platform.say(OPENID, text)))
                await accepted.wait()
        await asyncio.gather(*sending)

    async def take_up(self) -> None:
        """Answer what another gateway left behind."""
        await self.service.turns.workers.sweep()
        await self.idle()

    async def idle(self) -> None:
        """Wait until everything is answered and sent."""
        await self.service.idle()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database, as they are stored."""
        with sqlite3.connect(self.root / "var/bot.db") as database:
            return database.execute(query).fetchall()

    def stored_bytes(self) -> bytes:
        """Every byte the gateway has on disk, journals included."""
        return b"".join(path.read_bytes() for path in sorted((self.root / "var").rglob("*")) if path.is_file())


def wechat_settings(rasa: FakeRasa, platform: FakeWeChat, *, deadline_s: float = 20.0, **changes: Any) -> Settings:
    """The settings of an account on the fake platform; pieces of sentences are waited for a moment only."""
    wechat = account_settings(platform, **{"join_s": 0.3, **changes})
    return replace(settings_for(rasa, deadline_s), wechat=wechat)


@asynccontextmanager
async def running_stage(
    root: Path, library: Library, rasa: FakeRasa, account: Account | None = None, **changes: Any
) -> AsyncIterator[Stage]:
    """Run all three; the person follows already, without having been welcomed."""
    clock = FakeClock()
    async with (
        FakeWeChat(account=account, clock=clock) as platform,
        running_gateway(root, library, rasa, platform, **changes) as stage,
    ):
        platform.person(OPENID).follows = True
        platform.person(OTHER).follows = True
        yield stage


@asynccontextmanager
async def running_gateway(
    root: Path,
    library: Library,
    rasa: FakeRasa,
    platform: FakeWeChat,
    database_url: str = "",
    mail: MailSettings | None = None,
    **changes: Any,
) -> AsyncIterator[Stage]:
    """Run a gateway against a platform that is there already."""
    assert isinstance(platform.clock, FakeClock)
    settings = wechat_settings(rasa, platform, **changes)
    if database_url:
        settings = replace(settings, storage=replace(settings.storage, database_url=database_url))
    if mail is not None:
        settings = replace(settings, mail=mail)
    put_database(settings.storage.database_url, root)
    served = Gateway(settings, root, platform.clock, library)
    server = QuietServer(served.app)
    await server.start_server()
    try:
        platform.point_to(str(server.make_url("/wechat")))
        platform.rules.timeout_s = 5.0
        yield Stage(root, served, server, rasa, platform, platform.clock)
    finally:
        await asyncio.shield(server.close())


def png() -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, "PNG")
    return buffer.getvalue()


def shown(screen: list[Shown]) -> list[tuple[str, str]]:
    """What a person sees: how each message came, and its text."""
    return [(item.via, item.text) for item in screen]
