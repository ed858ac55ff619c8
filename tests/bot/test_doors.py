"""Attacks through the public doors: other sites' pages, floods, invented names, endless and slow bodies."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.web.visitors import COOKIE
from bot.serving.doors import CROSS_SITE, limited_address
from common.settings import ServerSettings
from faq.engine.library import Library
from tests.bot.gateway import API, Gateway, assert_error, running_gateway, settings_for
from tests.bot.test_ticket_page import sealed_path, shown_form
from tests.bot.test_web_tickets import agents
from tests.fakes.rasa_server import FakeRasa
from tests.tickets.samples import make_image
from web import bodies

BODY = {"form": "form-12345", "username": "13800138000", "description": "注册时一直提示证件号已注册"}
UNLIKE = ("https://evil.example", "null", "http://127.0.0.1.evil.example", "https://evil.example:8080")


@pytest.mark.parametrize("origin", UNLIKE)
@pytest.mark.parametrize("path", ["/messages", "/session", "/feedback", "/tickets"])
async def test_another_sites_page_changes_nothing(gateway: Gateway, rasa: FakeRasa, path: str, origin: str) -> None:
    for headers in ({"Origin": origin}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        async with gateway.client.post(API + path, json={**BODY, "text": "你好"}, headers=headers) as response:
            await assert_error(response, 403, CROSS_SITE)
            assert not response.cookies
    assert rasa.turns == []
    for table in ("inbox", "ticket", "feedback"):
        assert gateway.rows(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_our_own_page_and_scripts_outside_browsers_may(gateway: Gateway) -> None:
    own = str(gateway.client.make_url("")).rstrip("/")
    for headers in ({"Origin": own, "Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}):
        async with gateway.client.post(f"{API}/session", headers=headers) as response:
            assert response.status == 200


async def test_behind_a_proxy_the_public_address_is_our_own(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    settings = replace(settings_for(rasa), server=ServerSettings(public_url="https://bot.example.com"))
    async with (
        running_gateway(tmp_path, small_library, rasa, settings) as gateway,
        gateway.client.post(f"{API}/session", headers={"Origin": "https://bot.example.com"}) as response,
    ):
        assert response.status == 200


async def test_a_plain_page_of_the_same_name_is_another_site_where_ours_is_sealed(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    """Whoever is on the way may write a page of `http://…`, and it posted to `https://…` as ours did."""
    behind = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    here = "shop.example"
    cases: list[tuple[ServerSettings, dict[str, str], int]] = [
        (ServerSettings(public_url="https://bot.example.com"), {"Origin": "http://bot.example.com"}, 403),
        (ServerSettings(public_url="http://bot.example.com"), {"Origin": "http://bot.example.com"}, 200),
        (ServerSettings(trusted_proxies=1), {"Host": here, "Origin": f"http://{here}", **behind}, 403),
        (ServerSettings(trusted_proxies=1), {"Host": here, "Origin": f"https://{here}", **behind}, 200),
        (ServerSettings(trusted_proxies=1), {"Host": here, "Origin": f"http://{here}"}, 200),
        # Nobody vouches for what this header says: the site may well be a plain one.
        (ServerSettings(), {"Host": here, "Origin": f"http://{here}", **behind}, 200),
        (ServerSettings(), {"Host": here, "Origin": f"https://{here}"}, 200),
        (ServerSettings(), {"Host": here, "Origin": f"ftp://{here}"}, 403),
    ]
    for number, (server, headers, status) in enumerate(cases):
        settings = replace(settings_for(rasa), server=server)
        async with (
            running_gateway(tmp_path / str(number), small_library, rasa, settings) as gateway,
            gateway.client.post(f"{API}/session", headers=headers) as response,
        ):
            assert response.status == status, (server, headers)


async def test_a_form_of_another_site_cannot_put_its_session_into_our_cookie(gateway: Gateway) -> None:
    theirs = await gateway.session("attacker")
    for data in (
        aiohttp.FormData({"session": theirs, "text": "你好"}, default_to_multipart=True),
        aiohttp.FormData({"session": theirs, "text": "你好"}),
    ):
        headers = {"Origin": "https://evil.example"}
        async with gateway.client.post(f"{API}/messages", data=data, headers=headers) as response:
            assert response.status == 403
            assert COOKIE not in response.cookies
    body = json.dumps({"session": theirs, "text": "你好"})
    headers = {"Content-Type": "text/plain"}
    async with gateway.client.post(f"{API}/messages", data=body, headers=headers) as response:
        await assert_error(response, 415)


async def test_nobody_shares_a_conversation_by_having_none(gateway: Gateway, rasa: FakeRasa) -> None:
    for _ in range(2):
        async with gateway.client.post(f"{API}/messages", json={"text": "你好"}) as response:
            assert response.status == 200
    assert len({turn["sender"] for turn in rasa.turns}) == 2
    async with gateway.client.post(f"{API}/tickets", json=BODY) as response:
        await assert_error(response, 401)
    for name in ("test", "test", "1"):
        body = {"text": "你好", "session": name}
        async with gateway.client.post(f"{API}/messages", json=body) as response:
            await assert_error(response, 401)
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]


@asynccontextmanager
async def behind_a_proxy(tmp_path: Path, library: Library, rasa: FakeRasa, **limits: int) -> AsyncIterator[Gateway]:
    settings = settings_for(rasa, **limits)
    settings = replace(settings, server=replace(settings.server, trusted_proxies=1))
    async with running_gateway(tmp_path, library, rasa, settings) as gateway:
        yield gateway


async def statuses(gateway: Gateway, count: int, address: str, method: str, path: str, **named: Any) -> list[int]:
    found = []
    for _ in range(count):
        headers = {"X-Forwarded-For": address}
        async with gateway.client.request(method, path, headers=headers, **named) as response:
            found.append(response.status)
    return found


@pytest.mark.parametrize(
    "path", ["/", "/help?q=密码", f"{API}/search?q=密码", f"{API}/hot", f"{API}/updates", f"{API}/tickets", "/ticket"]
)
async def test_looking_is_limited_everywhere(tmp_path: Path, small_library: Library, rasa: FakeRasa, path: str) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, address_reads_per_minute=3) as gateway:
        assert await statuses(gateway, 4, "203.0.113.1", "GET", path) == [200, 200, 200, 429]
        assert await statuses(gateway, 1, "203.0.113.2", "GET", path) == [200]
        assert await statuses(gateway, 5, "203.0.113.1", "GET", "/healthz") == [200] * 5


async def test_sessions_and_tickets_are_limited_by_address_whatever_the_name(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    limits = {"address_sessions_per_minute": 5, "address_tickets_per_minute": 100, "address_tickets_per_day": 3}
    async with behind_a_proxy(tmp_path, small_library, rasa, **limits) as gateway:
        tokens = [await gateway.session(name) for name in "abcde"]
        answers = []
        for token in tokens:
            body = {**BODY, "session": token}
            answers += await statuses(gateway, 1, "203.0.113.1", "POST", f"{API}/tickets", json=body)
        assert answers == [200, 200, 200, 429, 429]
        gateway.clock.advance(86_400)
        body = {**BODY, "session": tokens[3]}
        assert await statuses(gateway, 1, "203.0.113.1", "POST", f"{API}/tickets", json=body) == [200]
        assert await statuses(gateway, 6, "203.0.113.9", "POST", f"{API}/session") == [200] * 5 + [429]


async def test_a_days_messages_of_an_address_end_however_many_sessions_it_begins(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, address_messages_per_day=2) as gateway:
        answers = []
        for name in "abc":
            body = {"text": "你好", "session": await gateway.session(name)}
            answers += await statuses(gateway, 1, "203.0.113.1", "POST", f"{API}/messages", json=body)
            gateway.clock.advance(60)
        assert answers == [200, 200, 429]
        body = {"text": "你好", "session": await gateway.session("d")}
        assert await statuses(gateway, 1, "203.0.113.2", "POST", f"{API}/messages", json=body) == [200]
        gateway.clock.advance(86_400)
        assert await statuses(gateway, 1, "203.0.113.1", "POST", f"{API}/messages", json=body) == [200]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/help"),
        ("GET", f"{API}/search?q=密码"),
        ("GET", "/ticket"),
        ("GET", f"{API}/updates"),
        ("GET", f"{API}/tickets"),
        ("POST", f"{API}/session"),
        ("POST", f"{API}/tickets"),
    ],
)
async def test_a_person_is_limited_wherever_they_come_from(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, method: str, path: str
) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, session_requests_per_minute=3) as gateway:
        answers = []
        other, token = await gateway.session("boris"), await gateway.session("anna")
        for number in range(4):
            headers = {"X-Session": token, "X-Forwarded-For": f"203.0.113.{number}"}
            body = {"json": {**BODY, "session": token}} if path.endswith("/tickets") else {}
            async with gateway.client.request(method, path, headers=headers, **body) as response:
                answers.append(response.status)
        assert answers == [200, 200, 200, 429]
        headers = {"X-Session": other, "X-Forwarded-For": "203.0.113.1"}
        async with gateway.client.get(f"{API}/updates", headers=headers) as response:
            assert response.status == 200


async def test_a_look_sent_by_another_sites_page_counts_as_none(gateway: Gateway) -> None:
    """A link there marked an answer as seen that its person never saw."""
    fields = await shown_form(gateway)
    body = aiohttp.FormData({**fields, **BODY, "form": fields["form"]}, default_to_multipart=True)
    async with gateway.client.post(sealed_path("/ticket", fields), data=body, allow_redirects=False) as response:
        number = response.headers["Location"].removeprefix("/ticket/").partition("?")[0]
    agents(gateway).reply("客服", number, "请重新登录")
    cookie = {"X-Session": gateway.client.session.cookie_jar.filter_cookies(gateway.client.make_url("/"))[COOKIE].value}
    for site, unread in (("cross-site", 1), ("same-site", 1), ("same-origin", 0)):
        for path in (f"{API}/updates?shown=999", f"/ticket/{number}"):
            async with gateway.client.get(path, headers={**cookie, "Sec-Fetch-Site": site}) as response:
                assert response.status == 200
            assert (await gateway.get("/unread"))["unread"] == unread


async def test_a_network_of_ipv6_is_one_address(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, address_reads_per_minute=2) as gateway:
        found = [await statuses(gateway, 1, f"2001:db8:1:2::{n}", "GET", "/") for n in (1, 2, 3)]
        assert found == [[200], [200], [429]]
        assert await statuses(gateway, 1, "2001:db8:1:3::1", "GET", "/") == [200]
    assert limited_address("unknown") == "unknown"


async def test_a_second_line_of_forwarded_for_hides_nobody(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, address_reads_per_minute=2) as gateway:
        found = []
        for n in range(3):
            # What the attacker wrote, then the line the proxy added.
            headers = [("X-Forwarded-For", f"198.51.100.{n}"), ("X-Forwarded-For", "203.0.113.1")]
            async with gateway.client.get("/", headers=headers) as response:
                found.append(response.status)
        assert found == [200, 200, 429]


async def send_raw(gateway: Gateway, head: str, chunks: AsyncIterator[bytes]) -> bytes:
    """A request written by hand; what came back."""
    reader, writer = await asyncio.open_connection(gateway.client.host, gateway.client.port)
    writer.write(head.replace("\n", "\r\n").encode())
    try:
        async for chunk in chunks:
            writer.write(chunk)
            await writer.drain()
    except ConnectionError:
        pass
    answer = await reader.read(4096)
    writer.close()
    return answer


def multipart_head(path: str) -> str:
    return f"POST {path} HTTP/1.1\nHost: x\nContent-Type: multipart/form-data; boundary=b\nContent-Length: 9999999\n\n"


async def repeated(line: bytes, count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield line


@pytest.mark.parametrize("path", [f"{API}/messages", "/ticket"])
async def test_an_endless_preamble_is_cut_off(gateway: Gateway, path: str) -> None:
    answer = await send_raw(gateway, multipart_head(path), repeated(b"z\r\n" * 2000, 50))
    assert answer.startswith(b"HTTP/1.1 400"), answer[:200]
    async with gateway.client.get("/healthz") as response:
        assert response.status == 200


async def test_a_body_that_never_ends_is_not_waited_for(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies.read_form, "__defaults__", (0.2,))
    monkeypatch.setattr(bodies.read_body, "__defaults__", (0.2,))
    answer = await send_raw(gateway, multipart_head(f"{API}/messages"), repeated(b"--b\r\n", 1))
    assert answer.startswith(b"HTTP/1.1 408"), answer[:200]
    head = f"POST {API}/messages HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 50\n\n"

    async def half() -> AsyncIterator[bytes]:
        yield b'{"text": '

    assert (await send_raw(gateway, head, half())).startswith(b"HTTP/1.1 408")


async def test_a_part_with_many_headers_is_refused(gateway: Gateway) -> None:
    data = b"--b\r\n" + b"".join(b"X-H%d: 1\r\n" % n for n in range(250)) + b"\r\nx\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    async with gateway.client.post(f"{API}/messages", data=data, headers=headers) as response:
        await assert_error(response, 400)


async def test_odd_headers_and_numbers_are_the_askers_fault(gateway: Gateway) -> None:
    async with gateway.client.get(f"{API}/updates?after={'9' * 4400}") as response:
        await assert_error(response, 400)
    async with gateway.client.get(f"{API}/tickets", headers={"X-Session": "a" * 201}) as response:
        await assert_error(response, 400)


async def test_a_strangers_form_makes_us_keep_no_picture(gateway: Gateway) -> None:
    fields = await shown_form(gateway)
    data = aiohttp.FormData({"description": "注册时一直提示证件号已注册"}, default_to_multipart=True)
    data.add_field("image", make_image(), filename="a.png", content_type="image/png")
    async with gateway.client.post(sealed_path("/ticket", {**fields, "seal": "0" * 32}), data=data) as response:
        assert response.status == 400
        assert "为了安全请再按一次" in await response.text()
    assert gateway.rows("SELECT count(*) FROM attachment") == [(0,)]


async def test_uploads_wait_for_a_place(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    uploads = bodies.Uploads(1, wait_s=0.05)
    async with uploads.turn("203.0.113.1", None):
        with pytest.raises(bodies.BadRequestError) as refused:
            async with uploads.turn("203.0.113.2", None):
                pass
    assert refused.value.status == 503
    async with uploads.turn("203.0.113.2", None):
        pass


async def test_pictures_are_limited_by_address(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with behind_a_proxy(tmp_path, small_library, rasa, address_pictures_per_day=2) as gateway:
        found = []
        for n in range(3):
            data = aiohttp.FormData()
            data.add_field("image", make_image(color=(n, 0, 0)), filename="a.png", content_type="image/png")
            found += await statuses(gateway, 1, "203.0.113.1", "POST", f"{API}/messages", data=data)
        assert found == [200, 200, 429]


async def test_what_operators_see_is_not_public(gateway: Gateway) -> None:
    async with gateway.client.get("/metrics") as response:
        await assert_error(response, 404)
    async with gateway.client.get("/readyz") as response:
        assert (response.status, await response.text()) == (200, '{"ok": true}')
        assert response.headers["Server"] == "gateway"
