"""Attacks on the page to sign in to the desk: shutting an agent out, guessing from everywhere, filling the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from aiohttp import ClientSession, DummyCookieJar
from multidict import CIMultiDictProxy
from sqlalchemy import event

from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.bot.test_desk_shell import PASSWORD
from tests.fakes.rasa_server import FakeRasa
from tickets.accounts import Accounts, Role

NAME, OTHER = "小林", "小王"
TRIES = 3
HOME, STRANGER = "198.51.100.7", "203.0.113.1"


class Browser:
    """A browser at an address; it keeps its cookies."""

    def __init__(self, gateway: Gateway, address: str) -> None:
        self.gateway, self.address = gateway, address
        self.kept: dict[str, str] = {}

    async def sign_in(self, password: str = "wrong-password", name: str = NAME) -> int:
        """Try once, with a pair of cookie and field that was made up: no form needs to be fetched."""
        cookies = "; ".join(f"{key}={value}" for key, value in {**self.kept, "desk_entry": "e"}.items())
        headers = {"X-Forwarded-For": self.address, "Cookie": cookies}
        fields = {"name": name, "password": password, "entry": "e"}
        url = self.gateway.client.make_url("/desk/sign-in")
        async with (
            ClientSession(cookie_jar=DummyCookieJar()) as session,
            session.post(url, data=fields, headers=headers, allow_redirects=False) as answer,
        ):
            self._keep(answer.headers)
            return answer.status

    def _keep(self, headers: CIMultiDictProxy[str]) -> None:
        for line in headers.getall("Set-Cookie", ()):
            self.kept |= {key: one.value for key, one in SimpleCookie(line).items() if one["path"] == "/desk/sign-in"}


@pytest.fixture
async def gateway(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Gateway]:
    monkeypatch.setattr(Accounts, "_matches", lambda accounts, hashed, password: password == PASSWORD)
    settings = settings_for(rasa)
    settings = replace(
        settings,
        server=replace(settings.server, trusted_proxies=1),
        desk=replace(settings.desk, sign_ins_per_quarter=TRIES),
    )
    async with running_gateway(tmp_path, small_library, rasa, settings) as gateway:
        for name in (NAME, OTHER):
            gateway.served.parts.accounts.add("test", name, [Role.AGENT], PASSWORD)
        yield gateway


async def test_a_stranger_shuts_nobody_out(gateway: Gateway) -> None:
    stranger = Browser(gateway, STRANGER)
    statuses = [await stranger.sign_in() for _ in range(10)]
    assert statuses == [403] * TRIES + [429] * 7
    assert await Browser(gateway, HOME).sign_in(PASSWORD) == 303  # not even a browser that was never here


async def test_many_strangers_do_not_shut_out_who_signed_in_before(gateway: Gateway) -> None:
    own = Browser(gateway, HOME)
    assert await own.sign_in(PASSWORD) == 303
    statuses = [await Browser(gateway, f"203.0.{number}.1").sign_in() for number in range(18)]
    assert statuses == [403] * 14 + [429] * 4
    assert await Browser(gateway, "192.0.2.1").sign_in(PASSWORD) == 429
    # A neighbour behind the same address spends that too.
    assert 429 in [await Browser(gateway, HOME).sign_in(name=f"谁{number}") for number in range(10)]
    assert await own.sign_in(PASSWORD) == 303
    gateway.clock.advance(179 * 86_400)
    assert await own.sign_in("wrong-password") == 403


async def test_a_known_browser_guesses_no_faster_and_only_its_own_name(gateway: Gateway) -> None:
    own = Browser(gateway, HOME)
    await own.sign_in(PASSWORD)
    assert [await own.sign_in() for _ in range(6)] == [403] * TRIES + [429] * 3
    gateway.clock.advance(900)
    [(cookie, value)] = [item for item in own.kept.items() if item[0].startswith("desk_known_") and item[1]]
    assert NAME not in value and PASSWORD not in value
    colleague = Browser(gateway, HOME)
    await colleague.sign_in(PASSWORD, OTHER)
    [(others, _)] = [item for item in colleague.kept.items() if item[0].startswith("desk_known_")]
    mended = colleague.kept[others]
    mended = mended[:-10] + ("B" if mended[-10] == "A" else "A") + mended[-9:]
    for number, forged in enumerate((value, mended, "x" * 5_000, "é")):
        spent = Browser(gateway, f"198.51.{number}.1")
        spent.kept = {others: forged}
        assert [await spent.sign_in(name=OTHER) for _ in range(4)].count(429) == 1, forged
    assert cookie != others
    # Who throws the cookie away for each try is a stranger.
    assert [await Browser(gateway, STRANGER).sign_in() for _ in range(4)][-1] == 429


async def test_tries_write_no_rows_of_their_own(gateway: Gateway) -> None:
    parts = gateway.served.parts
    before = gateway.rows("SELECT count(*) FROM audit_entry")
    for number in range(24):
        await Browser(gateway, f"203.0.113.{number % 6}").sign_in()
    assert gateway.rows("SELECT count(*) FROM audit_entry") == before
    parts.desk_refusals.flush()
    assert gateway.rows("SELECT name, tries, addresses FROM desk_refusal") == [(NAME, 24, 6)]


async def test_a_refusal_costs_the_same_for_a_name_nobody_has(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes time is the database and the hash: neither is asked when there were too many tries, whoever it is."""
    asked: list[str] = []
    engine = gateway.served.parts.database
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = {}
    for name in (NAME, "没有"):
        browser = Browser(gateway, f"203.0.113.{len(name)}")
        for _ in range(TRIES):
            await browser.sign_in(name=name)
        asked.clear()
        assert await browser.sign_in(name=name) == 429
        counts[name] = [query for query in asked if "desk_" in query]
    assert counts == {NAME: [], "没有": []}
