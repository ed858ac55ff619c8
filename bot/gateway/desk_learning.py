"""The editors' and the leads' rooms of one gateway, with what they work on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from functools import partial

from aiohttp import web

from bot.channels.wechat.preview import wechat_text
from bot.gateway.daily_mail import DailyMail
from bot.gateway.parts import Parts
from bot.gateway.reviewing import ReviewProcess
from bot.gateway.trying import TrialProcess
from common.clock import china_time
from common.days import read_days
from common.off_loop import in_own_thread
from learning.rows.backlog import Backlog
from learning.rows.records import Records
from learning.rows.turns import roll_up
from learning.shelf import FileShelf, PublishedShelf, Shelf
from learning.workbench import Workbench
from learning.working_time import working_time
from tickets.content_versions import ContentVersions
from tickets.promise import OwnDays, read_cutoff
from tickets.service_notes import CALIBRATION, write_note
from web.desk.day import DayRoom
from web.desk.editing import Editing
from web.desk.entries import EntryRoom
from web.desk.misses import MissRoom
from web.desk.shell import DeskPages, DeskRoom
from web.desk.trials import DraftTrials

_WARM_EVERY_S = 60.0
"""What is quickly gathered is gathered anew for whoever looks; the rest is at most so old."""
_SUM_EVERY_S = 3600.0
_MAIL_EVERY_S = 300.0


class LearningRooms:
    """没答上来的, 条目 and 今天, and what runs for them beside the requests."""

    def __init__(self, parts: Parts, pages: DeskPages, tell: Callable[[], Awaitable[None]]) -> None:
        """`tell` wakes every process that serves published content.

        What takes seconds here runs in threads of its own: whoever asks a question must not stand behind it.
        """
        self._parts = parts
        self._tell = tell
        settings, executors, clock = parts.settings, parts.executors, parts.clock
        shelf = self._shelf()
        records = Records(parts.database, clock)
        self._judge = ReviewProcess(shelf, in_own_thread)
        self._backlog = Backlog(
            parts.database, parts.agents.vault, parts.library.meanings, clock, lambda: parts.library.version
        )
        own = OwnDays(read_days(settings.tickets.days_off), read_days(settings.tickets.extra_working_days))
        self._working = working_time(settings.help_desk.hours, read_cutoff(settings.tickets.cutoff), own)
        self._workbench = Workbench(shelf, records, clock)
        trial = TrialProcess(shelf, in_own_thread)
        self._trials = DraftTrials(pages, self._judge, trial, parts.library, in_own_thread)
        editing = Editing(
            pages,
            self._workbench,
            self._judge,
            self._trials,
            wechat_text,
            self._announce,
            in_own_thread,
            clock,
        )
        self.rooms: list[DeskRoom] = [
            MissRoom(
                pages,
                self._backlog,
                records,
                editing,
                parts.library,
                parts.desk.reader,
                in_own_thread,
            ),
            EntryRoom(
                pages,
                parts.library,
                editing,
                records,
                parts.database,
                in_own_thread,
                self._today,
            ),
            DayRoom(pages, parts.database, self._working, executors.database_call, self._today),
        ]

    async def upkeep(self, _: web.Application) -> AsyncIterator[None]:
        """Keep the groups ready, sum each day that is over, mail yesterday's figures."""
        background = self._parts.background
        background.start("misses", self._warm, every_s=_WARM_EVERY_S)
        background.start("day sums", self._sum, every_s=_SUM_EVERY_S)
        if self._parts.settings.desk.daily_mail and self._parts.settings.mail.host:
            mail = DailyMail(self._parts.database, self._parts.settings, self._working, self._parts.clock)
            background.start("daily mail", partial(self._mail, mail), every_s=_MAIL_EVERY_S)
        yield
        await self._judge.close()
        await self._trials.close()

    def _shelf(self) -> Shelf:
        parts = self._parts
        if parts.settings.content.source == "published":
            return PublishedShelf(parts.root, ContentVersions(parts.database, parts.clock))
        return FileShelf(parts.root, git_commit=parts.settings.desk.git_commit)

    async def _announce(self, due: str) -> None:
        """There is new content: this process looks at once, the others are told, and operators when it is `due`."""
        parts = self._parts
        if due:
            figures, _ = parts.library.calibration
            note = partial(write_note, reason=due, figures=figures)
            await parts.executors.database_call(note, parts.database, CALIBRATION, parts.clock.now())
        self._parts.library.look_now()
        if self._parts.settings.content.source == "published":
            await self._tell()

    async def _warm(self) -> None:
        await in_own_thread(self._backlog.warm)
        await in_own_thread(self._workbench.content.read)

    async def _sum(self) -> None:
        await self._parts.executors.database_call(roll_up, self._parts.database, self._today())

    async def _mail(self, mail: DailyMail) -> None:
        await self._parts.executors.database_call(mail.put)

    def _today(self) -> date:
        return china_time(self._parts.clock.now()).date()
