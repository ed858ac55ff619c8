"""What a person said and was answered, for the page they come back to: as it was kept, masked, and theirs to erase."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web
from sqlalchemy import delete, select
from sqlalchemy.engine import Engine

from bot.channels.web.requests import json_body
from bot.channels.web.visitors import Visitors
from bot.conversation.leases import WAITING
from bot.serving.executors import Executors
from bot.serving.http import json_response
from common.clock import china_time
from tickets.database import reading, transact
from tickets.model import Person
from tickets.schema import inbox

_MOST_SHOWN = 50
_BODY_BYTES = 200


class HistoryApi:
    """Reads and erases the messages of one conversation; how long they are kept is `privacy.conversation_days`."""

    def __init__(self, engine: Engine, visitors: Visitors, executors: Executors) -> None:
        """Read from this database."""
        self._engine = engine
        self._visitors = visitors
        self._database = executors.database_call

    def add_routes(self, app: web.Application) -> None:
        """Put them under `/api/v1`."""
        app.router.add_get("/api/v1/history", self.get_history)
        app.router.add_post("/api/v1/history/erase", self.post_erase)

    async def get_history(self, request: web.Request) -> web.StreamResponse:
        """The newest messages with their answers, oldest first; those still being answered are not among them."""
        person = self._visitors.person_if_any(request)
        return json_response({"ok": True, "messages": await self._database(self._read, person) if person else []})

    async def post_erase(self, request: web.Request) -> web.StreamResponse:
        """Delete what was said; tickets stay, and what is being answered."""
        person = self._visitors.person_if_any(request, await json_body(request, _BODY_BYTES))
        if person is not None:
            await self._database(self._erase, person)
        return json_response({"ok": True})

    def _read(self, person: Person) -> list[dict[str, Any]]:
        row = inbox.c
        query = (
            select(row.id, row.received_at, row.payload, row.reply)
            .where(row.conversation_key == person.conversation_key, row.state == "done", row.reply.is_not(None))
            .order_by(row.id.desc())
            .limit(_MOST_SHOWN)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).all()
        return [_listed(item) for item in reversed(found)]

    def _erase(self, person: Person) -> None:
        row = inbox.c
        theirs = delete(inbox).where(row.conversation_key == person.conversation_key, row.state.not_in(WAITING))
        transact(self._engine, lambda connection: connection.execute(theirs))


def _listed(row: Any) -> dict[str, Any]:
    payload, reply = json.loads(row.payload), json.loads(row.reply)
    trace = reply.get("trace") or {}
    return {
        "id": row.id,
        "at": china_time(row.received_at).isoformat(timespec="seconds"),
        "text": payload.get("text", ""),
        "pictures": len(payload.get("pictures", ())),
        "replies": reply.get("replies", []),
        "trace": {"band": trace.get("band"), "faq_id": trace.get("faq_id")},
    }
