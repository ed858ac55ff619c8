"""The queue agents work through: tickets by state, owner, channel, topic, tag and words; no ticket is opened for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ClauseElement

from tickets import schema
from tickets.database import reading
from tickets.model import ACTIVE, MessageKind, Priority, Status
from tickets.ticket_texts import SearchTexts

PAGE_ROWS = 50
_NEIGHBOURS = 500
_ACTIVE = [str(status) for status in ACTIVE]
_SPOKEN = [str(MessageKind.ADDITION), str(MessageKind.REPLY)]

VIEWS: Mapping[str, str] = {
    "open": "待处理",
    "mine": "我的",
    "unassigned": "未分派",
    "overdue": "超期",
    "pending": "等用户",
    "done": "已结束",
    "all": "全部",
}
"""The views of the queue, in the order they are shown."""


@dataclass(frozen=True)
class QueueFilter:
    """What an agent wants to see; empty fields mean all of it."""

    view: str = "open"
    words: str = ""
    channel: str = ""
    topic: str = ""
    tag: str = ""


@dataclass(frozen=True)
class QueueRow:
    """One ticket in the queue; `summary` is masked. `spoke_last`: the person did; `said_at` is the last word."""

    number: str
    summary: str
    status: Status
    priority: Priority
    assignee: str | None
    channel: str
    topic: str
    created_at: datetime
    promised_on: date
    answered: bool
    spoke_last: bool
    said_at: datetime | None
    updated_at: datetime
    rating: str
    version: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue, and whether there is another one after it."""

    rows: tuple[QueueRow, ...]
    has_more: bool


class DeskQueue:
    """Reads the queue; every list is a bounded query over indexed columns."""

    def __init__(self, engine: Engine, texts: SearchTexts) -> None:
        """Read from this database; words are found by `texts`."""
        self._engine = engine
        self._texts = texts

    def page(self, wanted: QueueFilter, me: str, today: date, page: int = 0) -> QueuePage:
        """Fifty tickets of a view: the ones promised first come first, of finished ones the latest."""
        # First only which ones: all that is said of a ticket is not carried through the sorting of thousands.
        places = (
            _ordered(select(schema.ticket.c.id), wanted)
            .select_from(_joined())
            .where(self._condition(wanted, me, today))
            .limit(PAGE_ROWS + 1)
            .offset(page * PAGE_ROWS)
        )
        with reading(self._engine) as connection:
            ids = list(connection.execute(places).scalars())
            return QueuePage(self._rows(connection, ids[:PAGE_ROWS]), len(ids) > PAGE_ROWS)

    def _rows(self, connection: Connection, ids: Sequence[int]) -> tuple[QueueRow, ...]:
        ticket, text, owner = schema.ticket.c, schema.ticket_text.c, schema.requester.c
        columns = (ticket.id, ticket.number, ticket.status, ticket.priority, ticket.assignee, ticket.promised_on)
        more = (
            ticket.created_at,
            ticket.answered_at,
            ticket.updated_at,
            ticket.rating,
            ticket.version,
            owner.channel,
            text.topic,
        )
        found = {
            one.id: one
            for one in connection.execute(select(*columns, *more).select_from(_joined()).where(ticket.id.in_(ids)))
        }
        last = _last_said(connection, ids)
        summaries = self._texts.summaries(connection, ids)
        tags: dict[int, list[str]] = {}
        row = schema.ticket_tag.c
        for one in connection.execute(select(row.ticket_id, row.tag).where(row.ticket_id.in_(ids)).order_by(row.tag)):
            tags.setdefault(one.ticket_id, []).append(one.tag)
        return tuple(
            QueueRow(
                number=one.number,
                summary=summaries.get(one.id, ""),
                status=Status(one.status),
                priority=Priority(one.priority),
                assignee=one.assignee,
                channel=one.channel,
                topic=one.topic or "",
                created_at=one.created_at,
                promised_on=one.promised_on,
                answered=one.answered_at is not None,
                spoke_last=one.id not in last or last[one.id].kind != MessageKind.REPLY,
                said_at=last[one.id].created_at if one.id in last else None,
                updated_at=one.updated_at,
                rating=one.rating or "",
                version=one.version,
                tags=tuple(tags.get(one.id, ())),
            )
            for one in map(found.__getitem__, ids)
        )

    def counts(self, me: str, today: date) -> dict[str, int]:
        """How many tickets the active views hold."""
        row = schema.ticket.c
        views = ("open", "mine", "unassigned", "overdue", "pending")
        sums = [func.sum(case((_view(view, me, today), 1), else_=0)).label(view) for view in views]
        query = select(*sums).select_from(schema.ticket).where(row.status.in_(_ACTIVE))
        with reading(self._engine) as connection:
            found = connection.execute(query).one()
        return {view: int(getattr(found, view) or 0) for view in views}

    def choices(self) -> dict[str, list[str]]:
        """The channels, topics and tags there are, for the filters."""
        channel, topic, tag = schema.requester.c.channel, schema.ticket_text.c.topic, schema.ticket_tag.c.tag
        with reading(self._engine) as connection:
            return {
                "channels": sorted(connection.execute(select(channel).distinct()).scalars()),
                "topics": sorted(filter(None, connection.execute(select(topic).distinct()).scalars())),
                "tags": sorted(connection.execute(select(tag).distinct()).scalars()),
            }

    def neighbours(self, wanted: QueueFilter, me: str, today: date, number: str) -> tuple[str, str]:
        """The numbers before and after a ticket in a view; empty at its ends, and where it is in no longer."""
        query = (
            _ordered(select(schema.ticket.c.number), wanted)
            .select_from(_joined())
            .where(self._condition(wanted, me, today))
            .limit(_NEIGHBOURS)
        )
        with reading(self._engine) as connection:
            numbers = list(connection.execute(query).scalars())
        if number not in numbers:  # it left the view: the next to work on is the first
            return "", next(iter(numbers), "")
        place = numbers.index(number)
        return (numbers[place - 1] if place else ""), (numbers[place + 1] if place + 1 < len(numbers) else "")

    def _condition(self, wanted: QueueFilter, me: str, today: date) -> ClauseElement:
        row, text, tag = schema.ticket.c, schema.ticket_text.c, schema.ticket_tag.c
        conditions: list[Any] = [_view(wanted.view, me, today)]
        if wanted.words:
            tagged = func.lower(tag.tag).contains(wanted.words.strip().lower(), autoescape=True)
            found = row.id.in_(self._texts.find(wanted.words))
            conditions.append(or_(found, row.id.in_(select(tag.ticket_id).where(tagged))))
        if wanted.channel:
            conditions.append(schema.requester.c.channel == wanted.channel)
        if wanted.topic:
            conditions.append(text.topic == wanted.topic)
        if wanted.tag:
            conditions.append(row.id.in_(select(tag.ticket_id).where(tag.tag == wanted.tag)))
        return and_(*conditions)


def _last_said(connection: Connection, ids: Sequence[int]) -> dict[int, Any]:
    """The last word of either side after a ticket was opened, by the ticket."""
    said = schema.message.c
    newest = select(func.max(said.id)).where(said.ticket_id.in_(ids), said.kind.in_(_SPOKEN)).group_by(said.ticket_id)
    query = select(said.ticket_id, said.kind, said.created_at).where(said.id.in_(newest))
    return {one.ticket_id: one for one in connection.execute(query)}


def _joined() -> Any:
    ticket = schema.ticket.join(schema.requester, schema.requester.c.id == schema.ticket.c.requester_id)
    return ticket.outerjoin(schema.ticket_text, schema.ticket_text.c.ticket_id == schema.ticket.c.id)


def _ordered(query: Any, wanted: QueueFilter) -> Any:
    row = schema.ticket.c
    if wanted.view in ("done", "all"):
        return query.order_by(row.updated_at.desc(), row.id.desc())
    urgency = case((row.priority == "urgent", 0), (row.priority == "high", 1), (row.priority == "low", 3), else_=2)
    return query.order_by(urgency, row.promised_on, row.id)


def _view(view: str, me: str, today: date) -> Any:
    row = schema.ticket.c
    active = row.status.in_(_ACTIVE)
    views: dict[str, Any] = {
        "open": row.status == str(Status.OPEN),
        "mine": active & (row.assignee == me),
        "unassigned": (row.status == str(Status.OPEN)) & row.assignee.is_(None),
        "overdue": active & (row.promised_on < today) & row.answered_at.is_(None),
        "pending": row.status == str(Status.PENDING),
        "done": row.status.not_in(_ACTIVE),
        "all": row.id.is_not(None),
    }
    return views.get(view, views["open"])
