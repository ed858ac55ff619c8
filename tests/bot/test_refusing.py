"""What no handler of ours answers is answered like the rest: 4xx, in our shape, without telling what listens here."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from faq.engine.library import Library
from tests.bot.test_hostile_requests import open_door
from tests.fakes.rasa_server import FakeRasa

LINE = b"GET /healthz HTTP/1.1\r\n"
UNREADABLE = [
    LINE + b"Host: a\r\nHost: b\r\n\r\n",
    LINE + b"Host: x\r\nA: " + b"a" * 9000 + b"\r\n\r\n",
    LINE + b"Host: x\r\nA b: c\r\n\r\n",
    b"GET ?q=1 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
]
EXPECTING = [b"\xff", b"\x80\x81", b"something", b"100-continue, x", "好".encode(), b""]
HOSTS = [b"a:99999", b"a:b", b"http://x", b"", b"a\xff", b"[::1", b"a b"]


async def answer_to(port: int, request: bytes) -> tuple[int, bytes]:
    """The status and the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    async with asyncio.timeout(20):
        answer = await reader.read(8192)
    writer.close()
    return int(answer[9:12]), answer


def assert_tells_nothing(answer: bytes) -> None:
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"server: gateway" in head and b"aiohttp" not in head and b"python" not in head
    assert b"x-content-type-options: nosniff" in head and b"content-security-policy" in head


async def test_what_cannot_be_read_or_is_expected_tells_nothing(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with open_door(tmp_path, small_library, rasa) as port:
        for request in UNREADABLE:
            status, answer = await answer_to(port, request)
            assert 400 <= status < 500, request
            assert_tells_nothing(answer)
        for path in (b"/healthz", b"/", b"/nowhere", b"/desk"):
            for expected in EXPECTING:
                head = b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nExpect: " + expected + b"\r\n\r\n"
                status, answer = await answer_to(port, head)
                assert status == 417, expected
                assert_tells_nothing(answer)
                assert not expected or expected not in answer
        known = b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n"
        assert (await answer_to(port, known))[0] == 100


@pytest.mark.parametrize("path", [b"/sitemap.xml", b"/robots.txt", b"/", b"/help", b"/help/forgot_password", b"/human"])
async def test_a_host_that_is_none_is_no_fault_of_ours(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, path: bytes
) -> None:
    async with open_door(tmp_path, small_library, rasa) as port:
        for host in HOSTS:
            status, _ = await answer_to(port, b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
            assert status < 500, host
        assert (await answer_to(port, b"GET " + path + b" HTTP/1.1\r\nHost: a:99\r\n\r\n"))[0] in (200, 404)
