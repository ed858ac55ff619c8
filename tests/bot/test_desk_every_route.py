"""Every address of the desk, also those that are still to come: nobody, no other role and no other site gets in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway
from tests.bot.test_desk_shell import PAGE, PASSWORD, form_token_of, sign_in
from tests.fakes.rasa_server import FakeRasa
from tickets.accounts import Role

FOR_ALL = ("/desk", "/desk/sign-out")
FOR_AGENTS = ("/desk/tickets", "/desk/answers", "/desk/live", "/desk/talks")
FOR_EDITORS = ("/desk/misses", "/desk/entries", "/desk/entry-picker", "/desk/drafts", "/desk/changes")
FOR_LEADS = ("/desk/day", "/desk/figures", "/desk/figures.csv")
FOR_ADMINS = ("/desk/operate",)
MAY = {
    Role.AGENT: FOR_AGENTS,
    Role.EDITOR: FOR_EDITORS,
    Role.LEAD: (*FOR_AGENTS, *FOR_LEADS),
    Role.ADMIN: (*FOR_AGENTS, *FOR_EDITORS, *FOR_LEADS, *FOR_ADMINS),
}
FILLED = {
    "{number}": "T2222222",
    "{id}": "x",
    "{talk}": "1",
    "{group}": "abc",
    "{key}": "abc",
    "{trial}": "abc.1",
    "{entry}": "1",
}


@pytest.fixture
async def desk(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Gateway]:
    async with running_gateway(tmp_path, small_library, rasa) as gateway:
        for role in Role:
            gateway.served.parts.accounts.add("test", str(role), [role], PASSWORD)
        yield gateway


def addresses(desk: Gateway) -> Iterator[tuple[str, str]]:
    """Method and path of each, with something in the place of what varies."""
    for route in desk.served.app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if route.method == "HEAD" or path == "/desk/sign-in" or not (path + "/").startswith("/desk/"):
            continue
        for name, value in FILLED.items():
            path = path.replace(name, value)
        assert "{" not in path, f"say in FILLED what to put into {path}"
        yield route.method, path


def is_for(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)


async def status(desk: Gateway, method: str, path: str, **headers: str) -> int:
    async with desk.client.request(method, path, headers={**PAGE, **headers}, allow_redirects=False) as answer:
        return answer.status


async def test_nobody_gets_in_and_each_role_only_into_its_own_rooms(desk: Gateway) -> None:
    found = {(method, path): await status(desk, method, path) for method, path in addresses(desk)}
    assert len(found) > 40
    assert found == {(method, path): 303 if method == "GET" else 401 for method, path in found}
    for role in Role:
        await sign_in(desk, str(role))
        await knock(desk, role, await form_token_of(desk))
    assert desk.rows("SELECT DISTINCT action FROM audit_entry WHERE actor != 'test'") == [("sign_in",)]


async def knock(desk: Gateway, role: Role, token: str) -> None:
    """Try every address as somebody in that role."""
    for method, path in addresses(desk):
        if path in FOR_ALL:
            continue
        mine = is_for(path, MAY[role])
        assert mine or is_for(path, MAY[Role.ADMIN]), f"say for whom {path} is"
        if not mine:
            assert await status(desk, method, path, **{"X-Desk-Token": token}) == 403, (role, method, path)
        elif method == "POST":  # from another site, or without the token of this session, nothing is done
            for given in ("", "0" * 64):
                assert await status(desk, method, path, **{"X-Desk-Token": given}) == 403, (role, path)
