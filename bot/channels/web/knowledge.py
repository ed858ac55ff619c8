"""What the pages read of the knowledge base over JSON, and what people say of an answer."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from aiohttp import web
from sqlalchemy.engine import Engine

from bot.channels.web.requests import json_body, text_field
from bot.channels.web.visitors import Visitors
from bot.conversation.guard import guard
from bot.serving.doors import is_looked_at
from bot.serving.executors import Executors
from bot.serving.http import error_response, json_response
from bot.serving.metrics import Metrics
from common.clock import Clock
from common.settings import Settings
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.finding.finding import Hit
from faq.finding.search_box import SearchBox
from faq.saying.answer import action_options, contacts_for, render_plain, source_line
from faq.saying.reply import hot_options
from faq.text.choice import Option
from faq.text.marks import Piece
from faq.text.markup import to_html
from tickets.feedback import REASONS, record_feedback
from tickets.model import Person
from tickets.searches import record_miss
from web.bodies import BadRequestError

_LIMIT = re.compile(r"[0-9]{1,4}")
_MOST_RESULTS = 50


class KnowledgeApi:
    """What the pages read of the knowledge base, and what people say of it."""

    def __init__(
        self,
        library: Library,
        box: SearchBox,
        visitors: Visitors,
        engine: Engine,
        clock: Clock,
        metrics: Metrics,
        settings: Settings,
        executors: Executors,
    ) -> None:
        """Answer from this library, search with that box."""
        self._library = library
        self._box = box
        self._visitors = visitors
        self._engine = engine
        self._clock = clock
        self._metrics = metrics
        self._settings = settings
        self._processor = executors.processor_call
        self._database = executors.database_call

    def add_routes(self, app: web.Application) -> None:
        """Put them under `/api/v1`."""
        app.router.add_get("/api/v1/search", self.get_search)
        app.router.add_get("/api/v1/hot", self.get_hot)
        app.router.add_get("/api/v1/faq/{id}", self.get_entry)
        app.router.add_post("/api/v1/feedback", self.post_feedback)

    async def get_search(self, request: web.Request) -> web.StreamResponse:
        """Entries for what somebody types into the search box, best first."""
        query = await self._guarded(request.query.get("q", ""))
        limit = request.query.get("limit", "10")
        if not _LIMIT.fullmatch(limit):
            raise BadRequestError("「limit」要写成不超过四位的数字")
        found = await self._processor(self._box.search, query, min(int(limit), _MOST_RESULTS))
        return json_response(
            {
                "ok": True,
                "results": [_found(hit) for hit in found.hits],
                "total": found.total,
                "categories": [{"name": name, "count": count} for name, count in found.counts],
            }
        )

    async def missed(self, request: web.Request, query: str) -> None:
        """Keep a search of the pages that found nothing, masked, if somebody made it."""
        if not is_looked_at(request):
            return
        text = await self._guarded(query)
        if text and await self._visitors.may_miss(request):
            await self._database(record_miss, self._engine, text, self._clock.now())

    async def get_hot(self, _: web.Request) -> web.StreamResponse:
        """The popular questions."""
        content = self._library.content
        entries = [content.entry(option.id) for option in hot_options(content)]
        return json_response({"ok": True, "results": [_listed(entry) for entry in entries if entry]})

    async def get_entry(self, request: web.Request) -> web.StreamResponse:
        """One answer with everything a page needs to show it."""
        content = self._library.content
        entry = content.entry(request.match_info["id"])
        if entry is None or entry.scope is not None:
            return error_response(404, "没有这个问题，它可能已经改名或删除")
        related = [content.entry(name) for name in entry.related]
        return json_response(
            {
                "ok": True,
                **_listed(entry),
                "html": to_html(entry.answer),
                "text": render_plain(entry, content),
                "more": [{"title": item.title, "html": to_html(item.text)} for item in entry.more],
                "actions": [option.as_dict() for option in action_options(entry, content)],
                "answer_en": to_html(entry.answer_en),
                "contacts": [{"name": item.name, "text": item.text} for item in contacts_for(entry, content)],
                "source": source_line(entry),
                "reviewed": entry.reviewed.isoformat(),
                "related": [{"id": item.id, "title": item.title} for item in related if item],
            }
        )

    async def post_feedback(self, request: web.Request) -> web.StreamResponse:
        """有用 or 没用 for an answer."""
        body = await json_body(request, self._settings.limits.body_bytes)
        entry_id, reason = text_field(body, "faq_id", required=True), text_field(body, "reason")
        comment, helpful = text_field(body, "comment"), body.get("helpful")
        if not isinstance(helpful, bool):
            raise BadRequestError("「helpful」要写成 true 或 false")
        if self._library.content.entry(entry_id) is None:
            raise BadRequestError("「faq_id」不是知识库里的条目")
        if reason and reason not in REASONS:
            raise BadRequestError(f"「reason」只能是：{'、'.join(REASONS)}")
        person = self._visitors.person_if_any(request, body)
        if wait_s := await self._visitors.feedback_wait_s(request, person):
            return error_response(429, retry_after_s=wait_s)
        await self._database(
            record_feedback,
            self._engine,
            at=self._clock.now(),
            conversation_key=_key(person),
            entry_id=entry_id,
            helpful=helpful,
            reason=reason,
            comment=await self._guarded(comment),
        )
        self._metrics.feedback(helpful=helpful)
        return json_response({"ok": True})

    async def _guarded(self, text: str) -> str:
        """What somebody typed, safe to keep: a number by itself is a code or somebody's here too.

        Never on the event loop, whatever it costs.
        """
        return (await self._processor(guard, text, self._settings.limits.text_chars, before=())).text


def _key(person: Person | None) -> str:
    """Feedback of somebody who never wrote belongs to nobody, and so to no two people together."""
    return person.conversation_key if person else f"web-once-{secrets.token_hex(12)}"


def _found(hit: Hit) -> dict[str, Any]:
    """A hit; `marks` are the places of the words in its title, from and to."""
    return {**_listed(hit.entry), "marks": _marks(hit.title), "excerpt": "".join(piece.text for piece in hit.excerpt)}


def _marks(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    ends = list(accumulate(len(piece.text) for piece in pieces))
    return [(end - len(piece.text), end) for piece, end in zip(pieces, ends, strict=True) if piece.marked]


def _listed(entry: Entry) -> dict[str, str]:
    option = Option(entry.id, entry.title)
    return {"id": option.id, "title": option.title, "category": entry.category}
