"""Talks with agents as they are kept, and what time does to them.

bot → waiting (asked for in hours, with somebody at the desk) → live (an agent took it) → ended, and the bot again. All
of it is in the database, so it makes no difference which gateway has the person and which the agent. From the moment
somebody takes a talk everything said is the history of a ticket. A talk's row is locked first, then the requester's
and the ticket's.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection, Engine, Row

from common.clock import SYSTEM_CLOCK, Clock
from common.help_desk import HelpDesk
from common.settings import Settings
from tickets import live_words, schema
from tickets.at_desk import AtDesk
from tickets.database import reading, transact
from tickets.desk import Desk
from tickets.errors import DeskError
from tickets.hours import read_hours
from tickets.live_rows import Talk, TalkState, add_line, select_talks, talk_of
from tickets.model import ACTIVE, PERSON, SYSTEM, MessageKind
from tickets.promise import DayNamed, is_working_day, names_no_day
from tickets.schema_operate import live_line, live_talk
from tickets.vault import Vault

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=2)
"""How long somebody waits for an agent."""
QUIET = timedelta(minutes=10)
"""After how long without a word of the agent the bot comes back."""
_NAMED = 3
NOBODY, QUIETLY, BY_PERSON = "nobody", "quiet", PERSON


class GoneTalkError(DeskError):
    """Somebody else was faster, or the talk has ended."""

    def __init__(self) -> None:
        super().__init__("这个对话已经有人接了，或者已经结束。")


class LiveBase(Desk):
    """What both sides of a talk share."""

    def __init__(
        self,
        engine: Engine,
        vault: Vault,
        settings: Settings,
        clock: Clock = SYSTEM_CLOCK,
        names_day: DayNamed = names_no_day,
    ) -> None:
        """Serve one database."""
        super().__init__(engine, vault, settings, clock, names_day)
        self.at_desk = AtDesk(engine, clock)
        self._takes_talks = settings.desk.live_talks
        self._hours_text = settings.help_desk.hours
        self._hours = read_hours(self._hours_text)
        self._promise = HelpDesk.of(settings).promise

    @property
    def hours_trouble(self) -> str:
        """What an operator should know about the hours in the settings; empty when they can be read."""
        if self._hours is not None or not self._hours_text.strip():
            return ""
        told = f"help_desk.hours 写的“{self._hours_text}”读不懂，有客服在线就会接通"
        return f"{told}；照“工作日 9:00–17:00”这样写才按时间来。"

    def is_open(self) -> bool:
        """Whether talks are taken and it is a time for it; where none is set, whenever somebody is there."""
        if not self._takes_talks:
            return False
        if self._hours is None:
            return True
        return self._hours.is_open(self.clock.now(), self._is_working_day)

    def waiting(self) -> list[Talk]:
        """Who waits, the longest first."""
        return self._list(live_talk.c.state == str(TalkState.WAITING))

    def live(self) -> list[Talk]:
        """The talks that go on, whoever has them."""
        return self._list(live_talk.c.state == str(TalkState.LIVE))

    def talk(self, talk_id: int) -> Talk | None:
        """One talk."""
        with reading(self.engine) as connection:
            row = connection.execute(select_talks().where(live_talk.c.id == talk_id)).one_or_none()
        return talk_of(row) if row else None

    # ── time ──────────────────────────────────────────────────────────────────────────────────

    def sweep(self) -> int:
        """End what nobody took in time and where the agent was silent for too long; how many. Any process may do it."""
        now, row = self.clock.now(), live_talk.c
        unheard = (row.state == str(TalkState.WAITING)) & (row.asked_at <= now - PATIENCE)
        silent = (row.state == str(TalkState.LIVE)) & (row.agent_at <= now - QUIET)
        with reading(self.engine) as connection:
            due = list(connection.execute(select(row.id).where(unheard | silent)).scalars())
        ended = [transact(self.engine, partial(self._end_late, talk_id, unheard | silent)) for talk_id in due]
        return sum(ended)

    def forget_old(self, days: int) -> None:
        """Delete talks that ended so many days ago; their tickets stay."""
        row = live_talk.c
        old = select(row.id).where(row.ended_at <= self.clock.now() - timedelta(days=days))

        def work(connection: Connection) -> None:
            connection.execute(delete(live_line).where(live_line.c.talk_id.in_(old)))
            connection.execute(delete(live_talk).where(row.ended_at <= self.clock.now() - timedelta(days=days)))

        transact(self.engine, work)

    # ── inside a transaction ──────────────────────────────────────────────────────────────────

    def _end_late(self, talk_id: int, due: Any, connection: Connection) -> bool:
        row = self._lock(connection, (live_talk.c.id == talk_id) & due)
        if row is None:  # another process was faster, or somebody spoke
            return False
        if row.state == TalkState.WAITING:
            self._end(connection, row, NOBODY, live_words.nobody(self._promise, self._open_tickets(connection, row)))
        else:
            told = live_words.quiet(row.agent, self._number(connection, row), QUIET)
            self._end(connection, row, QUIETLY, told)
        log.info("live_ended_late talk=%d state=%s", talk_id, row.state)
        return True

    def _open_tickets(self, connection: Connection, row: Row) -> list[str]:
        """The tickets of the person of a talk that are still to be answered, the newest first."""
        of, owner = schema.ticket.c, schema.requester.c
        theirs = select(owner.id).where(owner.conversation_key == row.conversation_key)
        working = of.status.in_([str(status) for status in ACTIVE])
        query = select(of.number).where(of.requester_id.in_(theirs), working).order_by(of.id.desc()).limit(_NAMED)
        return list(connection.execute(query).scalars())

    def _end(self, connection: Connection, row: Row, by: str, told: str = "") -> None:
        now = self.clock.now()
        self._set(connection, row, state=str(TalkState.ENDED), open_key=None, ended_at=now, ended_by=by)
        if told:
            add_line(connection, self.vault, row, told, now)
        author = PERSON if by == BY_PERSON else SYSTEM
        if row.ticket_id is not None:
            self.ledger(connection).write(row.ticket_id, MessageKind.EVENT, author, "在线对话结束")

    def _lock(self, connection: Connection, condition: Any) -> Row | None:
        found: Row | None = connection.execute(select(live_talk).where(condition).with_for_update()).one_or_none()
        return found

    def _lock_mine(self, connection: Connection, agent: str, talk_id: int) -> Row:
        row = self._lock(connection, live_talk.c.id == talk_id)
        if row is None or row.state != TalkState.LIVE or row.agent != agent:
            raise GoneTalkError
        return row

    def _set(self, connection: Connection, row: Row, **values: Any) -> None:
        connection.execute(update(live_talk).where(live_talk.c.id == row.id).values(**values))

    def _number(self, connection: Connection, row: Row) -> str:
        query = select(schema.ticket.c.number).where(schema.ticket.c.id == row.ticket_id)
        return str(connection.execute(query).scalar_one())

    def _read(self, connection: Connection, talk_id: int) -> Talk:
        return talk_of(connection.execute(select_talks().where(live_talk.c.id == talk_id)).one())

    def _list(self, condition: Any) -> list[Talk]:
        with reading(self.engine) as connection:
            rows = connection.execute(select_talks().where(condition).order_by(live_talk.c.asked_at, live_talk.c.id))
            return [talk_of(row) for row in rows]

    def _is_working_day(self, day: date) -> bool:
        return is_working_day(day, self._own_days)
