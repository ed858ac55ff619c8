"""The room 工单: the queue with its filters, and what replies are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from common.clock import Clock, china_time
from common.off_loop import OffLoop
from faq.content.canned import CannedTexts, fitting, is_named
from faq.text.english import is_english
from faq.text.markup import to_plain
from tickets.accounts import Accounts, Role
from tickets.agents import AgentDesk
from tickets.desk_queue import VIEWS, DeskQueue, QueueFilter, QueueRow
from tickets.errors import UnknownTicketError
from tickets.model import ACTIVE, Status
from tickets.numbers import find_numbers
from tickets.presence import Looking, Presence
from tickets.promise import DayNamed
from tickets.written import own_words
from web.desk.shell import HOME, DeskPages, DeskRoute, account_of
from web.desk.words import CHANNELS, PRIORITY_MARKS, STATES, moment, owed_again
from web.help_centre import Searching

QUEUE = f"{HOME}/tickets"
_WORDS_CHARS = 100
_MOST_PAGES = 200
_ANSWERS, _CANNED = 6, 8
_NEAREST = 3
"""How many answers stand before the canned texts where no word is typed."""


class QueueRoom:
    """The list; `TicketRoom` is one ticket."""

    name, title, path, role = "tickets", "工单", QUEUE, Role.AGENT

    def __init__(
        self,
        pages: DeskPages,
        desk: AgentDesk,
        queue: DeskQueue,
        presence: Presence,
        accounts: Accounts,
        canned: CannedTexts,
        box: Searching,
        database: OffLoop,
        processor: OffLoop,
        clock: Clock,
        public_url: str,
        names_day: DayNamed,
    ) -> None:
        """Read from these; searching the knowledge base is `processor`'s work; `names_day` finds who needs it when."""
        self._pages = pages
        self._desk = desk
        self._queue = queue
        self._presence = presence
        self._accounts = accounts
        self._canned = canned
        self._box = box
        self._database = database
        self._processor = processor
        self._clock = clock
        self._public_url = public_url.rstrip("/")
        self._names_day = names_day

    def routes(self) -> list[DeskRoute]:
        """See `DeskRoom`."""
        return [DeskRoute("GET", QUEUE, self.show), DeskRoute("GET", f"{HOME}/answers", self.answers)]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The queue; a ticket's number in the search box leads to the ticket."""
        wanted, page = wanted_of(request), _page_of(request)
        if numbers := find_numbers(wanted.words):
            raise web.HTTPSeeOther(f"{QUEUE}/{numbers[0]}")
        account, now = account_of(request), self._clock.now()
        today = china_time(now).date()
        found = await self._database(self._queue.page, wanted, account.name, today, page)
        counts = await self._database(self._queue.counts, account.name, today)
        choices = await self._database(self._queue.choices)
        others = await self._database(self._presence.at_tickets, account.id)
        query = query_of(wanted)
        return self._pages.page(
            request,
            "desk/queue.html",
            active=self.name,
            wanted=wanted,
            query=query,
            here=f"{QUEUE}?{urlencode({**query, 'page': page})}",
            views=[(view, label, counts.get(view), _address(query, view=view)) for view, label in VIEWS.items()],
            rows=[self._row(row, others.get(row.number, ()), query) for row in found.rows],
            channels=[(channel, CHANNELS.get(channel, channel)) for channel in choices["channels"]],
            topics=choices["topics"],
            tags=choices["tags"],
            colleagues=await self._database(self._accounts.agents),
            earlier=_address(query, page=str(page - 1)) if page else "",
            later=_address(query, page=str(page + 1)) if found.has_more else "",
        )

    async def answers(self, request: web.Request) -> web.StreamResponse:
        """What `/` in the reply box offers: canned texts, and answers that fit the words or else the ticket."""
        words = request.query.get("q", "").strip()[:_WORDS_CHARS]
        number = next(iter(find_numbers(request.query.get("number", ""))), "")
        canned = fitting(self._canned.all(), words)
        summary = await self._database(self._summary, number)
        asked, english = words or summary, is_english(own_words(summary))
        found = await self._processor(self._box.search, asked, _ANSWERS) if asked else None
        spoken = [("常用语", one.title, one.filled(number, english=english)) for one in canned[:_CANNED]]
        # Without a word what is nearest to the ticket comes first.
        named = [item for item, one in zip(spoken, canned, strict=False) if words and is_named(one, words)]
        offered = list(named)
        entries = [hit.entry for hit in found.hits] if found else []
        for entry in (entries or list(found.likely if found else ()))[: _ANSWERS if words else _NEAREST]:
            more = f"\n\n详细说明：{self._public_url}/help/{entry.id}" if self._public_url else ""
            answer = entry.answer_en if english and entry.answer_en else entry.answer
            offered.append((entry.category, entry.title, to_plain(answer) + more))
        # A canned text that only mentions the word comes after the answers to it.
        offered += [item for item in spoken if item not in named]
        return self._pages.part(request, "desk/answers.html", offered=offered)

    def _summary(self, number: str) -> str:
        """The beginning of what a person wrote, masked; empty for no ticket."""
        if not number:
            return ""
        try:
            return self._desk.reader.ticket(number).description[:_WORDS_CHARS]
        except UnknownTicketError:
            return ""

    def _row(self, row: QueueRow, others: Iterable[Looking], query: Mapping[str, str]) -> dict[str, Any]:
        owed = row.status is Status.OPEN
        due = self._desk.due_on(row.promised_on, row.said_at if row.answered else None)
        day = self._names_day(row.summary, china_time(row.created_at).date()) if owed else None
        return {
            "number": row.number,
            "version": row.version,
            "address": f"{QUEUE}/{row.number}?{urlencode(query)}",
            "summary": row.summary or "（已删除）",
            "state": STATES[row.status],
            "status": str(row.status),
            "priority": PRIORITY_MARKS[row.priority],
            "level": str(row.priority),
            "assignee": row.assignee or "",
            "channel": CHANNELS.get(row.channel, row.channel),
            "topic": row.topic,
            "tags": row.tags,
            "left": self._desk.time_left(due) if owed or (row.status in ACTIVE and not row.answered) else None,
            "is_owed": owed,
            "needed": f"用户 {day:%m-%d} 前要" if day else "",
            "again": owed_again(row.spoke_last) if owed and row.answered else "",
            "updated": moment(row.updated_at, self._clock.now()),
            "others": "、".join(one.name for one in others),
        }


def wanted_of(request: web.Request) -> QueueFilter:
    """The filter in an address; what is no view of ours is the first one."""
    query = request.query
    view = query.get("view", "open")
    return QueueFilter(
        view=view if view in VIEWS else "open",
        words=query.get("q", "").strip()[:_WORDS_CHARS],
        channel=query.get("channel", "")[:_WORDS_CHARS],
        topic=query.get("topic", "")[:_WORDS_CHARS],
        tag=query.get("tag", "")[:_WORDS_CHARS],
    )


def query_of(wanted: QueueFilter) -> dict[str, str]:
    """The same for an address, without what is not set."""
    fields = {
        "view": wanted.view,
        "q": wanted.words,
        "channel": wanted.channel,
        "topic": wanted.topic,
        "tag": wanted.tag,
    }
    return {name: value for name, value in fields.items() if value}


def _address(query: Mapping[str, str], **changed: str) -> str:
    return f"{QUEUE}?{urlencode({**query, **changed})}"


def _page_of(request: web.Request) -> int:
    text = request.query.get("page", "0")
    return min(int(text), _MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 5 else 0
