"""A gateway that answers as it is told and keeps what it was sent; the pages are the real ones."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.serving.http import SECURITY_HEADERS
from common.help_desk import HelpDesk
from common.settings import Settings
from tests.web.content import FakeBox, FakeKnowledge, FakeUsage
from web.guide_walk import GuideWalkPage
from web.pages import ChatLimits, add_pages
from web.static_files import StaticFiles
from web.templating import Templates

Json = dict[str, Any]
LIMITS = ChatLimits(pictures=5, picture_bytes=10_000_000, text_chars=1000)


def text_reply(text: str, *options: tuple[str, str]) -> Json:
    """One reply as the API gives it."""
    return {"type": "text", "text": text, "options": [{"id": name, "title": title} for name, title in options]}


def answer(*replies: Json, **trace: Any) -> Json:
    """The body of one answered message."""
    trace = {"band": "none", "faq_id": None, **trace}
    return {"ok": True, "replies": list(replies), "trace": trace}


@dataclass
class FakeApi:
    """What the fake does next, and what it received."""

    answers: list[Json] = field(default_factory=list)
    failures: list[int] = field(default_factory=list)
    """Statuses to fail with, before anything is answered; 0 breaks the connection."""
    box: FakeBox = field(default_factory=FakeBox)
    """The search of the pages; that of the boxes is `found`."""
    found: list[Json] = field(default_factory=list)
    total: int = 0
    entries: dict[str, Json] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    unread: int = 0
    closed: list[str] = field(default_factory=list)
    """The tickets that are closed by now."""
    history: list[Json] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """What is still kept of the pictures that were sent."""
    erased: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    """Fired, the streams tell of news."""
    streams: int = 0
    retry_after: str = "0"
    """No waiting in tests: the page does as the server asks."""
    tickets: list[Json] = field(default_factory=list)
    fresh: list[bool] = field(default_factory=list)
    """Whether each session was asked to be a fresh one."""
    held: asyncio.Event | None = None
    """While set and not fired, answers wait."""
    messages: list[Json] = field(default_factory=list)
    became: list[Json] = field(default_factory=list)
    """What is said of a message when a page asks after it; the last of them again and again."""
    feedback: list[Json] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    sessions: int = 0

    def app(self) -> web.Application:
        """The pages and the API, under the gateway's own security headers."""
        app = web.Application(middlewares=[_headers], client_max_size=20_000_000)
        files = StaticFiles()
        templates = Templates(files, HelpDesk.of(Settings()))
        add_pages(
            app, FakeKnowledge(), self.box, self._missed, templates, files, FakeUsage(), asyncio.to_thread, LIMITS
        )
        GuideWalkPage(FakeKnowledge(), templates).add_routes(app)
        app.add_routes(
            [
                web.post("/api/v1/session", self._session),
                web.post("/api/v1/messages", self._message),
                web.get("/api/v1/messages/{id}", self._became),
                web.post("/api/v1/feedback", self._feedback),
                web.get("/api/v1/search", self._search),
                web.get("/api/v1/faq/{id}", self._entry),
                web.get("/api/v1/updates", self._updates),
                web.get("/api/v1/unread", self._unread),
                web.get("/api/v1/tickets", self._tickets),
                web.get("/api/v1/history", self._history),
                web.post("/api/v1/history/erase", self._erase),
                web.get("/api/v1/news", self._news),
                web.get("/api/v1/pictures/{id}", self._picture),
            ]
        )
        return app

    async def _missed(self, _: web.Request, query: str) -> None:
        self.missed.append(query)

    async def _session(self, request: web.Request) -> web.StreamResponse:
        self.fresh.append((await request.json())["fresh"])
        self.sessions += 1
        return web.json_response({"ok": True, "session": f"token-{self.sessions}"})

    async def _message(self, request: web.Request) -> web.StreamResponse:
        if request.content_type == "multipart/form-data":
            form = await request.post()
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            images = [value.file.read() for value in form.values() if isinstance(value, web.FileField)]
            self.messages.append({**_session_of(request), **fields, "images": images})
        else:
            self.messages.append({**_session_of(request), **await request.json()})
        if self.failures:
            return self._fail(request, self.failures.pop(0))
        if self.held is not None:
            await self.held.wait()
        return web.json_response(self.answers.pop(0) if self.answers else answer(text_reply("收到。")))

    async def _became(self, request: web.Request) -> web.StreamResponse:
        assert request.match_info["id"] in [message["message_id"] for message in self.messages]
        if "wait" in request.query:
            await asyncio.sleep(0.2)
        said = self.became.pop(0) if len(self.became) > 1 else [*self.became, {"state": "unknown"}][0]
        return web.json_response({"ok": True, **said})

    async def _feedback(self, request: web.Request) -> web.StreamResponse:
        self.feedback.append({**_session_of(request), **await request.json()})
        return web.json_response({"ok": True})

    async def _search(self, request: web.Request) -> web.StreamResponse:
        self.searches.append(request.query["q"])
        return web.json_response({"ok": True, "results": self.found, "total": self.total or len(self.found)})

    async def _entry(self, request: web.Request) -> web.StreamResponse:
        entry = self.entries.get(request.match_info["id"])
        # An answer without rich text is ordinary here, so its absence is no failed request.
        return web.json_response(entry or {"ok": True})

    async def _updates(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["X-Session"] == f"token-{self.sessions}"
        after = int(request.query["after"])
        new = [item for item in self.updates if item["id"] > after]
        return web.json_response({"ok": True, "updates": new, "closed": self.closed, "unread": self.unread})

    async def _unread(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "unread": self.unread})

    async def _tickets(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["X-Session"] == f"token-{self.sessions}"
        return web.json_response({"ok": True, "tickets": self.tickets})

    async def _history(self, _: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "messages": self.history})

    async def _picture(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["X-Session"] == f"token-{self.sessions}"
        return web.Response(body=self.pictures[request.match_info["id"]], content_type="image/png")

    async def _erase(self, request: web.Request) -> web.StreamResponse:
        self.erased.append(request.headers["X-Session"])
        return web.json_response({"ok": True})

    async def _news(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b": open\n\n")
        self.streams += 1
        await self.news.wait()
        await response.write(b"event: news\ndata: 1\n\n")
        return response

    def _fail(self, request: web.Request, status: int) -> web.StreamResponse:
        if status == 0:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        body = {"ok": False, "error": {429: "发得太快了"}.get(status, "系统出了点问题"), "status": status}
        return web.json_response(body, status=status, headers={"Retry-After": self.retry_after})


def _session_of(request: web.Request) -> Json:
    """Whose message it is: the page says so in a header, never in a body; nobody's before the first chat."""
    named = request.headers.get("X-Session")
    return {"session": named} if named else {}


@web.middleware
async def _headers(request: web.Request, handler: Any) -> web.StreamResponse:
    response: web.StreamResponse = await handler(request)
    response.headers.update(SECURITY_HEADERS)
    return response
