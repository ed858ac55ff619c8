"""A page that was loaded again hears at once what became of its message, whichever gateway it asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.base import Inbound
from bot.channels.web import messages as web_messages
from bot.conversation.rows import Accepted
from bot.conversation.turn import Turns
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, running_gateway, settings_for, until
from tests.bot.wechat.stage import png
from tests.fakes.rasa_server import FakeRasa
from tests.redis_server import running_redis
from tickets.errors import PictureError

LONG_S = 60.0


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with running_redis() as url:
        yield url


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the database was asked; nothing here is found by looking now and then."""
    monkeypatch.setattr(web_messages, "_LOOK_S", LONG_S)
    monkeypatch.setattr(web_messages, "_UNTOLD_S", LONG_S)
    seen: list[str] = []
    find = Turns.find

    async def counted(turns: Turns, message: Inbound) -> Accepted | None:
        seen.append(message.message_id)
        return await find(turns, message)

    monkeypatch.setattr(Turns, "find", counted)
    return seen


async def became(gateway: Gateway, token: str) -> dict[str, Any]:
    async with gateway.client.get(f"{API}/messages/m-1?wait=", headers={"X-Session": token}) as response:
        body: dict[str, Any] = await response.json()
        return body


async def wakes(taker: Gateway, asked: Gateway, rasa: FakeRasa, looks: list[str]) -> None:
    """What the taker is sent is told to who asks the other gateway the moment it is answered, after few looks."""
    token, rasa.stalled = await taker.session("anna"), True
    sending = asyncio.create_task(taker.post(session="anna", text="忘记密码", message_id="m-1"))
    await until(lambda: bool(rasa.turns))
    asking = asyncio.create_task(became(asked, token))
    await until(lambda: bool(looks))
    began = time.monotonic()
    rasa.resume()
    assert (await asking)["replies"][0]["text"] == "echo:忘记密码"
    await sending
    assert time.monotonic() - began < LONG_S / 2
    assert len(looks) <= 3


async def test_here_the_answer_wakes_whoever_asks(gateway: Gateway, rasa: FakeRasa, looks: list[str]) -> None:
    await wakes(gateway, gateway, rasa, looks)


@pytest.mark.redis
async def test_at_another_gateway_too(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, looks: list[str], redis_url: str
) -> None:
    settings = settings_for(rasa)
    settings = replace(settings, storage=replace(settings.storage, redis_url=redis_url))
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(running_gateway(tmp_path, small_library, rasa, settings)) for _ in range(2)
        ]
        await wakes(one, other, rasa, looks)


async def test_a_picture_that_is_refused_is_told_at_once(
    gateway: Gateway, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token, began, refused = await gateway.session("anna"), asyncio.Event(), asyncio.Event()

    async def show(*_: Any) -> None:
        began.set()
        await refused.wait()
        raise PictureError("今天的图片太多了")

    monkeypatch.setattr(gateway.served.parts.intake, "show", show)
    form = aiohttp.FormData({"text": "这是啥意思", "message_id": "m-1"})
    form.add_field("image", png(), filename="a.png", content_type="image/png")
    headers = {"X-Session": token}
    sending = asyncio.create_task(gateway.client.post(f"{API}/messages", data=form, headers=headers).__aenter__())
    await began.wait()
    asking = asyncio.create_task(became(gateway, token))
    await until(lambda: bool(looks))
    refused.set()
    assert (await asking)["state"] == "unknown"
    assert (await sending).status == 400
