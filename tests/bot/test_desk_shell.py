"""The desk's door: signing in and out, roles, and posts that must come from our own pages."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from aiohttp import ClientResponse, web

from common.settings import DeskSettings
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa
from tickets.accounts import Role
from web.desk.guard import DESK_POLICY
from web.desk.shell import DeskRoute, account_of

PASSWORD = "correct-horse-42"
PAGE = {"Accept": "text/html"}


class OpenRoom:
    """A room that says who is there; its second address is for leads only."""

    name, title, path, role = "room", "房间", "/desk/room", Role.AGENT

    def __init__(self) -> None:
        self.posted: list[str] = []

    def routes(self) -> list[DeskRoute]:
        return [
            DeskRoute("GET", "/desk/room", self.show),
            DeskRoute("POST", "/desk/room", self.post),
            DeskRoute("GET", "/desk/room/lead", self.show, Role.LEAD),
        ]

    async def show(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=account_of(request).name)

    async def post(self, request: web.Request) -> web.StreamResponse:
        self.posted.append(account_of(request).name)
        return web.Response(text="posted")


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> OpenRoom:
    """One room more than the desk has."""
    from bot.gateway.desk_house import DeskHouse

    room, rooms = OpenRoom(), DeskHouse._rooms
    monkeypatch.setattr(DeskHouse, "_rooms", lambda house, *given: [*rooms(house, *given), room])
    return room


@pytest.fixture
async def desk(tmp_path: Path, small_library: Library, rasa: FakeRasa, room: OpenRoom) -> AsyncIterator[Gateway]:
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        accounts = gateway.served.parts.accounts
        accounts.add("test", "小林", [Role.AGENT], PASSWORD)
        accounts.add("test", "主管", [Role.LEAD], PASSWORD)
        accounts.add("test", "编辑", [Role.EDITOR], PASSWORD)
        yield gateway


async def sign_in(
    gateway: Gateway, name: str, password: str = PASSWORD, path: str = "/desk/sign-in", planted: str = ""
) -> ClientResponse:
    """Sign in as a fresh browser does; the cookie is kept by the client."""
    gateway.client.session.cookie_jar.clear()
    async with gateway.client.get(path, headers=PAGE) as page:
        entry = re.search(r'name="entry" value="([^"]+)"', await page.text())
    assert entry is not None
    if planted:
        gateway.client.session.cookie_jar.update_cookies({"desk": planted}, gateway.client.make_url("/desk"))
    fields = {"name": name, "password": password, "entry": entry.group(1)}
    return await gateway.client.post(path, data=fields, headers=PAGE, allow_redirects=False)


def cookie(gateway: Gateway) -> str:
    """The session the client holds."""
    jar = gateway.client.session.cookie_jar.filter_cookies(gateway.client.make_url("/desk"))
    return jar["desk"].value if "desk" in jar else ""


async def form_token_of(gateway: Gateway) -> str:
    """What a page of the session carries in its forms."""
    async with gateway.client.get("/desk/nothing-here", headers=PAGE) as page:
        found = re.search(r'name="form_token" value="([^"]+)"', await page.text())
    assert found is not None
    return found.group(1)


async def test_nobody_gets_in_unasked(desk: Gateway) -> None:
    response = await desk.client.get("/desk/room?x=1", headers=PAGE, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/desk/sign-in?next=/desk/room?x%3D1")
    assert (await desk.client.post("/desk/room", headers=PAGE)).status == 401
    response = await desk.client.get("/desk/room", headers={"HX-Request": "true"})
    assert (response.status, response.headers["HX-Redirect"]) == (401, "/desk/sign-in")


async def test_who_can_see_to_it_reads_on_every_page_that_an_edit_is_not_live(desk: Gateway, tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir(exist_ok=True)
    (tmp_path / "faq/canned.yml").write_text("- title: 稍后回复\n", encoding="utf-8")
    told = "没有上线，线上仍是上一版。faq/canned.yml:1: "
    for name, paths in (("主管", ("/desk/tickets", "/desk/day")), ("编辑", ("/desk/entries",)), ("小林", ())):
        await sign_in(desk, name)
        for path in paths or ("/desk/tickets",):
            async with desk.client.get(path, headers=PAGE) as page:
                assert page.status == 200
                assert ('role="alert">知识库的新修改有错' in (text := await page.text())) == bool(paths)
                assert (told in text) == bool(paths)


async def test_a_link_in_a_mail_goes_on_by_our_own_page(desk: Gateway) -> None:
    response = await desk.client.get('/desk/room?q="><script>', headers={**PAGE, "Sec-Fetch-Site": "cross-site"})
    text = await response.text()
    assert response.status == 200 and 'http-equiv="refresh" content="0;url=/desk/room?q=' in text
    assert "<script>" not in text


async def test_sign_in_and_out(desk: Gateway) -> None:
    response = await sign_in(desk, "小林", path="/desk/sign-in?next=/desk/room")
    assert (response.status, response.headers["Location"]) == (303, "/desk/room")
    flags = response.headers["Set-Cookie"]
    assert "HttpOnly" in flags and "SameSite=Strict" in flags and "Path=/desk" in flags and "Secure" not in flags
    page = await desk.client.get("/desk/room", headers=PAGE)
    assert await page.text() == "小林"
    headers = page.headers
    assert headers["Content-Security-Policy"] == DESK_POLICY and "unsafe" not in DESK_POLICY
    assert (headers["Cache-Control"], headers["X-Frame-Options"]) == ("no-store", "DENY")
    old, token = cookie(desk), await form_token_of(desk)
    await desk.client.post("/desk/sign-out", data={"form_token": token}, headers=PAGE, allow_redirects=False)
    desk.client.session.cookie_jar.update_cookies({"desk": old}, desk.client.make_url("/desk"))
    assert (await desk.client.get("/desk/room", headers=PAGE, allow_redirects=False)).status == 303
    audit = desk.rows("SELECT actor, action FROM audit_entry ORDER BY sequence")
    assert audit[-2:] == [("小林", "sign_in"), ("小林", "sign_out")]


async def test_signing_in_never_leads_elsewhere(desk: Gateway) -> None:
    outside = ("https://evil.example", "//evil.example", "/\\evil.example", "/deskevil", "/help", "/desk/\n")
    upwards = ("/desk/../wechat/login?to=/x", "/desk/../..//evil.example", "/desk/%2E%2e/help", "/desk/.%2e//evil")
    for target in outside + upwards:
        response = await sign_in(desk, "小林", path=f"/desk/sign-in?next={quote(target, safe='')}")
        assert (response.status, response.headers["Location"]) == (303, "/desk"), target


async def test_a_token_from_before_signing_in_is_worth_nothing(desk: Gateway) -> None:
    planted = "a" * 43
    await sign_in(desk, "小林", planted=planted)
    first = cookie(desk)
    assert first not in ("", planted)
    await sign_in(desk, "主管", "wrong-password", planted=first)
    assert (await desk.client.get("/desk/room")).status == 200  # a failed try changes nothing
    await desk.client.post("/desk/sign-out", headers={**PAGE, "X-Desk-Token": await form_token_of(desk)})
    await sign_in(desk, "小林", planted=first)
    assert cookie(desk) not in ("", planted, first)


async def test_signing_in_needs_the_form_that_was_shown(desk: Gateway) -> None:
    fields = {"name": "小林", "password": PASSWORD, "entry": "x"}
    assert (await desk.client.post("/desk/sign-in", data=fields, headers=PAGE)).status == 403
    assert (await desk.client.post("/desk/sign-in", data={**fields, "entry": ""}, headers=PAGE)).status == 403


async def test_wrong_passwords_are_stopped(desk: Gateway) -> None:
    for _ in range(10):
        assert (await sign_in(desk, "小林", "wrong-password")).status == 403
    refused = await sign_in(desk, "小林")
    assert refused.status == 429 and "再试" in await refused.text()
    desk.clock.advance(900)
    assert (await sign_in(desk, "小林")).status == 303


async def test_guessing_names_from_one_address_is_stopped(desk: Gateway) -> None:
    statuses = [(await sign_in(desk, f"谁{number}", "wrong-password")).status for number in range(31)]
    assert statuses == [403] * 30 + [429]
    desk.served.parts.desk_refusals.flush()
    assert desk.rows("SELECT count(*) FROM desk_refusal") == [(0,)]


async def test_roles(desk: Gateway, room: OpenRoom) -> None:
    await sign_in(desk, "编辑")
    refused = await desk.client.get("/desk/room", headers=PAGE)
    assert refused.status == 403 and "「编辑」" in await refused.text()
    assert (await desk.client.post("/desk/room", headers={"X-Desk-Token": await form_token_of(desk)})).status == 403
    await sign_in(desk, "小林")
    assert (await desk.client.get("/desk/room")).status == 200
    assert (await desk.client.get("/desk/room/lead")).status == 403
    await sign_in(desk, "主管")
    assert [(await desk.client.get(path)).status for path in ("/desk/room", "/desk/room/lead")] == [200, 200]
    assert room.posted == []


async def test_posts_carry_the_token_of_their_session(desk: Gateway, room: OpenRoom) -> None:
    await sign_in(desk, "主管")
    others = await form_token_of(desk)
    await sign_in(desk, "小林")
    mine = await form_token_of(desk)
    assert mine != others
    for headers, data in (
        ({}, {}),
        ({}, {"form_token": others}),
        ({"X-Desk-Token": others}, {}),
        ({"X-Desk-Token": "\udcff"}, {}),
        ({"Origin": "https://evil.example", "X-Desk-Token": mine}, {}),
        ({"Sec-Fetch-Site": "cross-site", "X-Desk-Token": mine}, {}),
    ):
        try:
            response = await desk.client.post("/desk/room", headers=headers, data=data)
        except UnicodeEncodeError:
            continue
        assert response.status == 403
    assert room.posted == []
    assert (await desk.client.post("/desk/room", headers={"X-Desk-Token": mine})).status == 200
    assert (await desk.client.post("/desk/room", data={"form_token": mine})).status == 200
    assert room.posted == ["小林", "小林"]


async def test_sessions_end(desk: Gateway) -> None:
    parts = desk.served.parts
    await sign_in(desk, "小林")
    desk.clock.advance(11 * 3600)
    assert (await desk.client.get("/desk/room")).status == 200
    desk.clock.advance(11 * 3600)
    assert (await desk.client.get("/desk/room")).status == 200  # used in between
    parts.accounts.set_disabled("test", "小林", disabled=True)
    assert (await desk.client.get("/desk/room", allow_redirects=False)).status == 303
    assert (await sign_in(desk, "小林")).status == 403
    parts.accounts.set_disabled("test", "小林", disabled=False)
    await sign_in(desk, "小林")
    desk.clock.advance(12 * 3600 + 61)
    assert (await desk.client.get("/desk/room", allow_redirects=False)).status == 303


async def test_nothing_undeclared_answers(desk: Gateway) -> None:
    await sign_in(desk, "主管")
    for path in ("/desk/nowhere", "/desk/room/other"):
        response = await desk.client.get(path, headers=PAGE)
        assert response.status == 404 and "没有这个页面" in await response.text()


async def test_no_password_is_stored(desk: Gateway) -> None:
    await sign_in(desk, "小林")
    token = cookie(desk)
    with sqlite3.connect(desk.root / "var/bot.db") as database:
        kept = "\n".join(database.iterdump())
    assert PASSWORD not in kept and token not in kept and "$argon2id$" in kept


async def test_a_trusted_proxy_signs_in(tmp_path: Path, small_library: Library, rasa: FakeRasa, room: OpenRoom) -> None:
    trusting = DeskSettings(sign_in_header="X-Remote-User", trusted_proxies="127.0.0.1, ::1")
    settings = replace(settings_for(rasa), desk=trusting)
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        gateway.served.parts.accounts.add("test", "lin", [Role.AGENT], "")
        gateway.served.parts.accounts.add("test", "wang", [Role.AGENT], "")
        for name in ("lin", "wang"):
            async with gateway.client.get("/desk/room", headers={"X-Remote-User": name}) as page:
                assert await page.text() == name
        unknown = await gateway.client.get("/desk/room", headers={"X-Remote-User": "hu"}, allow_redirects=False)
        assert unknown.status == 303
        assert (await sign_in(gateway, "lin", "")).status == 403  # an account without a password has no password


@pytest.mark.parametrize("trusted", ["", "10.0.0.0/8"])
async def test_nobody_else_is_believed(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, room: OpenRoom, trusted: str
) -> None:
    settings = replace(settings_for(rasa), desk=DeskSettings(sign_in_header="X-Remote-User", trusted_proxies=trusted))
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        gateway.served.parts.accounts.add("test", "lin", [Role.ADMIN], "")
        response = await gateway.client.get("/desk/room", headers={"X-Remote-User": "lin"}, allow_redirects=False)
        assert response.status == 303
