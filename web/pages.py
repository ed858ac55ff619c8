"""The public pages: `/` (chat), `/help` (help centre), `/help/{id}` (one answer), and their files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from aiohttp import web

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.off_loop import OffLoop
from web.help_centre import ALL_HOT, ALL_RESULTS, SEARCH_RESULTS, SHOWN_AT_FIRST, HelpCentre, Knowledge, Searching
from web.static_files import StaticFiles
from web.templating import Templates

QUERY_CHARS = 100
"""A search box is for a few words, at most 100 characters as on the help centre of 学信网; what is longer is cut."""


Missed = Callable[[web.Request, str], Awaitable[None]]
"""Keeps what somebody searched for and did not find."""


class ReadCounts(Protocol):
    """Which answers are read."""

    def note(self, request: web.Request, entry_id: str) -> None:
        """A request for this answer: whether somebody reads it, and who, is for the counter to tell."""

    def popular(self) -> Mapping[str, int]:
        """How often each was read of late."""


@dataclass(frozen=True)
class ChatLimits:
    """What one message may hold; the page says so before anything is sent."""

    pictures: int
    picture_bytes: int
    text_chars: int


def add_pages(
    app: web.Application,
    library: Knowledge,
    box: Searching,
    missed: Missed,
    templates: Templates,
    files: StaticFiles,
    usage: ReadCounts,
    processor: OffLoop,
    limits: ChatLimits,
    clock: Clock = SYSTEM_CLOCK,
) -> None:
    """Add the public pages to an application; answers are read from the library at each request.

    Searching is `processor`'s work.
    """
    pages = _Pages(library, box, missed, usage, processor, limits, clock, templates)
    app.add_routes(
        [
            web.get("/", pages.chat),
            web.get("/chat", pages.to_chat),
            web.get("/help", pages.help_centre),
            web.get("/help/hot", pages.all_hot),
            web.get("/help/c/{name}", pages.category),
            web.get("/help/{entry_id}", pages.answer),
            web.get("/sitemap.xml", pages.sitemap),
            web.get("/robots.txt", pages.robots),
            web.get("/static/{version}/{name}", files.serve),
        ]
    )


class _Pages:
    """The views, with what they read from."""

    def __init__(
        self,
        library: Knowledge,
        box: Searching,
        missed: Missed,
        usage: ReadCounts,
        processor: OffLoop,
        limits: ChatLimits,
        clock: Clock,
        templates: Templates,
    ) -> None:
        self._library = library
        self._box = box
        self._missed = missed
        self._usage = usage
        self._processor = processor
        self._limits = limits
        self._clock = clock
        self._templates = templates

    async def chat(self, request: web.Request) -> web.Response:
        """The page to talk to the bot; `?q=` fills the box, `?guide=` offers a guide; neither sends by itself."""
        centre = self._centre()
        offered = centre.answer(request.query.get("guide", ""))
        return self._templates.page(
            "chat.html",
            request=request,
            hot=centre.hot(),
            categories=centre.categories(),
            question=_query(request),
            guide=offered.entry if offered else None,
            limits=self._limits,
            query="",
        )

    async def to_chat(self, request: web.Request) -> web.StreamResponse:
        """The chat's other address."""
        raise web.HTTPPermanentRedirect(request.rel_url.with_path("/", keep_query=True))

    async def help_centre(self, request: web.Request) -> web.Response:
        """All categories with their questions, or what a search found."""
        query = _query(request)
        if query:
            return await self._search(request, query, request.query.get("c", "")[:QUERY_CHARS], "all" in request.query)
        centre = self._centre()
        return self._templates.page(
            "help.html",
            request=request,
            query=query,
            hot=centre.hot(),
            categories=centre.categories(),
            shown=SHOWN_AT_FIRST,
        )

    async def all_hot(self, request: web.Request) -> web.Response:
        """More of what most people read."""
        return self._templates.page("hot.html", request=request, query="", hot=self._centre().hot(ALL_HOT))

    async def category(self, request: web.Request) -> web.Response:
        """All questions of one category."""
        centre = self._centre()
        shown = centre.category(request.match_info["name"])
        if shown is None:
            return self._missing(request, centre, "分类")
        return self._templates.page(
            "category.html", request=request, query="", shown=shown, categories=centre.categories()
        )

    async def _search(self, request: web.Request, query: str, category: str, everything: bool) -> web.Response:
        limit = ALL_RESULTS if everything else SEARCH_RESULTS
        # Ranking is computation: off the loop, or it would hold up every conversation.
        found = await self._processor(self._box.search, query, limit, category)
        if not found.counts:
            await self._missed(request, query)
        return self._templates.page(
            "search.html",
            request=request,
            human=f"?{urlencode({'q': query})}",
            query=query,
            found=found,
            first_shown=SEARCH_RESULTS,
            category=category,
            hot=self._centre().hot(),
        )

    async def answer(self, request: web.Request) -> web.Response:
        """One answer with contacts, source, feedback and related questions."""
        centre = self._centre()
        shown = centre.answer(request.match_info["entry_id"])
        if shown is None:
            return self._missing(request, centre)
        self._usage.note(request, shown.entry.id)
        return self._templates.page(
            "answer.html",
            request=request,
            human=f"?about={shown.entry.id}",
            shown=shown,
            site=self._site(request),
            query="",
        )

    async def sitemap(self, request: web.Request) -> web.Response:
        """Every public page, for search engines (https://www.sitemaps.org/protocol.html)."""
        centre = self._centre()
        pages = [("/help", ""), *((category.address, "") for category in centre.categories())]
        pages += [(f"/help/{entry.id}", entry.reviewed.isoformat()) for entry in centre.entries()]
        return self._templates.xml("sitemap.xml", site=self._site(request), pages=pages)

    async def robots(self, request: web.Request) -> web.Response:
        """What search engines may read: the answers, and nothing of a person."""
        closed = "".join(
            f"Disallow: {path}\n" for path in ("/api/", "/desk", "/ticket", "/human", "/help?", "/help/*/steps")
        )
        return web.Response(text=f"User-agent: *\n{closed}Sitemap: {self._site(request)}/sitemap.xml\n")

    def _site(self, request: web.Request) -> str:
        try:
            return self._templates.public_url or str(request.url.origin())
        except ValueError as error:  # a `Host` that is none
            raise web.HTTPBadRequest from error

    def _missing(self, request: web.Request, centre: HelpCentre, what: str = "问题") -> web.Response:
        return self._templates.page("missing.html", request=request, status=404, hot=centre.hot(), query="", what=what)

    def _centre(self) -> HelpCentre:
        return HelpCentre(
            self._library.content,
            china_time(self._clock.now()).date(),
            self._usage.popular(),
            self._library.guidance.guides.situation,
        )


def _query(request: web.Request) -> str:
    return request.query.get("q", "").strip()[:QUERY_CHARS]
