"""The public pages: `/` (chat), `/help` (help centre), `/help/{id}` (one answer), and their files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.off_loop import OffLoop
from web.help_centre import ALL_RESULTS, SEARCH_RESULTS, SHOWN_AT_FIRST, HelpCentre, Knowledge, Searching
from web.static_files import StaticFiles
from web.templating import Templates

QUERY_CHARS = 100
"""A search box is for a few words (facts F243: 100 characters); what is longer is cut."""


Missed = Callable[[str], Awaitable[None]]
"""Keeps what somebody searched for and did not find."""


def add_pages(
    app: web.Application,
    library: Knowledge,
    box: Searching,
    missed: Missed,
    templates: Templates,
    files: StaticFiles,
    clock: Clock = SYSTEM_CLOCK,
    processor: OffLoop = asyncio.to_thread,
) -> None:
    """Add the public pages to an application; answers are read from the library at each request."""
    pages = _Pages(library, box, missed, processor, clock, templates)
    app.add_routes(
        [
            web.get("/", pages.chat),
            web.get("/help", pages.help_centre),
            web.get("/help/{entry_id}", pages.answer),
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
        processor: OffLoop,
        clock: Clock,
        templates: Templates,
    ) -> None:
        self._library = library
        self._box = box
        self._missed = missed
        self._processor = processor
        self._clock = clock
        self._templates = templates

    async def chat(self, request: web.Request) -> web.Response:
        """The page to talk to the bot; `?q=` fills the box, but never sends by itself."""
        centre = self._centre()
        return self._templates.page(
            "chat.html", hot=centre.hot(), categories=centre.categories(), question=_query(request), query=""
        )

    async def help_centre(self, request: web.Request) -> web.Response:
        """All categories with their questions, or what a search found."""
        query = _query(request)
        if query:
            return await self._search(query, request.query.get("c", "")[:QUERY_CHARS], "all" in request.query)
        centre = self._centre()
        return self._templates.page(
            "help.html", query=query, hot=centre.hot(), categories=centre.categories(), shown=SHOWN_AT_FIRST
        )

    async def _search(self, query: str, category: str, everything: bool) -> web.Response:
        limit = ALL_RESULTS if everything else SEARCH_RESULTS
        # Ranking is computation: off the loop, or it would hold up every conversation.
        found = await self._processor(self._box.search, query, limit, category)
        if not found.counts:
            await self._missed(query)
        return self._templates.page(
            "search.html", query=query, found=found, category=category, hot=self._centre().hot()
        )

    async def answer(self, request: web.Request) -> web.Response:
        """One answer with contacts, source, feedback and related questions."""
        centre = self._centre()
        shown = centre.answer(request.match_info["entry_id"])
        if shown is None:
            return self._templates.page("missing.html", status=404, hot=centre.hot(), query="")
        return self._templates.page("answer.html", shown=shown, query="")

    def _centre(self) -> HelpCentre:
        return HelpCentre(self._library.content, china_time(self._clock.now()).date())


def _query(request: web.Request) -> str:
    return request.query.get("q", "").strip()[:QUERY_CHARS]
