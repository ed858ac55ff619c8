"""What one anonymous person could once stop the whole service with, through the public doors of a real gateway.

The gateway is a process of its own, as it is served: while each attack lasts, `/healthz` must answer within a second.
Rasa is away, so that the gateway itself reads everything; where its answer matters, a fake one takes its port.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.running.stack import temporary_settings
from common.settings import Settings
from common.settings_file import settings_environment
from dialogue import ticket_words
from tests.bot.test_ticket_page import hidden
from tests.fakes.rasa_server import FakeRasa, say

pytestmark = [pytest.mark.alone, pytest.mark.timeout(300)]
ROOT = Path(__file__).resolve().parents[2]
ALIVE_S = 1.0
_START_S = 120.0
_MEMORY_BYTES = 900 * 1024 * 1024
CLOSERS = "谢谢啦" * 32 + "龘"
HESITATION = "忘记密码" + "哈呀" * 20 + "怎么办"
WIDE = 64 * 1024 - 200


@dataclass
class Gateway:
    """A gateway in a process of its own, started again when a test asks for it."""

    settings: Settings
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.settings.server.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        environment = {**os.environ, **settings_environment(self.settings)}
        command = [sys.executable, "-m", "bot", "gateway"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ends_s = time.monotonic() + _START_S
        while True:
            try:
                wait_s(self.settings.server.port, _START_S)
            except ConnectionRefusedError:
                assert self.process.poll() is None and time.monotonic() < ends_s, "the gateway does not start"
                time.sleep(0.1)  # another process: nothing tells when it listens
            else:
                return

    def kill(self) -> None:
        """As if the power were cut."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def resident_bytes(self) -> int:
        """How much memory it takes now."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


def wait_s(port: int, timeout_s: float) -> float:
    """Seconds until `/healthz` answers."""
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
    try:
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
    finally:
        connection.close()
    return time.monotonic() - started


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("attacked")
    settings = temporary_settings(Settings(), folder)
    running = Gateway(replace(settings, assistant=replace(settings.assistant, deadline_s=2.0)))
    running.start()
    yield running
    running.kill()


@contextlib.asynccontextmanager
async def alive(gateway: Gateway) -> AsyncIterator[None]:
    """Ask for its health the whole time, from a thread that nothing here can hold up."""
    ended, worst, memory = threading.Event(), [0.0], [0]

    def watch() -> None:
        while True:
            try:
                worst[0] = max(worst[0], wait_s(gateway.settings.server.port, 20.0))
            except OSError:
                worst[0] = 20.0
            memory[0] = max(memory[0], gateway.resident_bytes())
            if ended.wait(0.05):
                return

    watching = asyncio.create_task(asyncio.to_thread(watch))
    try:
        yield
    finally:
        ended.set()
        await watching
    print(f"healthz at worst {worst[0] * 1000:.0f} ms, {memory[0] >> 20} MB")
    assert worst[0] < ALIVE_S
    assert memory[0] < _MEMORY_BYTES


@pytest.fixture
async def web(gateway: Gateway) -> AsyncIterator[aiohttp.ClientSession]:
    timeout, connector = aiohttp.ClientTimeout(total=90), aiohttp.TCPConnector(limit=0)
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(gateway.url, timeout=timeout, connector=connector, cookie_jar=jar) as session:
        yield session


@contextlib.asynccontextmanager
async def rasa_there(gateway: Gateway) -> AsyncIterator[FakeRasa]:
    """A Rasa at the port where the gateway looks for it."""
    rasa = FakeRasa(gateway.settings.assistant.inner_secret)
    rasa.server = TestServer(rasa.server.app, port=gateway.settings.assistant.rasa_port)
    async with rasa:
        yield rasa


async def new_session(web: aiohttp.ClientSession) -> str:
    async with web.post("/api/v1/session") as response:
        return str((await response.json())["session"])


async def send(web: aiohttp.ClientSession, session: str, text: str, path: str = "messages", **more: Any) -> int:
    body = {"session": session, **({"text": text} if path == "messages" else {"comment": text}), **more}
    data = json.dumps(body, ensure_ascii=False).encode()
    async with web.post(f"/api/v1/{path}", data=data, headers={"Content-Type": "application/json"}) as response:
        await response.read()
        return response.status


@pytest.mark.parametrize("path", ["/help", "/api/v1/search"])
async def test_c1_one_anonymous_get_does_not_stop_it(gateway: Gateway, web: aiohttp.ClientSession, path: str) -> None:
    async def ask(text: str) -> int:
        async with web.get(path, params={"q": text}) as response:
            await response.read()
            return response.status

    async with alive(gateway):
        texts = (CLOSERS, HESITATION, "您好" * 40 + "甲", "?" * 6000, "啊" * 900, "谢谢" * 450 + "龘")
        statuses = await asyncio.gather(*(ask(text) for text in texts for _ in range(2)))
    assert set(statuses) <= {200, 400}  # aiohttp itself refuses a line of more than 8 KB
    assert statuses[:4] == [200] * 4


async def test_c2_one_chat_message_does_not_stop_it_nor_does_it_after_a_restart(
    gateway: Gateway, web: aiohttp.ClientSession
) -> None:
    session = await new_session(web)
    async with alive(gateway):
        for text in (HESITATION, CLOSERS, "忘记密码" + "呀哈" * 400):
            assert await send(web, session, text) == 200
    async with rasa_there(gateway) as rasa:
        rasa.stalled = True
        sending = asyncio.create_task(send(web, session, HESITATION, message_id="before-the-crash"))
        while not rasa.turns:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)
        gateway.kill()
        with contextlib.suppress(aiohttp.ClientError):
            await sending
    await asyncio.to_thread(gateway.start)  # it takes up what the crash left, and Rasa is away
    async with alive(gateway):
        assert await send(web, session, HESITATION, message_id="before-the-crash") == 200
        assert await send(web, session, "忘记密码怎么办") == 200


@pytest.mark.parametrize(
    "text", ["您好" * 40 + "甲", "谢谢" * 40 + "龘", "请帮我" * 60 + "甲", "提交" * 200 + "龘", "嗯" * 1000]
)
def test_c3_no_words_hold_up_the_action_server(text: str) -> None:
    functions = [
        value
        for name, value in vars(ticket_words).items()
        if callable(value) and not name.startswith("_") and getattr(value, "__module__", "") == ticket_words.__name__
    ]
    assert len(functions) > 20
    for function in functions:
        started = time.process_time()
        function(*((text, "ask_question") if function is ticket_words.asks_for_person else (text,)))
        assert time.process_time() - started < 0.1, function.__name__


async def test_c4_bodies_of_64_kb_are_cut_before_they_are_looked_at(
    gateway: Gateway, web: aiohttp.ClientSession
) -> None:
    shapes = ["E12345678,", ".", "@", "a@", "1 ", "密码", "１", "谢谢啦", "13800138000"]
    session = await new_session(web)
    async with rasa_there(gateway) as rasa, alive(gateway):
        for shape in shapes:
            text = shape * (WIDE // len(shape.encode()))
            rasa.answers.append(say("您的用户名是？", {"custom": {"trace": {"asking": "username"}}}))
            assert await send(web, session, "提交工单") == 200
            assert await send(web, session, text) == 200
            feedback = {"faq_id": "reset_password", "helpful": False}
            assert await send(web, session, text, "feedback", **feedback) in (200, 404)
    assert max(len(turn["text"]) for turn in rasa.turns) <= gateway.settings.limits.text_chars


@pytest.mark.parametrize("is_sealed", [False, True])
async def test_h3_eight_people_with_200_mb_of_pictures_are_not_buffered(
    gateway: Gateway, web: aiohttp.ClientSession, is_sealed: bool
) -> None:
    """It took 1.4 GB of memory, before anything about the form was checked."""
    async with web.get("/ticket") as response:
        fields = hidden(await response.text())
    query = f"form={fields['form']}&seal={fields['seal'] if is_sealed else 'forged'}"
    sent = [0]

    async def flood() -> None:
        boundary = "x"
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n'

        async def body() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield part.encode()
                for _ in range(160):
                    sent[0] += 64 * 1024
                    yield bytes(64 * 1024)
                yield b"\r\n"

        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        with contextlib.suppress(aiohttp.ClientError):
            async with web.post(f"/ticket?{query}", data=body(), headers=headers) as response:
                assert response.status >= 400

    before = gateway.resident_bytes()
    async with alive(gateway):
        await asyncio.gather(*(flood() for _ in range(8)))
    assert sent[0] < 8 * gateway.settings.limits.upload_bytes * 2  # not the 1.6 GB they meant to send
    assert gateway.resident_bytes() - before < (300 if is_sealed else 100) * 1024 * 1024


@pytest.mark.parametrize("path", ["/api/v1/messages", "/ticket"])
async def test_h5_an_endless_preamble_is_cut_off(gateway: Gateway, web: aiohttp.ClientSession, path: str) -> None:
    async with web.get("/ticket") as response:
        fields = hidden(await response.text())
    query = f"?form={fields['form']}&seal={fields['seal']}" if path == "/ticket" else ""

    async def preamble() -> AsyncIterator[bytes]:
        while True:
            yield b"z\r\n" * 8192

    async def flood() -> None:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        with contextlib.suppress(aiohttp.ClientError):
            async with web.post(path + query, data=preamble(), headers=headers) as response:
                assert response.status >= 400

    async with alive(gateway):
        await asyncio.gather(*(flood() for _ in range(4)))
