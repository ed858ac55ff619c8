"""The stream tells whoever has a page open that an agent answered, and nobody else."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.web import news
from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, assert_error, running_gateway, settings_for, until
from tests.bot.test_doors import behind_a_proxy
from tests.bot.test_ticket_page import PROBLEM, sent, shown_form
from tests.bot.test_web_tickets import agents
from tests.fakes.rasa_server import FakeRasa
from tests.redis_server import running_redis


async def number_of(gateway: Gateway) -> str:
    fields = await shown_form(gateway)
    async with sent(gateway, {**fields, "forgotten": "yes", "description": PROBLEM}) as response:
        return str(response.headers["Location"]).split("/")[2].partition("?")[0]


async def test_an_answer_is_told_at_once(gateway: Gateway) -> None:
    number = await number_of(gateway)
    async with gateway.client.get(f"{API}/news") as response:
        assert (response.status, response.content_type) == (200, "text/event-stream")
        assert await response.content.readuntil(b"\n\n") == b"retry: 60000\n\n"
        gateway.clock.advance(1)
        await asyncio.to_thread(agents(gateway).reply, "小李", number, "请再试一次")
        async with asyncio.timeout(20):
            assert await response.content.readuntil(b"\n\n") == b"event: news\ndata: 1\n\n"
    token = next(one.value for one in gateway.client.session.cookie_jar if one.key == "visitor")
    async with gateway.client.get(f"{API}/updates", headers={"X-Session": token}) as response:
        body = await response.json()
    assert [(one["agent"], one["text"]) for one in body["updates"]] == [("小李", "请再试一次")]
    assert body["unread"] == 1
    async with gateway.client.get(f"{API}/unread", headers={"X-Session": token}) as response:
        assert await response.json() == {"ok": True, "unread": 1}
    # What the chat has shown is seen: the mark goes, and so the agent reads.
    shown = f"{API}/updates?after={body['updates'][0]['id']}&shown={body['updates'][0]['id']}"
    async with gateway.client.get(shown, headers={"X-Session": token}) as response:
        assert (await response.json())["unread"] == 0


@pytest.mark.redis
async def test_an_answer_at_one_gateway_is_told_by_another(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    with running_redis() as url:
        settings = settings_for(rasa)
        settings = replace(settings, storage=replace(settings.storage, redis_url=url))
        later = FakeClock()
        later.advance(3_600)  # for the first gateway what the second has to send is not due yet: it cannot send it
        async with (
            running_gateway(tmp_path, small_library, rasa, settings) as asked,
            running_gateway(tmp_path, small_library, rasa, settings, later) as answered,
        ):
            number = await number_of(asked)
            async with asked.client.get(f"{API}/news") as response:
                assert await response.content.readuntil(b"\n\n") == b"retry: 60000\n\n"
                await asyncio.to_thread(agents(answered).reply, "小李", number, "请再试一次")
                async with asyncio.timeout(20):
                    assert await response.content.readuntil(b"\n\n") == b"event: news\ndata: 1\n\n"


async def test_whoever_was_never_here_is_sent_away_for_good(gateway: Gateway) -> None:
    async with gateway.client.get(f"{API}/news") as response:
        assert response.status == 204


async def test_too_many_listeners_are_refused_and_told_to_come_later(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shown_form(gateway)
    monkeypatch.setattr(news, "_MOST_STREAMS", 1)
    async with gateway.client.get(f"{API}/news") as first:
        await first.content.readuntil(b"\n\n")
        async with gateway.client.get(f"{API}/news") as second:
            await assert_error(second, 503, "现在看的人太多，稍后会自动再连")
            assert second.headers["Retry-After"] == "60"


async def test_one_person_holds_only_a_few_streams(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    await shown_form(gateway)
    monkeypatch.setattr(news, "_MOST_OF_ONE", 1)
    async with gateway.client.get(f"{API}/news") as first:
        await first.content.readuntil(b"\n\n")
        async with gateway.client.get(f"{API}/news") as second:
            await assert_error(second, 429, "开着的页面太多，关掉几个再刷新")
        gateway.client.session.cookie_jar.clear()
        await shown_form(gateway)  # somebody else
        async with gateway.client.get(f"{API}/news") as other:
            assert other.status == 200


async def test_open_streams_end_with_the_gateway(gateway: Gateway) -> None:
    await shown_form(gateway)
    async with gateway.client.get(f"{API}/news") as response:
        await response.content.readuntil(b"\n\n")
        await gateway.served.app.shutdown()
        async with asyncio.timeout(10):
            assert await response.content.read() == b": still here\n\n"


async def test_an_address_never_holds_the_last_streams(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty sessions of one address held all five hundred."""
    monkeypatch.setattr(news, "_MOST_STREAMS", 8)
    async with behind_a_proxy(tmp_path, small_library, rasa) as gateway, AsyncExitStack() as held:

        async def opened(address: str) -> int:
            gateway.client.session.cookie_jar.clear()  # another person each time
            await shown_form(gateway)
            stream = gateway.client.get(f"{API}/news", headers={"X-Forwarded-For": address})
            return (await held.enter_async_context(stream)).status

        assert [await opened("198.51.100.1") for _ in range(6)] == [200] * 4 + [503] * 2
        assert [await opened("198.51.100.2") for _ in range(3)] == [200] * 2 + [503]
        assert await opened("198.51.100.3") == 200
        await held.aclose()
        await until(lambda: not gateway.served._news._of_address)
        assert [await opened("198.51.100.1") for _ in range(4)] == [200] * 4
