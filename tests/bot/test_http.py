from __future__ import annotations

import logging
from typing import NoReturn
from unittest.mock import Mock

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.serving.http import client_address, error_response, errors_middleware, headers_middleware
from tests.bot.gateway import assert_error, assert_headers

SECRET_WORDS = "13800138000"


async def fail(request: web.Request) -> NoReturn:
    raise RuntimeError(f"cannot answer {request.path}")


async def fail_with(request: web.Request) -> NoReturn:
    raise {"404": web.HTTPNotFound(), "409": web.HTTPConflict(), "503": web.HTTPServiceUnavailable()}[
        request.match_info["status"]
    ]


async def move(_: web.Request) -> NoReturn:
    raise web.HTTPFound("/elsewhere")


async def fine(_: web.Request) -> web.Response:
    return web.Response(text="ok", headers={"X-Frame-Options": "SAMEORIGIN"})


@pytest.fixture
async def client() -> TestClient[web.Request, web.Application]:
    app = web.Application(middlewares=[headers_middleware, errors_middleware()], client_max_size=10)
    app.router.add_get("/api/fail/{what}", fail)
    app.router.add_get("/status/{status}", fail_with)
    app.router.add_get("/move", move)
    app.router.add_get("/fine", fine)
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_bug_is_logged_by_its_route_and_hidden_from_the_asker(
    client: TestClient[web.Request, web.Application], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="bot.serving.http"):
        async with client.get(f"/api/fail/{SECRET_WORDS}") as response:
            await assert_error(response, 500, "系统出了点问题，请稍后再试，或回复“人工”")
    assert [record.getMessage() for record in caplog.records] == ["request_failed route=/api/fail/{what}"]


async def test_whoever_closed_the_page_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    """A browser that left while a stream was begun was a traceback in the log, and a 500 nobody read."""
    left = make_mocked_request("GET", "/", transport=Mock(is_closing=lambda: True))
    here = make_mocked_request("GET", "/", transport=Mock(is_closing=lambda: False))

    async def write(_: web.Request) -> NoReturn:
        raise ConnectionResetError("Cannot write to closing transport")

    shaped = errors_middleware()
    assert (await shaped(left, write)).status == 400
    assert not caplog.records
    assert (await shaped(here, write)).status == 500
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/nowhere", 404, "没有这个地址"),
        ("/status/404", 404, "没有这个地址"),
        ("/status/409", 409, "请求的格式不对"),
        ("/status/503", 503, "系统正在启动，请稍后再试"),
    ],
)
async def test_every_refusal_has_the_one_shape(
    client: TestClient[web.Request, web.Application], path: str, status: int, sentence: str
) -> None:
    async with client.get(path) as response:
        await assert_error(response, status, sentence)


async def test_a_wrong_method_names_the_right_one(client: TestClient[web.Request, web.Application]) -> None:
    async with client.delete("/fine") as response:
        await assert_error(response, 405, "这个地址不接受这种请求")
        assert set(response.headers["Allow"].split(",")) == {"GET", "HEAD"}


async def test_a_redirect_stays_one_and_is_as_safe(client: TestClient[web.Request, web.Application]) -> None:
    async with client.get("/move", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "/elsewhere")
        assert_headers(response)


async def test_a_page_may_set_a_header_itself(client: TestClient[web.Request, web.Application]) -> None:
    async with client.get("/fine") as response:
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Cache-Control" not in response.headers


def test_an_error_with_a_sentence_of_its_own() -> None:
    response = error_response(400, "「text」要写成文字")
    assert response.text == '{"ok": false, "error": "「text」要写成文字", "status": 400}'
    assert error_response(418).text == '{"ok": false, "error": "请求的格式不对", "status": 418}'


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        ("", 0, "127.0.0.1"),
        ("203.0.113.9", 0, "127.0.0.1"),  # without a trusted proxy anybody can write this header
        ("203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "127.0.0.1"),
        (" , 2001:db8::1 ,", 1, "2001:db8::1"),
        ("<script>", 1, "127.0.0.1"),
        ("", 1, "127.0.0.1"),
    ],
)
def test_the_address_of_the_person(forwarded: str, proxies: int, expected: str) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": forwarded}).clone(remote="127.0.0.1")
    assert client_address(request, proxies) == expected
