"""A gateway in a process of its own, as it is served, that is asked for its health while it is attacked."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import aiohttp
from aiohttp.test_utils import TestServer

from bot.running.environments import gateway_environment
from bot.running.stack import temporary_settings
from common.settings import Settings
from tests.fakes.rasa_server import FakeRasa

ROOT = Path(__file__).resolve().parents[2]
ALIVE_S = 1.0
MEMORY_BYTES = 900 * 1024 * 1024
_START_S = 120.0


@dataclass
class Attacked:
    """The gateway, started again when a test asks for it, and the figures of all attacks on it."""

    settings: Settings
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    tried: int = field(default=0, init=False)
    """Requests of the attacks; those that asked for its health are `asked`."""
    asked: int = field(default=0, init=False)
    worst_s: float = field(default=0.0, init=False)
    peak_bytes: int = field(default=0, init=False)
    picture_bytes: int = field(default=0, init=False)
    """The peak of the process that cleans pictures."""

    @property
    def folder(self) -> Path:
        """Its `var/`."""
        return Path(self.settings.storage.directory)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.settings.server.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        environment = gateway_environment(self.settings, os.environ)
        command = [sys.executable, "-m", "bot", "gateway"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ends_s = time.monotonic() + _START_S
        while True:
            try:
                health_s(self.settings.server.port, _START_S)
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

    def look(self) -> None:
        """Ask for its health and its memory once, and keep the worst."""
        assert self.process is not None
        try:
            self.worst_s = max(self.worst_s, health_s(self.settings.server.port, 20.0))
        except OSError:
            self.worst_s = max(self.worst_s, 20.0)
        self.asked += 1
        pid = self.process.pid
        self.peak_bytes = max(self.peak_bytes, _peak_bytes(pid))
        for child in _children(pid):
            self.picture_bytes = max(self.picture_bytes, _peak_bytes(child))

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """An attacker, whose requests are counted."""

        async def count(*_: object) -> None:
            self.tried += 1

        trace = aiohttp.TraceConfig(lambda **_: SimpleNamespace())
        trace.on_request_start.append(count)
        async with aiohttp.ClientSession(
            self.url,
            timeout=aiohttp.ClientTimeout(total=90),
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            trace_configs=[trace],
        ) as session:
            yield session

    def summary(self) -> str:
        """The figures for docs/benchmarks.md."""
        return (
            f"attacks: {self.tried} requests tried; /healthz asked {self.asked} times, at worst "
            f"{self.worst_s * 1000:.0f} ms; memory at most: gateway {self.peak_bytes >> 20} MB, "
            f"cleaning pictures {self.picture_bytes >> 20} MB; load {os.getloadavg()[0]:.1f}"
        )


def health_s(port: int, timeout_s: float) -> float:
    """Seconds until `/healthz` answers."""
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
    try:
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 200
    finally:
        connection.close()
    return time.monotonic() - started


def running_attacked(folder: Path) -> Iterator[Attacked]:
    """The gateway until the tests are over; then what was measured is printed (shown with `pytest -s`)."""
    settings = temporary_settings(Settings(), folder)  # without limits: attacks must reach what they attack
    assistant = replace(settings.assistant, deadline_s=2.0)
    pictures = replace(settings.pictures, read=False)  # models take seconds to load
    running = Attacked(replace(settings, assistant=assistant, pictures=pictures))
    running.start()
    yield running
    running.kill()
    print(f"\n{running.summary()}")


@contextlib.asynccontextmanager
async def alive(gateway: Attacked) -> AsyncIterator[None]:
    """Ask for its health the whole time, from a thread that nothing here can hold up."""
    ended = threading.Event()
    before = gateway.worst_s, gateway.tried
    gateway.worst_s = 0.0

    def watch() -> None:
        while True:
            gateway.look()
            if ended.wait(0.05):
                return

    watching = asyncio.create_task(asyncio.to_thread(watch))
    try:
        yield
    finally:
        ended.set()
        await watching
        worst_s, gateway.worst_s = gateway.worst_s, max(before[0], gateway.worst_s)
    print(
        f"{gateway.tried - before[1]} requests, healthz at worst {worst_s * 1000:.0f} ms, {gateway.peak_bytes >> 20} MB"
    )
    assert worst_s < ALIVE_S
    assert gateway.peak_bytes < MEMORY_BYTES


@contextlib.asynccontextmanager
async def rasa_there(gateway: Attacked) -> AsyncIterator[FakeRasa]:
    """A Rasa at the port where the gateway looks for it."""
    rasa = FakeRasa(gateway.settings.assistant.inner_secret)
    rasa.server = TestServer(rasa.server.app, port=gateway.settings.assistant.rasa_port)
    async with rasa:
        yield rasa


def _peak_bytes(pid: int) -> int:
    """The most memory a process ever took; 0 once it is gone."""
    with contextlib.suppress(OSError, IndexError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    return 0


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text(encoding="ascii").split()
        ]
    return []
