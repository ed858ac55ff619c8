"""What the WeChat tests share: the fake platform and a client that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest

from tests.fakes.wechat_server import FakeWeChat
from wechat.client import WeChatClient
from wechat.tokens import MemoryTokenStore

OPENID = "oInvented-Person_000000000001"


@dataclass
class Bench:
    """A platform, a client of it, and the pauses the client would have made."""

    platform: FakeWeChat
    client: WeChatClient
    store: MemoryTokenStore
    pauses: list[float] = field(default_factory=list)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A follower who wrote a message, and a client."""
    async with FakeWeChat() as platform, aiohttp.ClientSession() as session:
        pauses: list[float] = []

        async def pause(seconds: float) -> None:
            pauses.append(seconds)

        store = MemoryTokenStore()
        account = platform.account
        client = WeChatClient(
            session,
            account.app_id,
            account.app_secret,
            store,
            base_url=platform.address,
            timeout_s=1.5,
            clock=platform.clock,
            sleep=pause,
        )
        person = platform.person(OPENID)
        person.follows = True
        person.grant(5, 48 * 3600, platform.clock.now())
        yield Bench(platform, client, store, pauses)
        await client.close()
