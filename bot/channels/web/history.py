"""What a person said and was answered, for the page they come back to: as it was kept, masked, and theirs to erase."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from aiohttp import web
from sqlalchemy import select

from bot.channels.base import Inbound
from bot.channels.web.requests import json_body
from bot.channels.web.tickets import pictures_of
from bot.channels.web.visitors import Visitors
from bot.conversation.rows import pictures_in
from bot.conversation.turn import Arrival, Turns
from bot.serving.executors import Executors
from bot.serving.http import json_response
from common.clock import china_time
from tickets.attachments import still_kept
from tickets.database import reading
from tickets.live import LiveDesk
from tickets.model import MessageKind, Person
from tickets.schema import inbox

_MOST_SHOWN = 50
_BODY_BYTES = 200
_EMPTIED = "{}"
"""What is left of the row that erased a talk."""
_SHOWN = ("text", "pictures", "replies")
"""Without any of these there is nothing to show of a message."""


class HistoryApi:
    """Reads and erases the messages of one conversation; how long they are kept is `privacy.conversation_days`."""

    def __init__(self, turns: Callable[[], Turns], desk: LiveDesk, visitors: Visitors, executors: Executors) -> None:
        """Read from this desk's database; `turns` is asked at each request, as it is there once all has started."""
        self._turns = turns
        self._desk = desk
        self._engine = desk.engine
        self._visitors = visitors
        self._database = executors.database_call

    def add_routes(self, app: web.Application) -> None:
        """Put them under `/api/v1`."""
        app.router.add_get("/api/v1/history", self.get_history)
        app.router.add_post("/api/v1/history/erase", self.post_erase)

    async def get_history(self, request: web.Request) -> web.StreamResponse:
        """The newest messages with their answers, oldest first; those still being answered are not among them.

        `pictures` of a message are the ids under which `/api/v1/pictures/…` has them, empty for one that is gone.

        `said` is what agents said meanwhile, and the bot around it, in talks that have no answers of the bot.
        """
        person = self._visitors.person_if_any(request)
        messages, said = await self._database(self._read, person) if person else ([], [])
        return json_response({"ok": True, "messages": messages, "said": said})

    async def post_erase(self, request: web.Request) -> web.StreamResponse:
        """Delete what was said so far, and what the bot knows from it; submitted tickets stay.

        It takes its place behind the messages before it: one that is still being answered goes, too.
        """
        person = self._visitors.person_if_any(request, await json_body(request, _BODY_BYTES))
        if person is not None:
            key, turns = person.conversation_key, self._turns()
            wish = Inbound(person.channel, key, f"{key}:{secrets.token_urlsafe(12)}", "")
            accepted = await turns.put(person.channel, key, lambda: Arrival(wish, act="forget"))
            await turns.answer(accepted, key)
        return json_response({"ok": True})

    def _read(self, person: Person) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        row = inbox.c
        query = (
            select(row.id, row.received_at, row.payload, row.reply)
            .where(row.conversation_key == person.conversation_key, row.state == "done", row.payload != _EMPTIED)
            .order_by(row.id.desc())
            .limit(_MOST_SHOWN)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).all()
            said = [(row, json.loads(row.payload)) for row in reversed(found)]
            there = still_kept(connection, {name for _, payload in said for name in pictures_in(payload)})
        listed = (_listed(row, payload, there) for row, payload in said)
        kept = [item for item in listed if any(map(item.get, _SHOWN))]
        return kept, self._said(person, found[-1].received_at) if found else []

    def _said(self, person: Person, since: datetime) -> list[dict[str, Any]]:
        """What agents and the bot around them said since then; what is older than what is kept was erased with it."""
        tickets = self._desk.reader.own_tickets(person, history=True)
        words = [
            {
                "id": line.id,
                "at": _clock(line.created_at),
                "agent": line.author,
                "number": ticket.number,
                "text": line.body,
                "pictures": pictures_of(ticket, line.id),
            }
            for ticket in tickets
            for line in ticket.messages
            if line.kind is MessageKind.REPLY and line.created_at >= since
        ]
        lines = [line for line in self._desk.lines_after(person, 0) if line.at >= since]
        plain = {"agent": "", "number": "", "pictures": []}
        return words + [{"id": line.id, "at": _clock(line.at), "text": line.text, **plain} for line in lines]


def _clock(moment: datetime) -> str:
    return china_time(moment).isoformat(timespec="milliseconds")


def _listed(row: Any, payload: dict[str, Any], there: Collection[str]) -> dict[str, Any]:
    reply = json.loads(row.reply or "{}")
    trace = reply.get("trace") or {}
    return {
        "id": row.id,
        "at": _clock(row.received_at),
        "text": payload.get("text", ""),
        "pictures": [name if name in there else "" for name in pictures_in(payload)],
        "replies": reply.get("replies", []),
        "trace": {name: trace.get(name) for name in ("band", "faq_id", "step_number", "ticket")},
    }
