"""Builds the desk at `/desk`: its door, its pages, and the rooms in the order of the navigation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.gateway.beating import Report
from bot.gateway.content_news import refusal_notice
from bot.gateway.desk_learning import LearningRooms
from bot.gateway.parts import Parts
from bot.gateway.ticket_topics import harms_of, put_first, topics_of
from bot.serving.doors import ADDRESS
from dialogue.questions.deadlines import needed_by
from tickets.case_file import CaseFiles
from tickets.content_news import tell_of_version
from tickets.desk_queue import DeskQueue
from tickets.operating import Operating
from tickets.presence import Presence
from tickets.ticket_texts import SearchTexts, fill_missing, set_topics, without_topic
from tickets.wakeups import Wakeups
from web.bodies import FormLimits, Uploads
from web.desk.bulk import BulkRoom
from web.desk.changes import ChangesRoom
from web.desk.guard import DeskDoor, guard_middleware
from web.desk.operate import CheckAccount, OperateRoom
from web.desk.queue import QueueRoom
from web.desk.replying import ReplyForms
from web.desk.shell import DeskPages, DeskRoom
from web.desk.sign_in import FrontRoom, SignInDesk
from web.desk.talk_events import TalkEvents
from web.desk.talks import TalksRoom
from web.desk.ticket import TicketRoom
from web.templating import Templates

_FILL_EVERY_S = 5.0
_REFUSALS_EVERY_S = 60.0
_PAUSE_S = 0.2
"""Between two handfuls of tickets: after an upgrade there are thousands, and people are being answered meanwhile."""


@dataclass(frozen=True)
class Ties:
    """What the desk asks of the rest of its gateway; `wakeups` and `report` once the application has started."""

    wakeups: Callable[[], Wakeups]
    report: Report
    tell_agents: Callable[[], Awaitable[None]]
    """Wakes the pages that show talks, on every gateway."""
    check_wechat: CheckAccount | None
    """None without an account."""


class DeskHouse:
    """The desk of one gateway."""

    def __init__(self, parts: Parts, templates: Templates, ties: Ties) -> None:
        """Put door and pages together; rooms are built when routes are added."""
        settings, database = parts.settings, parts.executors.database_call
        is_https = settings.server.public_url.startswith("https://")
        self._parts = parts
        self._texts = SearchTexts(parts.database, parts.agents.vault)
        self._pages = DeskPages(templates, lambda: refusal_notice(parts.refused()))
        self._ties = ties
        self._door = DeskDoor(parts.accounts, parts.desk_sessions, settings.desk, database, is_https=is_https)
        self.guard = guard_middleware(self._door, self._pages)

    def add_routes(self, app: web.Application, uploads: Uploads, form: FormLimits) -> None:
        """Serve everything under `/desk`."""
        parts, executors = self._parts, self._parts.executors
        SignInDesk(
            self._door,
            self._pages,
            parts.sign_in_tries,
            parts.desk_refusals,
            _address,
            executors.processor_call,
        ).add_routes(app)
        forms = ReplyForms(parts.pictures, parts.picture_processes, uploads, form, _address, executors.picture_call)
        self._changes = changes = ChangesRoom(parts.database, executors.database_call)
        events = TalkEvents(parts.live, self._ties.wakeups, executors.database_call)
        app.on_shutdown.extend([changes.close, events.close])
        learning = LearningRooms(parts, self._pages, lambda: tell_of_version(self._ties.wakeups()))
        self._pages.add_rooms(app, self._rooms(forms, changes, events, learning))
        app.cleanup_ctx.extend([self._upkeep, learning.upkeep])

    def _rooms(
        self, forms: ReplyForms, changes: ChangesRoom, events: TalkEvents, learning: LearningRooms
    ) -> list[DeskRoom]:
        """All there are, in the order of the navigation: a new room is built here, with what it works on."""
        parts, pages, executors, ties = self._parts, self._pages, self._parts.executors, self._ties
        database = executors.database_call
        queue, presence = DeskQueue(parts.database, self._texts), Presence(parts.database, parts.clock)
        return [
            FrontRoom(self._door, pages),
            changes,
            QueueRoom(
                pages,
                parts.agents,
                queue,
                presence,
                parts.accounts,
                parts.canned,
                parts.search_box,
                database,
                executors.processor_call,
                parts.clock,
                parts.settings.server.public_url,
                needed_by,
            ),
            BulkRoom(parts.agents, parts.accounts, database),
            TicketRoom(
                pages,
                parts.agents,
                CaseFiles(parts.database, self._texts),
                queue,
                presence,
                parts.accounts,
                forms,
                parts.library,
                database,
            ),
            TalksRoom(parts.live, pages, forms, events, ties.tell_agents, database),
            *learning.rooms,
            OperateRoom(
                pages,
                Operating(parts.database, parts.clock),
                ties.report,
                ties.check_wechat,
                database,
                parts.clock,
                lambda: parts.library.calibration,
            ),
        ]

    async def _upkeep(self, _: web.Application) -> AsyncIterator[None]:
        self._parts.background.start("desk live", self._changes.watch)
        self._parts.background.start("desk search", self._open_texts)
        self._parts.background.start("desk refusals", self._write_refusals, every_s=_REFUSALS_EVERY_S)
        self._parts.background.start("desk texts", self._fill, every_s=_FILL_EVERY_S)
        yield

    async def _write_refusals(self) -> None:
        await self._parts.executors.database_call(self._parts.desk_refusals.flush)

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
            harms = await executors.processor_call(harms_of, parts.library, untold)
            await executors.database_call(put_first, parts.agents, harms)
            await executors.database_call(set_topics, parts.database, topics)
            await asyncio.sleep(_PAUSE_S)


def _address(request: web.Request) -> str:
    address: str = request[ADDRESS]
    return address
