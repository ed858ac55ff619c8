"""`/human`: the way to a person, two lines and a button, from every page and in every state.

It needs no script, no Rasa and no session; what the page before was about goes along in the address.
"""

from __future__ import annotations

from aiohttp import web

from web.concern import Concern
from web.help_centre import Knowledge
from web.templating import Templates
from web.ticket_shown import PAGE as TICKET_PAGE

PAGE = "/human"


class HumanPage:
    """The view."""

    def __init__(self, library: Knowledge, templates: Templates) -> None:
        """Titles of what was read come from this library."""
        self._library = library
        self._templates = templates

    def add_routes(self, app: web.Application) -> None:
        """Serve it."""
        app.router.add_get(PAGE, self.show)

    async def show(self, request: web.Request) -> web.Response:
        """What a person here can do, and how to begin."""
        concern = Concern.of(request, self._library.content)
        return self._templates.page(
            "human.html", request=request, begin=concern.address(TICKET_PAGE), concern=concern.words()
        )
