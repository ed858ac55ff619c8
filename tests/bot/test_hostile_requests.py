"""One stranger keeps nobody waiting: compressed bodies, half bodies, silent connections, and limits gone around."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import io
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from PIL import Image
from yarl import URL

from bot.commands.gateway import listen
from bot.gateway.app import Gateway as ServedGateway
from bot.serving.doors import CHUNKED, COMPRESSED, CROSS_SITE
from bot.serving.listening import Door
from common.settings import WebhookSettings
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, assert_error, running_gateway, settings_for, until
from tests.bot.test_doors import behind_a_proxy, send_raw, statuses
from tests.bot.test_ticket_page import sealed_path, shown_form
from tests.bot.wechat.stage import wechat_settings
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_server import FakeWeChat
from tests.processor import allowed_s
from tests.ready_database import put_database
from tests.tickets.samples import make_image
from web import bodies

POSTS = [f"{API}/messages", f"{API}/session", f"{API}/feedback", f"{API}/tickets", "/ticket", "/ticket/T1/add"]
PROBLEM = "注册时一直提示证件号已注册"


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "nonsense"])
async def test_compressed_bodies_are_refused_unread(gateway: Gateway, path: str, encoding: str) -> None:
    headers = {"Content-Encoding": encoding, "Content-Type": "application/json"}
    for data in (b"no gzip", gzip.compress(b'{"text": "x"}')):
        async with gateway.client.post(path, data=data, headers=headers) as response:
            await assert_error(response, 415, COMPRESSED)


async def test_a_compressed_bomb_keeps_nobody_waiting(gateway: Gateway) -> None:
    bomb = gzip.compress(b" " * 200_000_000, 1)
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    started_s = time.process_time()
    for _ in range(3):
        async with gateway.client.post(f"{API}/messages", data=bomb, headers=headers) as response:
            assert response.status == 415
        async with gateway.client.get("/healthz") as response:
            assert response.status == 200
    took_s = time.process_time() - started_s
    assert took_s < allowed_s(0.5)  # unpacking them takes 0.4 s each


@pytest.mark.parametrize("path", [*POSTS, "/wechat", "/healthz", "/desk/sign-in"])
async def test_bodies_in_chunks_are_refused_unread(gateway: Gateway, path: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"text": "x"}'

    async with gateway.client.post(path, data=pieces(), headers={"Content-Type": "application/json"}) as response:
        assert response.status == 411
        assert CHUNKED in await response.text()


@pytest.mark.parametrize("line", ["POST /api/v1/messages", "GET /healthz", "GET /nowhere"])
async def test_a_flood_of_tiny_chunks_keeps_nobody_waiting(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, line: str
) -> None:
    """Taking them apart took 0.2 s for each half megabyte, on the event loop, also behind the refusal."""
    head = f"{line} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with open_door(tmp_path, small_library, rasa) as port:

        async def flood() -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            answer = b""
            with contextlib.suppress(ConnectionError):
                writer.write(head.encode() + b"1\r\na\r\n" * 80_000)
                answer = await reader.read(100)
                await writer.drain()
            writer.close()
            return answer

        started_s = time.process_time()
        answers = await asyncio.gather(*(flood() for _ in range(20)))
        took_s = time.process_time() - started_s
        assert took_s < allowed_s(1.5)
        assert {answer[9:12] for answer in answers} <= {b"411", b""}
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/healthz") as response:
            assert response.status == 200


@pytest.mark.parametrize("origin", ["http://[::1", "http://[zz]", "http://a]b", "//", "http://"])
async def test_an_origin_that_is_no_address_is_not_ours(gateway: Gateway, origin: str) -> None:
    async with gateway.client.post(f"{API}/session", headers={"Origin": origin}) as response:
        await assert_error(response, 403, CROSS_SITE)


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=b"])
async def test_who_hangs_up_in_the_middle_leaves_no_line(
    gateway: Gateway, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """A traceback for each took the event loop 14 seconds when three thousand hung up at once."""
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            _, writer = await asyncio.open_connection(gateway.client.host, gateway.client.port)
            head = f"POST {API}/messages HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 500"
            writer.write(f"{head}\r\n\r\n--b".encode())
            await writer.drain()
            async with gateway.client.get("/healthz") as response:  # the head has been read by then
                assert response.status == 200
            writer.transport.abort()
        async with gateway.client.get("/healthz") as response:
            assert response.status == 200
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@asynccontextmanager
async def open_door(folder: Path, library: Library, rasa: FakeRasa, **limits: Any) -> AsyncIterator[int]:
    """The port of a gateway whose door has these limits."""
    settings = settings_for(rasa)
    put_database(settings.storage.database_url, folder)
    app = ServedGateway(settings, folder, library=library).app
    with listen("127.0.0.1", 0) as listener:
        door = Door(app, **limits)
        await door.open(listener)
        try:
            yield listener.getsockname()[1]
        finally:
            await door.close()


async def test_a_connection_that_stays_silent_is_closed(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with open_door(tmp_path, small_library, rasa, head_s=0.2) as port:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        silent[1][1].write(b"GET / HTTP/1.1\r\nHost: x\r\nA: ")
        async with aiohttp.ClientSession() as http:
            async with http.get(f"http://127.0.0.1:{port}/healthz") as response:
                assert response.status == 200
            for reader, writer in silent:
                with pytest.raises(ConnectionResetError):
                    assert await reader.read(1) == b""
                    raise ConnectionResetError
                writer.close()
            # Who has spoken keeps the connection.
            async with http.get(f"http://127.0.0.1:{port}/healthz") as response:
                assert response.status == 200


async def test_of_too_many_silent_connections_the_longest_goes(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with open_door(tmp_path, small_library, rasa, most_silent=2) as port:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        with pytest.raises(ConnectionResetError):
            assert await silent[0][0].read(1) == b""
            raise ConnectionResetError
        reader, writer = silent[2]
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" in await reader.readline()


def noise() -> bytes:
    """A picture that is no small body."""
    buffer = io.BytesIO()
    Image.effect_noise((400, 400), 90).save(buffer, "PNG")
    assert buffer.tell() > bodies.SMALL_BYTES
    return buffer.getvalue()


@asynccontextmanager
async def trickling(gateway: Gateway, address: str, count: int) -> AsyncIterator[None]:
    """Uploads of an address that never end."""
    head = (
        f"POST {API}/messages HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {address}\r\nContent-Length: 9000000\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
    )
    writers = []
    for _ in range(count):
        _, writer = await asyncio.open_connection(gateway.client.host, gateway.client.port)
        writer.write(head.encode())
        await writer.drain()
        writers.append(writer)
    async with gateway.client.get("/healthz") as response:  # they have been read by then
        assert response.status == 200
    yield
    for writer in writers:
        writer.transport.abort()


@pytest.mark.parametrize("addresses", [1, 2])
async def test_slow_uploads_of_few_addresses_keep_nobody_else_out(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, addresses: int
) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa) as gateway, AsyncExitStack() as busy:
        for place in range(addresses):
            await busy.enter_async_context(trickling(gateway, f"198.51.100.{place}", 6))
        data = aiohttp.FormData({"text": "看图"}, default_to_multipart=True)
        data.add_field("image", noise(), filename="a.png", content_type="image/png")
        async with asyncio.timeout(8):
            found = await statuses(gateway, 1, "203.0.113.2", "POST", f"{API}/messages", data=data)
        assert found == [200]


async def test_a_ticket_without_pictures_needs_no_place(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa) as gateway, AsyncExitStack() as busy:
        for place in range(3):
            await busy.enter_async_context(trickling(gateway, f"203.0.113.{place}", 2))
        fields = await shown_form(gateway)
        filled = {**fields, "username": "13800138000", "description": PROBLEM}
        data = aiohttp.FormData(filled, default_to_multipart=True)
        async with asyncio.timeout(8):
            await statuses(gateway, 1, "203.0.113.9", "POST", sealed_path("/ticket", fields), data=data)
        assert gateway.rows("SELECT count(*) FROM ticket") == [(1,)]


async def test_pictures_of_the_ticket_page_count_for_the_address(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, address_pictures_per_day=2) as gateway:
        for place in range(4):
            gateway.client.session.cookie_jar.clear()  # another person each time
            fields = await shown_form(gateway)
            data = aiohttp.FormData(
                {**fields, "username": "13800138000", "description": PROBLEM}, default_to_multipart=True
            )
            data.add_field("image", make_image(color=f"#0{place}0000"), filename="a.png", content_type="image/png")
            await statuses(gateway, 1, "203.0.113.1", "POST", sealed_path("/ticket/T1/add", fields), data=data)
        assert gateway.rows("SELECT count(*) FROM attachment") == [(2,)]


async def test_a_message_without_a_session_begins_one(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, address_sessions_per_minute=3) as gateway:
        body = {"text": "你好"}
        found = await statuses(gateway, 5, "203.0.113.1", "POST", f"{API}/messages", json=body)
        assert found == [200, 200, 200, 429, 429]
        assert len(rasa.turns) == 3


async def test_readiness_is_asked_once_however_many_ask(gateway: Gateway, rasa: FakeRasa) -> None:
    before = rasa.health_checks
    answers = await asyncio.gather(*(gateway.client.get("/readyz") for _ in range(50)))
    assert {answer.status for answer in answers} == {200}
    assert rasa.health_checks - before <= 6  # two for all who ask, the others while it starts


@pytest.mark.parametrize("option", ["13800138000", "fact:phone=13800138000", "110105199003071239", "x13800138000"])
async def test_a_number_is_no_option(gateway: Gateway, option: str) -> None:
    async with gateway.client.post(f"{API}/messages", json={"text": "x", "option": option}) as response:
        await assert_error(response, 400)
    assert option.encode() not in gateway.stored_bytes()


async def test_the_callback_of_wechat_waits_for_no_body_without_end(
    tmp_path: Path,
    small_library: Library,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(bodies.read_body, "__defaults__", (0.2,))
    async with FakeWeChat() as platform:
        settings = wechat_settings(rasa, platform)
        settings = replace(settings, server=replace(settings.server, trusted_proxies=1))
        async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:

            async def half() -> AsyncIterator[bytes]:
                yield b"<xml>"

            head = "POST /wechat?timestamp=1 HTTP/1.1\nHost: x\nContent-Length: 50\n\n"
            with caplog.at_level(logging.WARNING):
                for _ in range(3):
                    assert (await send_raw(gateway, head, half())).startswith(b"HTTP/1.1 403")
            assert [record.getMessage() for record in caplog.records] == ["wechat_refused reason=body"]


async def test_a_known_fact_about_a_password_is_an_option(gateway: Gateway) -> None:
    body = {"text": "还记得", "option": "fact:password=known"}
    async with gateway.client.post(f"{API}/messages", json=body) as response:
        assert response.status == 200, await response.text()


async def test_a_flood_of_tickets_is_pushed_at_a_pace(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    """700 tickets from invented sessions were 700 mails and pushes in ten seconds."""
    pushed: dict[str, datetime] = {}

    async def take(request: web.Request) -> web.Response:
        pushed.setdefault((await request.json())["key"], gateway.clock.now())  # a push may come twice
        return web.Response()

    sent = "SELECT count(*) FROM outbox WHERE kind = 'webhook' AND state = 'sent'"
    system = web.Application()
    system.router.add_post("/", take)
    async with TestServer(system) as server:
        settings = settings_for(rasa)
        settings = replace(
            settings,
            webhook=WebhookSettings(url=str(server.make_url("/")), secret="invented"),
            tickets=replace(settings.tickets, sends_per_minute=2),
        )
        async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
            for number in range(5):
                token = await gateway.session(f"invented-{number}")
                body = {"session": token, "form": "form-12345", "username": "13800138000", "description": PROBLEM}
                async with gateway.client.post(f"{API}/tickets", json=body) as response:
                    assert response.status == 200
            for count in (2, 4, 5):
                # Noted, not only pushed: the clock that goes on would take the lease from what is on its way.
                await until(lambda count=count: gateway.rows(sent) == [(count,)])
                gateway.clock.advance(60)
    assert list(Counter(pushed.values()).values()) == [2, 2, 1]


async def test_when_the_disk_quota_is_full_pictures_are_refused_and_words_are_taken(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    settings = settings_for(rasa)
    settings = replace(settings, tickets=replace(settings.tickets, pictures_disk_bytes=10))
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        form = aiohttp.FormData({"session": await gateway.session("anna"), "text": "看图"})
        form.add_field("image", make_image(), filename="a.png", content_type="image/png")
        async with gateway.client.post(f"{API}/messages", data=form) as response:
            assert response.status == 400
            assert "现在收不了图片了" in (await response.json())["error"]
        assert gateway.rows("SELECT count(*) FROM attachment") == [(0,)]
        assert await gateway.texts(session="anna", text="你好") == ["echo:你好"]


@pytest.mark.parametrize(
    "path",
    [
        "/ticket/%00",
        "/ticket/T%00",
        "/api/v1/pictures/%00",
        "/help?q=%00",
        "/api/v1/search?q=a%00b",
        "/desk/tickets?tag=%00",
    ],
)
async def test_an_address_with_nul_is_refused_before_any_database(gateway: Gateway, path: str) -> None:
    async with gateway.client.get(URL(path, encoded=True)) as response:
        assert response.status == 400


async def test_nul_in_a_body_is_left_out(gateway: Gateway) -> None:
    """PostgreSQL keeps none; a person's words are kept without it."""
    body = {"description": "网站\0打不开", "pictures": ["\0"], "form": "g" * 20}
    async with gateway.client.post("/api/v1/tickets", json=body) as response:
        assert response.status < 500
        assert "\\u0000" not in await response.text()
    async with gateway.client.post("/ticket/T\u00d7/rate", data={"stars": "5\0"}) as response:
        assert response.status < 500


async def test_a_request_without_a_host_asks_nobody_for_our_name(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTP/1.0 names no host; older versions of aiohttp then asked the name server, on the event loop."""

    async def nothing() -> AsyncIterator[bytes]:
        for chunk in ():
            yield chunk

    monkeypatch.setattr("socket.getfqdn", lambda *_: pytest.fail("the name server is asked"))
    for path in ("/", "/help", "/healthz"):
        assert (await send_raw(gateway, f"GET {path} HTTP/1.0\n\n", nothing())).startswith(b"HTTP/1.0 200")
    body = '{"text": "a"}'
    head = f"POST {API}/messages HTTP/1.0\nContent-Type: application/json\nContent-Length: {len(body)}\n\n{body}"
    assert (await send_raw(gateway, head, nothing())).startswith(b"HTTP/1.0 200")
