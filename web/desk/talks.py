"""在线: who waits for an agent, and the talks that go on; taking one, answering, giving it back to the bot."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from common.off_loop import OffLoop
from tickets.accounts import Role
from tickets.errors import DeskError
from tickets.live import LiveDesk
from tickets.live_base import GoneTalkError
from tickets.live_rows import Talk, TalkState
from tickets.live_view import TalkView, view_talk
from tickets.numbers import is_number
from web.bodies import BadRequestError
from web.desk.fields import posted_fields
from web.desk.replying import ReplyForms, form_key, reply_text
from web.desk.shell import HOME, DeskPages, DeskRoute, account_of
from web.desk.talk_events import TalkEvents

PATH = f"{HOME}/talks"
_TALK = PATH + "/{talk}"
_NUMBER_CHARS = 18
_MOST_SHOWN = 20
"""Of those who wait, the longest first: each costs the page a look into the queue."""


class TalksRoom:
    """See `DeskRoom`; every change wakes the other pages of the desk."""

    name, title, path, role = "talks", "在线", PATH, Role.AGENT

    def __init__(
        self,
        desk: LiveDesk,
        pages: DeskPages,
        forms: ReplyForms,
        events: TalkEvents,
        tell_agents: Callable[[], Awaitable[None]],
        database: OffLoop,
    ) -> None:
        """Views of this desk's talks; their pictures are those of their tickets."""
        self._desk = desk
        self._pages = pages
        self._forms = forms
        self._events = events
        self._tell_agents = tell_agents
        self._database = database

    def routes(self) -> list[DeskRoute]:
        """See `DeskRoom`."""
        return [
            DeskRoute("GET", PATH, self.show),
            DeskRoute("GET", f"{PATH}/events", self._events.get),
            DeskRoute("GET", f"{PATH}/list", self.show_list),
            DeskRoute("GET", _TALK, self.show_talk),
            DeskRoute("GET", f"{_TALK}/lines", self.show_lines),
            DeskRoute("POST", f"{_TALK}/take", self.take),
            DeskRoute("POST", f"{_TALK}/say", self.say),
            DeskRoute("POST", f"{_TALK}/end", self.end),
        ]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """Who waits, and my talks."""
        return await self._page(request, None)

    async def show_list(self, request: web.Request) -> web.StreamResponse:
        """The list alone."""
        return self._pages.part(request, "desk/talk_list.html", chosen=_chosen(request), **await self._lists(request))

    async def show_talk(self, request: web.Request) -> web.StreamResponse:
        """One talk beside the list."""
        return await self._page(request, await self._view(request))

    async def show_lines(self, request: web.Request) -> web.StreamResponse:
        """What was said, alone."""
        return self._lines(request, await self._view(request))

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Answer somebody who waits."""
        name, number = account_of(request).name, _talk(request)
        return await self._done(request, lambda: self._database(self._desk.take, name, number))

    async def say(self, request: web.Request) -> web.StreamResponse:
        """Say something, or show a picture; the same `key` twice says it once."""
        name, number = account_of(request).name, _talk(request)
        form = await self._forms.read(request)

        async def say() -> Talk:
            talk = await self._database(self._desk.mine, name, number)
            pictures = await self._forms.keep(talk.number, form)
            text, key = reply_text(form, talk.number), f"say-{form_key(form)}"
            return await self._database(self._desk.say, name, number, text, key, pictures)

        return await self._done(request, say)

    async def end(self, request: web.Request) -> web.StreamResponse:
        """Give the person back to the bot."""
        solved = (await posted_fields(request)).get("solved") == "yes"
        name, number = account_of(request).name, _talk(request)
        return await self._done(request, lambda: self._database(self._desk.end, name, number, solved=solved))

    async def _done(self, request: web.Request, act: Callable[[], Awaitable[Talk]]) -> web.StreamResponse:
        """Do it, tell the others, and show the talk as it is now."""
        try:
            talk = await act()
        except GoneTalkError as error:
            raise BadRequestError(str(error), 409) from error
        except DeskError as error:
            raise BadRequestError(str(error)) from error
        await self._tell_agents()
        if request.headers.get("HX-Request"):
            return self._lines(request, await self._view(request))
        raise web.HTTPSeeOther(f"{PATH}/{talk.id}" if talk.state is TalkState.LIVE else f"{PATH}?ended={talk.number}")

    async def _view(self, request: web.Request) -> TalkView:
        view = await self._database(view_talk, self._desk, _talk(request))
        if view is None:
            raise web.HTTPNotFound
        return view

    async def _page(self, request: web.Request, view: TalkView | None) -> web.StreamResponse:
        chosen = view.talk.id if view else 0
        key = secrets.token_hex(16)
        lists = await self._lists(request)
        ended = request.query.get("ended", "")
        shown: dict[str, Any] = {"view": view, "chosen": chosen, "key": key, **self._forms.most}
        shown["ended"] = ended if is_number(ended) else ""
        return self._pages.page(request, "desk/talks.html", active=self.name, **shown, **lists)

    def _lines(self, request: web.Request, view: TalkView) -> web.StreamResponse:
        key = secrets.token_hex(16)
        shown: dict[str, Any] = {"view": view, "chosen": view.talk.id, "key": key, **self._forms.most}
        return self._pages.part(request, "desk/talk_lines.html", **shown)

    async def _lists(self, request: web.Request) -> dict[str, Any]:
        me = account_of(request).name
        waiting = await self._database(self._desk.waiting)
        live = await self._database(self._desk.live)
        shown = waiting[:_MOST_SHOWN]
        return {
            "matters": await self._database(self._desk.matters, [*shown, *live]),
            "waiting": shown,
            "count": len(waiting),
            "mine": [talk for talk in live if talk.agent == me],
            "others": [talk for talk in live if talk.agent != me],
            "open": self._desk.is_open(),
            "hours_trouble": self._desk.hours_trouble,
            "now": self._desk.clock.now(),
        }


def _talk(request: web.Request) -> int:
    number = _number(request.match_info["talk"])
    if not number:
        raise web.HTTPNotFound
    return number


def _chosen(request: web.Request) -> int:
    return _number(request.query.get("talk", ""))


def _number(text: str) -> int:
    """A number of a talk; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _NUMBER_CHARS else 0
