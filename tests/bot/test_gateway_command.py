"""The gateway listens before it loads: a push that comes meanwhile is stored and answered."""

from __future__ import annotations

import argparse
import asyncio
import logging
import subprocess
import sys
import warnings
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from aiohttp import web

from bot.__main__ import ROOT
from bot.commands import gateway as command
from bot.commands.gateway import listen, quieten
from bot.gateway.app import Gateway as ServedGateway
from common.clock import FakeClock
from common.errors import BotError
from faq.engine.library import Library
from tests.bot.gateway import Gateway, until
from tests.bot.wechat.stage import OPENID, shown, wechat_settings
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_server import FakeWeChat


async def test_a_push_that_comes_while_the_gateway_loads_is_answered(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    """A start takes seconds; pushes that came then were lost for good, only because nothing listened."""
    async with FakeWeChat(clock=FakeClock()) as platform:
        platform.person(OPENID).follows = True
        with listen("127.0.0.1", 0) as listener:
            platform.point_to(f"http://127.0.0.1:{listener.getsockname()[1]}/wechat")
            platform.rules.timeout_s = 0.2
            assert (await platform.say(OPENID, "忘记密码怎么办")).result == "fault"  # nothing is loaded yet
            platform.person(OPENID).screen.clear()
            served = ServedGateway(wechat_settings(rasa, platform), tmp_path, platform.clock, small_library)
            runner = web.AppRunner(served.app, access_log=None)
            await runner.setup()
            await web.SockSite(runner, listener).start()
            assert served.account is not None
            service = served.account.service
            await until(lambda: bool(platform.person(OPENID).screen))
            await service.idle()
            assert shown(platform.person(OPENID).screen) == [("custom", "echo:忘记密码怎么办")]
            assert len(rasa.turns) == 1
            await runner.cleanup()


async def test_what_was_warmed_is_not_made_again_for_the_first_visitor(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.served.warm()

    def made(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("faq.finding.search_box.Finder", made)
    monkeypatch.setattr("jinja2.Environment.compile", made)
    for page in ("/", "/help", "/help?q=密码", "/help/none"):
        async with gateway.client.get(page) as response:
            assert response.status == (404 if page == "/help/none" else 200)


def test_it_listens_then_loads_and_is_warm_before_anybody_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    class Served:
        app = web.Application()

        def __init__(self, *_: object) -> None:
            done.append("loaded")

        def warm(self) -> None:
            done.append("warm")

    async def serve(*_: object) -> None:
        done.append("served")

    def listening(*_: object) -> AbstractContextManager[None]:
        done.append("listening")
        return nullcontext()

    monkeypatch.setattr("bot.gateway.app.Gateway", Served)
    monkeypatch.setattr(command, "serve", serve)
    monkeypatch.setattr(command, "quieten", lambda: None)
    monkeypatch.setattr(command, "listen", listening)
    assert command.run(argparse.Namespace(), tmp_path) == 0
    assert done == ["listening", "loaded", "warm", "served"]


def test_nothing_that_takes_long_is_imported_before_it_listens() -> None:
    """The engine alone took four seconds, in which the port was closed."""
    code = "import sys, bot.commands.gateway; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "aiohttp" in imported
    assert imported & {"faq", "sqlalchemy", "sklearn", "numpy", "tickets", "web"} == set()


@pytest.mark.parametrize(
    "request_line",
    [
        "GET /help?q=" + "13800138000" * 1000 + " HTTP/1.1",
        "GET /help?q=13800138000\x00 HTTP/1.1",
        "13800138000 / HTTP/1.1",
    ],
)
async def test_a_request_that_cannot_be_parsed_leaves_nothing_in_the_log(
    gateway: Gateway, caplog: pytest.LogCaptureFixture, request_line: str
) -> None:
    """aiohttp logs the over-long line, whole, and the address it came from."""
    library = logging.getLogger("aiohttp.server")
    before = library.level
    quieten()
    try:
        with caplog.at_level(logging.INFO):
            reader, writer = await asyncio.open_connection("127.0.0.1", gateway.client.port)
            writer.write(f"{request_line}\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n".encode())
            answer = await reader.read(200)
            writer.close()
        assert answer.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400")), answer
        # The fake Rasa, which the gateway asks for its health, has an access log of its own.
        lines = [str(record.__dict__) for record in caplog.records if record.name != "aiohttp.access"]
        for private in ("13800138000", "127.0.0.1", "203.0.113.9"):
            assert not any(private in line for line in lines)
    finally:
        library.setLevel(before)


async def test_a_form_that_names_its_parts_oddly_leaves_nothing_in_the_log(gateway: Gateway) -> None:
    """aiohttp warned of each, with what it said, on stderr, and Python kept every such line in memory."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("default")
        quieten()
        for odd in ('name="13800138000', "name=(13800138000)", "13800138000"):
            body = f"--b\r\nContent-Disposition: form-data; {odd}\r\n\r\nx\r\n--b--\r\n"
            headers = {"Content-Type": "multipart/form-data; boundary=b"}
            async with gateway.client.post("/api/v1/messages", data=body, headers=headers) as response:
                assert response.status < 500
    assert [str(one.message) for one in warned if "13800138000" in str(one.message)] == []


def test_a_port_that_is_taken_is_named() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BotError) as refused:
            listen("127.0.0.1", port)
    assert str(refused.value) == (
        f"网关的端口 127.0.0.1:{port} 已经被别的程序占用。"
        "改法：停掉占用它的程序，或在 settings.local.yml 里把 server.port 改成别的端口。"
    )
