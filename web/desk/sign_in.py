"""Signing in and out of the desk."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Callable
from typing import Protocol

from aiohttp import web

from common.off_loop import OffLoop
from tickets.accounts import Role
from tickets.desk_refusals import DeskRefusals
from web.desk.fields import posted_fields
from web.desk.guard import SIGN_IN, DeskDoor, cookie_of
from web.desk.shell import HOME, DeskPages, DeskRoute, account_of

log = logging.getLogger(__name__)
_ENTRY_COOKIE = "desk_entry"
_ENTRY_FIELD = "entry"
_WRONG = "名字或密码不对"
_STALE = "这一页放得太久了，请再登录一次"
_TOO_OFTEN = "试得太多了，请过 {minutes} 分钟再试；忘了密码请找管理员重设"


class CountedTries(Protocol):
    """How often somebody may try to sign in: `bot.serving.sign_in_tries`."""

    async def wait_s(self, request: web.Request, name: str, address: str) -> int:
        """0 when they may try once more (it is counted), else the seconds to wait."""

    def remember(self, response: web.StreamResponse, name: str, *, path: str, secure: bool) -> None:
        """Let a browser that signed in be known next time."""


class SignInDesk:
    """The page to sign in with a password; where to go afterwards is one of our own pages or the queue."""

    def __init__(
        self,
        door: DeskDoor,
        pages: DeskPages,
        tries: CountedTries,
        refusals: DeskRefusals,
        address: Callable[[web.Request], str],
        processor: OffLoop,
    ) -> None:
        """Check passwords with `processor`: they are made to take long."""
        self._door = door
        self._pages = pages
        self._tries = tries
        self._refusals = refusals
        self._address = address
        self._processor = processor

    def add_routes(self, app: web.Application) -> None:
        """The only address under `/desk` that answers everybody."""
        app.router.add_get(SIGN_IN, self.show)
        app.router.add_post(SIGN_IN, self.sign_in)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The form; whoever is signed in already goes on."""
        account, token, is_new = await self._door.recognise(request)
        if account is not None:
            response = web.HTTPSeeOther(_next(request))
            if is_new:
                self._door.remember(response, token)
            raise response
        return self._form(request)

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """Check name and password; a session with a token nobody has seen before."""
        fields = await posted_fields(request)
        name, entry = fields.get("name", "").strip(), request.cookies.get(_ENTRY_COOKIE, "")
        given = fields.get(_ENTRY_FIELD, "").encode("utf-8", "surrogatepass")
        if not entry or not hmac.compare_digest(entry.encode("utf-8", "surrogatepass"), given):
            return self._form(request, name, _STALE, 403)
        address = self._address(request)
        if wait_s := await self._tries.wait_s(request, name, address):
            self._refusals.note(name, address)
            return self._form(request, name, _TOO_OFTEN.format(minutes=-(-wait_s // 60)), 429)
        account = await self._processor(self._door.accounts.verify, name, fields.get("password", ""))
        if account is None:
            log.warning("desk_sign_in_refused")
            self._refusals.note(name, address)
            return self._form(request, name, _WRONG, 403)
        token = await self._door.database(self._door.sessions.begin, account, cookie_of(request))
        response = web.HTTPSeeOther(_next(request))
        self._door.remember(response, token)
        self._tries.remember(response, account.name, path=SIGN_IN, secure=self._door.is_https)
        response.del_cookie(_ENTRY_COOKIE, path=SIGN_IN)
        raise response

    def _form(self, request: web.Request, name: str = "", fault: str = "", status: int = 200) -> web.StreamResponse:
        entry = secrets.token_urlsafe(24)
        page = self._pages.outside(
            "desk/sign_in.html", status=status, name=name, fault=fault, entry=entry, going_to=_next(request)
        )
        page.set_cookie(
            _ENTRY_COOKIE, entry, path=SIGN_IN, httponly=True, samesite="Strict", secure=self._door.is_https
        )
        return page


class FrontRoom:
    """What everybody at the desk may do: come in by `/desk`, and leave."""

    name, title, path, role = "front", "", HOME, Role.AGENT

    def __init__(self, door: DeskDoor, pages: DeskPages) -> None:
        """Sign out by this door."""
        self._door = door
        self._pages = pages

    def routes(self) -> list[DeskRoute]:
        """See `DeskRoom`."""
        return [
            DeskRoute("GET", HOME, self.enter, for_all=True),
            DeskRoute("POST", f"{HOME}/sign-out", self.sign_out, for_all=True),
        ]

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """On to the first room of whoever comes in."""
        rooms = self._pages.rooms_of(account_of(request))
        if rooms:
            raise web.HTTPSeeOther(rooms[0].path)
        return self._pages.page(request, "desk/home.html")

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        """End this browser's session."""
        await self._door.database(self._door.sessions.end, account_of(request), cookie_of(request))
        response = web.HTTPSeeOther(SIGN_IN)
        self._door.forget(response)
        raise response


def _next(request: web.Request) -> str:
    """Where to go after signing in: a path of the desk, never another site (`//other`, `/\\other`)."""
    wanted = request.query.get("next", "")
    inside = wanted == HOME or wanted.startswith((HOME + "/", HOME + "?"))
    # Browsers take %2e for a dot as well: «/desk/%2e%2e/other» is /other.
    upwards = ".." in wanted.lower().replace("%2e", ".")
    plain = wanted.isprintable() and "\\" not in wanted and not upwards and not wanted.startswith(SIGN_IN)
    return wanted if inside and plain else HOME
