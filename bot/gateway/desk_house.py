"""Builds the desk at `/desk`: its door, its pages, and the rooms in the order of the navigation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from aiohttp import web

from bot.gateway.desk_learning import LearningRooms
from bot.gateway.parts import Parts
from bot.serving.doors import ADDRESS
from faq.canned import CannedTexts
from faq.library import Library
from tickets.case_file import CaseFiles
from tickets.desk_queue import DeskQueue
from tickets.presence import Presence
from tickets.ticket_texts import SearchTexts, fill_missing, set_topics, without_topic
from web.bodies import FormLimits, Uploads
from web.desk.guard import DeskDoor, guard_middleware
from web.desk.live import LiveRoom
from web.desk.queue import QueueRoom
from web.desk.shell import DeskPages, DeskRoom
from web.desk.sign_in import FrontRoom, SignInDesk
from web.desk.ticket import TicketRoom
from web.templating import Templates

_FILL_EVERY_S = 5.0
_TOPIC_SCORE = 0.1
_PAUSE_S = 0.2
"""Between two handfuls of tickets: after an upgrade there are thousands, and people are being answered meanwhile."""


class DeskHouse:
    """The desk of one gateway."""

    def __init__(self, parts: Parts, templates: Templates, tell_of_content: Callable[[], Awaitable[None]]) -> None:
        """Put door and pages together; rooms are built when routes are added.

        `tell_of_content`: wakes every process that serves published content.
        """
        settings, database = parts.settings, parts.executors.database_call
        is_https = settings.server.public_url.startswith("https://")
        self._parts = parts
        self._texts = SearchTexts(parts.database, parts.agents.vault)
        self.pages = DeskPages(templates)
        self._tell_of_content = tell_of_content
        self._door = DeskDoor(parts.accounts, parts.desk_sessions, settings.desk, database, is_https=is_https)
        self.guard = guard_middleware(self._door, self.pages)

    def add_routes(self, app: web.Application, uploads: Uploads, form: FormLimits) -> None:
        """Serve everything under `/desk`."""
        parts = self._parts
        SignInDesk(
            self._door,
            self.pages,
            parts.sign_ins_of_account,
            parts.sign_ins_of_address,
            _address,
            parts.executors.processor_call,
        ).add_routes(app)
        live = LiveRoom(parts.database, parts.executors.database_call)
        live.add_to(app)
        learning = LearningRooms(parts, self.pages, self._tell_of_content)
        self.pages.add_rooms(app, [*self._rooms(uploads, form), *learning.rooms, live])
        app.cleanup_ctx.extend([self._upkeep, learning.upkeep])

    def _rooms(self, uploads: Uploads, form: FormLimits) -> list[DeskRoom]:
        """工单, 没答上来的, 条目, 今天, 运行: a new room is built here, with what it works on."""
        parts, pages, executors = self._parts, self.pages, self._parts.executors
        queue, presence = DeskQueue(parts.database, self._texts), Presence(parts.database, parts.clock)
        return [
            FrontRoom(self._door, pages),
            QueueRoom(
                pages,
                parts.agents,
                queue,
                presence,
                CannedTexts(parts.root),
                parts.search_box,
                executors.database_call,
                executors.processor_call,
                parts.clock,
                parts.settings.server.public_url,
            ),
            TicketRoom(
                pages,
                parts.agents,
                CaseFiles(parts.database, self._texts),
                queue,
                presence,
                parts.accounts,
                parts.pictures,
                parts.picture_processes,
                parts.library,
                uploads,
                form,
                _address,
                executors.database_call,
                executors.picture_call,
            ),
        ]

    async def _upkeep(self, _: web.Application) -> AsyncIterator[None]:
        self._parts.background.start("desk search", self._open_texts)
        self._parts.background.start("desk texts", self._fill, every_s=_FILL_EVERY_S)
        yield

    async def _open_texts(self) -> None:
        """Before the first search, which would wait for all of them."""
        await self._parts.executors.database_call(self._texts.refresh)

    async def _fill(self) -> None:
        """Make what older tickets lack to be found by, and look up what new ones are about."""
        parts, executors = self._parts, self._parts.executors
        while await executors.database_call(fill_missing, parts.database, parts.agents.vault):
            continue
        while untold := await executors.database_call(without_topic, parts.database, parts.agents.vault):
            topics = await executors.processor_call(topics_of, parts.library, untold)
            await executors.database_call(set_topics, parts.database, topics)
            await asyncio.sleep(_PAUSE_S)


def topics_of(library: Library, texts: Mapping[int, str]) -> dict[int, str]:
    """The category of the entry that fits a text best; empty where none fits well enough to be listed."""
    categories = {entry.id: entry.category for entry in library.content.entries}
    found = {}
    for ticket_id, text in texts.items():
        best = next(iter(library.rank(text)), None)
        found[ticket_id] = categories.get(best.entry_id, "") if best is not None and best.score >= _TOPIC_SCORE else ""
    return found


def _address(request: web.Request) -> str:
    address: str = request[ADDRESS]
    return address
