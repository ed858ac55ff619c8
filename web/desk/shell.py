"""The house every room of the desk stands in: who may enter, the navigation, pages with what forms need.

A room is a class with a name, a title, the role it needs and its routes. Nothing under `/desk` answers anybody who is
not signed in, and no route answers a role it was not declared for: what was not declared is not there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import web

from tickets.accounts import DeskAccount, Role
from web.templating import Templates

HOME = "/desk"
FORM_FIELD = "form_token"
FORM_HEADER = "X-Desk-Token"
"""Where a post carries its token: a hidden field of a form, or this header (htmx sends it with every request)."""

_ACCOUNT = web.RequestKey("desk_account", DeskAccount)
_TOKEN = web.RequestKey("desk_form_token", str)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class DeskRoute:
    """One route of a room; without a role of its own it needs that of the room. `for_all` signed in it needs none."""

    method: str
    path: str
    handler: Handler
    role: Role | None = None
    for_all: bool = False


class DeskRoom(Protocol):
    """A part of the desk: 工单, 没答上来的, 条目, 今天, 运行 …

    Its handlers know who asks by `account_of(request)` and answer with `DeskPages.page` or `DeskPages.part`; everything
    they post back has been checked to come from a page of that person's own session.
    """

    @property
    def name(self) -> str:
        """In English, one word: `active` of its pages."""

    @property
    def title(self) -> str:
        """In the navigation, in Chinese; empty for a room without an entry there."""

    @property
    def path(self) -> str:
        """Where its entry in the navigation leads."""

    @property
    def role(self) -> Role:
        """Who may enter, and sees the entry."""

    def routes(self) -> Sequence[DeskRoute]:
        """All its addresses, under `/desk`."""


def account_of(request: web.Request) -> DeskAccount:
    """Who is signed in: there for every handler of a room."""
    account: DeskAccount = request[_ACCOUNT]
    return account


def admit(request: web.Request, account: DeskAccount, token: str) -> None:
    """Note who asks and what their forms carry; the guard's to call."""
    request[_ACCOUNT], request[_TOKEN] = account, token


class DeskPages:
    """Renders the desk's templates with the navigation of whoever looks."""

    def __init__(self, templates: Templates, not_live: Callable[[], str]) -> None:
        """Render with these templates; rooms are added afterwards.

        `not_live`: why what was edited last is not live, for every page of those who see to it; empty when it is.
        """
        self._templates = templates
        self._not_live = not_live
        self._rooms: list[DeskRoom] = []
        self._roles: dict[tuple[str, str], Role | None] = {}

    def add_rooms(self, app: web.Application, rooms: Iterable[DeskRoom]) -> None:
        """Put rooms into the application, in the order of the navigation."""
        for room in rooms:
            self._rooms.append(room)
            for route in room.routes():
                if not (route.path + "/").startswith(HOME + "/"):
                    raise ValueError(f"{room.name}: {route.path} is not under {HOME}")
                app.router.add_route(route.method, route.path, route.handler)
                self._roles[route.method, route.path] = None if route.for_all else route.role or room.role

    def knows(self, request: web.Request) -> bool:
        """Whether a room declared this route."""
        return _route(request) in self._roles

    def admits(self, request: web.Request, account: DeskAccount) -> bool:
        """Whether somebody may use it; nobody may what was not declared."""
        if not self.knows(request):
            return False
        role = self._roles[_route(request)]
        return role is None or account.may(role)

    def rooms_of(self, account: DeskAccount) -> list[DeskRoom]:
        """The rooms somebody sees."""
        return [room for room in self._rooms if room.title and account.may(room.role)]

    def page(
        self, request: web.Request, name: str, /, *, active: str = "", status: int = 200, **values: Any
    ) -> web.Response:
        """A whole page (`web/templates/desk/…`) for who asks; nobody keeps a copy."""
        account = account_of(request)
        shell = {
            "account": account,
            "rooms": self.rooms_of(account),
            "active": active,
            "not_live": self._not_live() if account.may(Role.EDITOR) or account.may(Role.LEAD) else "",
        }
        return self._rendered(name, status, request, {**shell, **values})

    def part(self, request: web.Request, name: str, /, *, status: int = 200, **values: Any) -> web.Response:
        """A piece of a page, for htmx to put in."""
        return self._rendered(name, status, request, {"account": account_of(request), **values})

    def outside(self, name: str, /, *, status: int = 200, **values: Any) -> web.Response:
        """A page for who is not signed in."""
        shell: dict[str, Any] = {"account": None, "rooms": (), "active": "", "not_live": ""}
        return _not_kept(self._templates.page(name, status=status, **shell, **values))

    def _rendered(self, name: str, status: int, request: web.Request, values: dict[str, Any]) -> web.Response:
        return _not_kept(self._templates.page(name, status=status, form_token=request[_TOKEN], **values))


def _route(request: web.Request) -> tuple[str, str]:
    resource = request.match_info.route.resource
    # aiohttp answers HEAD where GET is.
    return "GET" if request.method == "HEAD" else request.method, resource.canonical if resource else ""


def _not_kept(response: web.Response) -> web.Response:
    response.headers["Cache-Control"] = "no-store"
    return response
