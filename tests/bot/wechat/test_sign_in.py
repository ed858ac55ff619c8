"""Silent sign-in: the way there and back, and everything that must not sign anybody in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.channels.wechat import sign_in as wechat_sign_in
from bot.channels.wechat.sign_in import (
    LOGIN_PATH,
    PERSON_COOKIE,
    RETURN_PATH,
    TRIED_COOKIE,
    state_cookie,
)
from bot.gateway.app import Gateway
from faq.engine.library import Library
from tests.bot.gateway import QuietServer
from tests.bot.wechat.stage import OPENID, OTHER, Stage, png, wechat_settings
from tests.fakes.rasa_server import FakeRasa
from tests.fakes.wechat_server import FakeWeChat
from tests.ready_database import put_database
from tickets.model import Person, Submission
from wechat.oauth import STATE_S

INSIDE = {"User-Agent": "Mozilla/5.0 (iPhone) Mobile/15E148 MicroMessenger/8.0.50"}


@pytest.fixture
async def stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    async with FakeWeChat() as platform:
        settings = wechat_settings(rasa, platform)
        settings = replace(
            settings,
            server=replace(settings.server, public_url="https://help.example.com/"),
            wechat=replace(settings.wechat, sign_in=True),
        )
        put_database(settings.storage.database_url, tmp_path)
        served = Gateway(settings, tmp_path, platform.clock, small_library)
        server = QuietServer(served.app)
        await server.start_server()
        platform.point_to(str(server.make_url("/wechat")))
        yield Stage(tmp_path, served, server, rasa, platform, platform.clock)  # type: ignore[arg-type]
        await server.close()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


async def _begin(stage: Stage, http: aiohttp.ClientSession, to: str) -> tuple[str, str]:
    """The state and the nonce cookie of a browser that is on its way to WeChat."""
    url = stage.server.make_url(LOGIN_PATH)
    async with http.get(url, params={"to": to}, allow_redirects=False) as response:
        assert response.status == 302
        location = urlsplit(response.headers["Location"])
        assert (location.netloc, location.path) == ("open.weixin.qq.com", "/connect/oauth2/authorize")
        query = parse_qs(location.query)
        assert query["redirect_uri"] == ["https://help.example.com/wechat/signed-in"]
        assert query["state"][0].isalnum()
        cookie = response.cookies[state_cookie(query["state"][0])]
        assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
        return query["state"][0], cookie.value


async def _return(
    stage: Stage, http: aiohttp.ClientSession, code: str, state: str, nonce: str
) -> tuple[str, str | None]:
    """Where the browser is sent and the cookie it gets."""
    url = stage.server.make_url(RETURN_PATH)
    headers = {"Cookie": f"{state_cookie(state)}={nonce}"}
    async with http.get(url, params={"code": code, "state": state}, headers=headers, allow_redirects=False) as response:
        assert response.status == 302
        cookie = response.cookies.get(PERSON_COOKIE)
        return response.headers["Location"], cookie.value if cookie else None


async def test_a_person_comes_back_as_the_one_from_the_chat(stage: Stage, http: aiohttp.ClientSession) -> None:
    state, nonce = await _begin(stage, http, "/tickets?页=1")
    code = stage.platform.api.codes.make(OPENID)
    location, cookie = await _return(stage, http, code, state, nonce)
    assert location == "/tickets?页=1" or location == "/tickets?%E9%A1%B5=1"
    assert cookie is not None
    assert OPENID not in cookie
    assert stage.served.sign_in.sign_in.read_cookie(cookie) == stage.service.contacts.pseudonym(OPENID)
    stage.clock.advance(31 * 86400)
    assert stage.served.sign_in.sign_in.read_cookie(cookie) is None


async def test_a_used_code_a_snapshot_and_a_foreign_state_sign_nobody_in(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    state, nonce = await _begin(stage, http, "/help")
    code = stage.platform.api.codes.make(OPENID)
    await _return(stage, http, code, state, nonce)
    assert await _return(stage, http, code, state, nonce) == ("/help", None)
    snapshot = stage.platform.api.codes.make(OPENID, is_snapshot=True)
    assert await _return(stage, http, snapshot, state, nonce) == ("/help", None)
    fresh = stage.platform.api.codes.make(OPENID)
    assert await _return(stage, http, fresh, state, "another-browser") == ("/", None)
    assert await _return(stage, http, fresh, "forged.state", nonce) == ("/", None)


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        " //evil.example",
        "/\u2028/evil.example",
        "javascript:alert(1)",
        "evil",
        "/a\nb",
        "/a\r\nSet-Cookie: x=1",
        "",
    ],
)
async def test_nobody_is_sent_to_another_host(stage: Stage, http: aiohttp.ClientSession, to: str) -> None:
    state, nonce = await _begin(stage, http, to)
    code = stage.platform.api.codes.make(OPENID)
    assert (await _return(stage, http, code, state, nonce))[0] == "/"


async def test_a_link_with_somebodys_code_and_state_signs_nobody_else_in(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    """The attacker begins, keeps the cookie, and sends the way back to a victim who is on a way of their own."""
    state, _ = await _begin(stage, http, "/tickets")
    own_state, own = await _begin(stage, http, "/help")
    code = stage.platform.api.codes.make(OPENID)
    for kept in ({}, {state_cookie(own_state): own}, {state_cookie(state): own}):
        url = stage.server.make_url(RETURN_PATH)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}
        query = {"code": code, "state": state}
        async with http.get(url, params=query, headers=headers, allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (302, "/")
            assert PERSON_COOKIE not in response.cookies
    assert (await _return(stage, http, code, own_state, own))[1] is not None  # the code was not spent meanwhile


async def test_a_way_back_that_took_too_long_signs_nobody_in(stage: Stage, http: aiohttp.ClientSession) -> None:
    state, kept = await _begin(stage, http, "/help")
    stage.clock.advance(STATE_S + 1)
    assert await _return(stage, http, stage.platform.api.codes.make(OPENID), state, kept) == ("/", None)


@pytest.mark.parametrize("cookie", ["", ".", "a.b.c", "wechat-1.9999999999.0000", "é.é.é"])
async def test_a_forged_cookie_is_nobody(stage: Stage, cookie: str) -> None:
    assert stage.served.sign_in.sign_in.read_cookie(cookie) is None


async def test_without_a_public_address_there_is_no_sign_in(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with FakeWeChat() as platform:
        settings = wechat_settings(rasa, platform)
        put_database(settings.storage.database_url, tmp_path)
        served = Gateway(settings, tmp_path, platform.clock, small_library)
        assert served.account is not None
        assert served.sign_in is None


@pytest.mark.parametrize("path", ["/", "/?q=忘记密码", "/help", "/help/reset_password", "/ticket"])
async def test_a_page_opened_inside_wechat_signs_in_once(stage: Stage, http: aiohttp.ClientSession, path: str) -> None:
    url = stage.server.make_url(path)
    async with http.get(url, headers=INSIDE, allow_redirects=False) as response:
        assert response.status == 302
        location = urlsplit(response.headers["Location"])
        assert (location.path, parse_qs(location.query)) == (LOGIN_PATH, {"to": [url.raw_path_qs]})
        tried = response.cookies[TRIED_COOKIE].value
    # Whatever came of it, the page is shown the second time.
    person = stage.served.sign_in.sign_in.make_cookie(stage.service.contacts.pseudonym(OPENID))
    for cookie in (f"{TRIED_COOKIE}={tried}", f"{PERSON_COOKIE}={person}"):
        async with http.get(url, headers=INSIDE | {"Cookie": cookie}, allow_redirects=False) as response:
            assert response.status == 200


@pytest.mark.parametrize("path", ["/api/v1/hot", "/healthz", "/helper"])
async def test_only_pages_are_sent_to_sign_in(stage: Stage, http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(stage.server.make_url(path), headers=INSIDE, allow_redirects=False) as response:
        assert response.status in (200, 404, 503)
    async with http.get(stage.server.make_url("/"), allow_redirects=False) as response:
        assert response.status == 200


async def test_chat_page_and_tickets_are_the_person_of_the_service_account(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    pseudonym = stage.service.contacts.pseudonym(OPENID)
    inside = {"Cookie": f"{PERSON_COOKIE}={stage.served.sign_in.sign_in.make_cookie(pseudonym)}"}
    await stage.platform.say(OPENID, "忘记密码怎么办")
    await stage.idle()
    for headers in (inside, {}):
        body = {"text": "那邮箱呢", "message_id": "m1"}
        url = stage.server.make_url("/api/v1/messages")
        async with http.post(url, json=body, headers=headers) as response:
            assert [item["text"] for item in (await response.json())["replies"]] == ["echo:那邮箱呢"]
    turns = [(turn["sender"] == pseudonym, turn["metadata"]["channel"]) for turn in stage.rasa.turns]
    assert turns == [(True, "wechat"), (True, "wechat"), (False, "web")]

    submission = Submission("form-0123456789", None, "注册时一直提示证件号已注册", ())
    number = stage.served.parts.desk.open(Person("wechat", pseudonym), submission).ticket.number
    async with http.get(stage.server.make_url("/api/v1/tickets"), headers=inside) as response:
        assert [ticket["number"] for ticket in (await response.json())["tickets"]] == [number]
    async with http.get(stage.server.make_url("/ticket"), headers=inside) as response:
        assert number in await response.text()
    async with http.get(stage.server.make_url("/ticket")) as response:
        assert number not in await response.text()


async def test_two_tabs_sign_in_at_once(stage: Stage, http: aiohttp.ClientSession) -> None:
    tabs = [await _begin(stage, http, path) for path in ("/help", "/ticket")]
    cookies = "; ".join(f"{state_cookie(state)}={kept}" for state, kept in tabs)
    places = []
    for state, _ in tabs:
        params = {"code": stage.platform.api.codes.make(OPENID), "state": state}
        url = stage.server.make_url(RETURN_PATH)
        async with http.get(url, params=params, headers={"Cookie": cookies}, allow_redirects=False) as response:
            places.append(response.headers["Location"])
            assert response.cookies[PERSON_COOKIE].value
    assert places == ["/help", "/ticket"]


async def test_the_browser_of_wecom_is_left_alone(stage: Stage, http: aiohttp.ClientSession) -> None:
    inside = {"User-Agent": "Mozilla/5.0 MicroMessenger/7.0.1 wxwork/4.1"}
    async with http.get(stage.server.make_url("/help"), headers=inside, allow_redirects=False) as response:
        assert response.status == 200


async def test_an_exchange_that_hangs_shows_the_page_soon(
    stage: Stage, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_: str) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(wechat_sign_in, "_EXCHANGE_S", 0.1)
    monkeypatch.setattr(stage.service.client, "exchange_code", hang)
    state, kept = await _begin(stage, http, "/help")
    assert await _return(stage, http, "code", state, kept) == ("/help", None)


async def test_pictures_sent_in_wechat_are_seen_on_the_page_by_their_person_alone(
    stage: Stage, http: aiohttp.ClientSession
) -> None:
    """The answers to them were there, the pictures were not: what a channel fetches later stayed sealed for good."""
    await stage.platform.push_together(*(stage.platform.send_picture(OPENID, png()) for _ in range(2)))
    await stage.idle()
    names = [name for (name,) in stage.rows("SELECT id FROM attachment ORDER BY created_at, id")]
    for openid, seen, status in ((OPENID, names, 200), (OTHER, [], 404)):
        cookie = stage.served.sign_in.sign_in.make_cookie(stage.service.contacts.pseudonym(openid))
        inside = {"Cookie": f"{PERSON_COOKIE}={cookie}"}
        async with http.get(stage.server.make_url("/api/v1/history"), headers=inside) as response:
            messages = (await response.json())["messages"]
        assert sorted(name for message in messages for name in message["pictures"]) == sorted(seen)
        async with http.get(stage.server.make_url(f"/api/v1/pictures/{names[0]}"), headers=inside) as response:
            assert response.status == status
    assert stage.rows("SELECT count(*) FROM inbox WHERE sealed IS NOT NULL AND payload LIKE '%MediaId%'") == [(0,)]
