"""Who reads the articles of the help centre, as far as it must be known that one reader counts once."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.channels.web.visitors import Visitors
from bot.serving.doors import is_looked_at
from tickets.usage import Usage


class PageReads:
    """Counts reads: of a person by the cookie, of somebody without one by the address."""

    def __init__(self, usage: Usage, visitors: Visitors) -> None:
        """Count there, ask those who is who."""
        self._usage = usage
        self._visitors = visitors

    def note(self, request: web.Request, entry_id: str) -> None:
        """This request shows somebody that answer."""
        if not is_looked_at(request):
            return
        address, person = self._visitors.address(request), self._visitors.cookie_person(request)
        self._usage.note(entry_id, person.conversation_key if person else address, address)

    def popular(self) -> Mapping[str, int]:
        """How often each was read of late."""
        return self._usage.popular()
