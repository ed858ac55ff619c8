"""The public pages: `/` (chat), `/help` (help centre), `/help/{id}` (one answer), and their files."""

from __future__ import annotations

from aiohttp import web

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.help_desk import HelpDesk
from common.off_loop import OffLoop
from web.help_centre import SEARCH_RESULTS, SHOWN_AT_FIRST, HelpCentre, Knowledge
from web.static_files import StaticFiles
from web.templating import Templates

QUERY_CHARS = 100
"""A search box is for a few words, at most 100 characters as on the help centre of 学信网; what is longer is cut."""


def add_pages(
    app: web.Application,
    library: Knowledge,
    desk: HelpDesk,
    processor: OffLoop,
    clock: Clock = SYSTEM_CLOCK,
) -> None:
    """Add the public pages to an application; answers are read from the library at each request.

    Searching is `processor`'s work.
    """
    files = StaticFiles()
    pages = _Pages(library, processor, clock, Templates(files, desk))
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

    def __init__(self, library: Knowledge, processor: OffLoop, clock: Clock, templates: Templates) -> None:
        self._library = library
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
        centre = self._centre()
        query = _query(request)
        # Ranking is computation: off the loop, or it would hold up every conversation.
        found = centre.found(await self._processor(self._library.search, query, SEARCH_RESULTS)) if query else ()
        return self._templates.page(
            "help.html",
            query=query,
            found=found,
            hot=centre.hot(),
            categories=centre.categories(),
            shown=SHOWN_AT_FIRST,
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
