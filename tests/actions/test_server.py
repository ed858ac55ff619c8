"""The action server's door: who is let in, what is refused, what a fault gives away."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.running.stack import free_ports

SECRET = "open-sesame"
KNOWN = {"Authorization": f"Bearer {SECRET}"}
CALL: dict[str, Any] = {
    "next_action": "action_hello",
    "sender_id": "s",
    "tracker": {"sender_id": "s", "slots": {}, "latest_message": {"text": "密文"}, "events": [], "paused": False},
    "domain": {},
}


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("actions") / "server.log"


@pytest.fixture(scope="module")
def url(log_file: Path) -> Iterator[str]:
    (port,) = free_ports(1)
    command = [sys.executable, "-W", "ignore", "-m", "tests.fakes.action_server", str(port), SECRET]
    with log_file.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            for _ in range(2_000):  # a busy machine takes more than half a minute to start it
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                assert server.poll() is None, log_file.read_text(encoding="utf-8")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


async def ask(url: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
    method = "GET" if body is None else "POST"
    async with (
        aiohttp.ClientSession() as http,
        http.request(method, url + path, data=body, headers=headers) as response,
    ):
        return response.status, await response.json()


def call(**changes: Any) -> bytes:
    return json.dumps({**CALL, **changes}).encode()


async def test_health_is_open(url: str) -> None:
    assert await ask(url, "/health") == (200, {"status": "ok", "background": {}})


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": SECRET}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}],
    ids=["none", "bare", "wrong", "empty"],
)
@pytest.mark.parametrize(("path", "body"), [("/webhook", call()), ("/actions", None)], ids=["webhook", "actions"])
async def test_strangers_are_refused(url: str, path: str, body: bytes | None, headers: dict[str, str]) -> None:
    assert await ask(url, path, body, **headers) == (401, {"error": "unauthorized"})


async def test_an_action_runs(url: str) -> None:
    status, answer = await ask(url, "/webhook", call(), **KNOWN)
    assert status == 200
    assert answer["events"] == [{"event": "slot", "name": "misses", "value": 0}]
    assert [message["text"] for message in answer["responses"]] == ["您好"]


async def test_a_compressed_call_is_read(url: str) -> None:
    status, _ = await ask(url, "/webhook", zlib.compress(call()), **KNOWN, **{"Content-Encoding": "deflate"})
    assert status == 200


async def test_the_actions_are_listed(url: str) -> None:
    assert await ask(url, "/actions", **KNOWN) == (
        200,
        [{"name": f"action_{name}"} for name in ("hello", "fail", "reject", "wait", "release")],
    )


async def test_an_action_that_waits_holds_up_no_other(url: str) -> None:
    """One slow write to the database once kept every other conversation waiting."""
    waiting = asyncio.create_task(ask(url, "/webhook", call(next_action="action_wait"), **KNOWN))
    await asyncio.sleep(0.1)
    assert (await ask(url, "/webhook", call(), **KNOWN))[0] == 200
    assert (await ask(url, "/webhook", call(next_action="action_release"), **KNOWN))[0] == 200
    status, answer = await waiting
    assert (status, [message["text"] for message in answer["responses"]]) == (200, ["轮到了"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"next_action": "action_hello"}', b"\xff"])
async def test_other_bodies_are_refused(url: str, body: bytes) -> None:
    assert await ask(url, "/webhook", body, **KNOWN) == (400, {"error": "the body is not an action call"})


async def test_a_rejection_reads_as_rasa_wants_it(url: str) -> None:
    assert await ask(url, "/webhook", call(next_action="action_reject"), **KNOWN) == (
        400,
        {"error": "not now", "action_name": "action_reject"},
    )


async def test_an_unknown_action_is_named(url: str) -> None:
    status, answer = await ask(url, "/webhook", call(next_action="action_other"), **KNOWN)
    assert (status, answer["action_name"]) == (404, "action_other")


def test_a_fault_gives_nothing_of_the_conversation_away(url: str, log_file: Path) -> None:
    answer = asyncio.run(ask(url, "/webhook", call(next_action="action_fail"), **KNOWN))
    assert answer == (500, {"error": "the action failed", "action_name": "action_fail"})
    logged = log_file.read_text(encoding="utf-8")
    assert "action_failed name=action_fail fault=ValueError at=action_server.py:" in logged
    assert "密文" not in logged
    assert "Traceback" not in logged
