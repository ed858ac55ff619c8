"""Tickets on the web: the owner's list, pictures and news, and a way to submit without the assistant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.channels.web.requests import json_body, text_field
from bot.channels.web.visitors import Visitors
from bot.serving.executors import Executors
from bot.serving.http import error_response, json_response
from common.clock import china_time
from faq.text.choice import TICKET
from tickets import live_words
from tickets.attachments import AttachmentStore
from tickets.errors import DeskError
from tickets.live import LiveDesk
from tickets.model import STATUS_LABELS, MessageKind, Person, Status, Submission, Ticket
from tickets.owner import OwnersDesk
from tickets.promise import Promise
from web.bodies import FIELD_BYTES, BadRequestError

_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{8,80}")
_AFTER = re.compile(r"[0-9]{1,18}")


class TicketApi:
    """The desk's public side; every answer is about the person who asks."""

    def __init__(
        self,
        desk: LiveDesk,
        owners: OwnersDesk,
        pictures: AttachmentStore,
        visitors: Visitors,
        executors: Executors,
    ) -> None:
        """Show and take tickets of this desk; `owners` notes what was seen."""
        self._database = executors.database_call
        self._picture = executors.picture_call
        self._desk = desk
        self._owners = owners
        self._pictures = pictures
        self._visitors = visitors

    def add_routes(self, app: web.Application) -> None:
        """Put them under `/api/v1`."""
        app.router.add_get("/api/v1/tickets", self.get_tickets)
        app.router.add_post("/api/v1/tickets", self.post_ticket)
        app.router.add_get("/api/v1/updates", self.get_updates)
        app.router.add_get("/api/v1/unread", self.get_unread)
        app.router.add_get("/api/v1/pictures/{id}", self.get_picture)

    async def get_tickets(self, request: web.Request) -> web.StreamResponse:
        """The tickets of the person behind the session, newest first, personal data masked."""
        person = self._visitors.person_if_any(request)
        tickets = await self._database(self._desk.reader.own_tickets, person) if person else []
        return json_response({"ok": True, "tickets": [self._listed(ticket) for ticket in tickets]})

    async def get_updates(self, request: web.Request) -> web.StreamResponse:
        """Agents' answers with an id above `after`; the page asks for them while it is open.

        `shown` is the last one that stood before somebody's eyes: up to it all count as seen. `lines` are what the
        bot said by itself in a talk with an agent, those with an id above `line`; `live` is the talk that goes on.
        What was said in those tickets that are `closed` can no longer be answered.
        """
        after, line = request.query.get("after", "0"), request.query.get("line", "0")
        shown = request.query.get("shown", "0")
        if not all(_AFTER.fullmatch(number) for number in (after, line, shown)):
            raise BadRequestError("「after」「line」「shown」要写成数字")
        person = self._visitors.person_if_any(request)
        if person and int(shown) and self._visitors.is_own_page(request):
            await self._database(self._owners.shown, person, int(shown))
        tickets = await self._database(self._own_tickets, person) if person else []
        lines = await self._database(self._lines, person, int(line)) if person else []
        closed = [ticket.number for ticket in tickets if ticket.status is Status.CLOSED]
        told = {"updates": _agent_replies(tickets, int(after)), "lines": lines, "closed": closed}
        live, unread = await self._live(person), await self._unread(person)
        return json_response({"ok": True, **told, "live": live, "unread": unread})

    async def get_unread(self, request: web.Request) -> web.StreamResponse:
        """How many of the person's tickets have an answer they have not looked at.

        Whoever only ever used the plain pages has a cookie and no token in a header.
        """
        person = self._visitors.person_if_any(request) or self._visitors.cookie_person(request)
        unread = await self._unread(person)
        return json_response({"ok": True, "unread": unread})

    async def post_ticket(self, request: web.Request) -> web.StreamResponse:
        """Submit a ticket without the assistant.

        `form` names the form that was shown, so that a repeated submit gives the same ticket.
        """
        body = await json_body(request, 4 * FIELD_BYTES)
        form = text_field(body, "form", required=True)
        if not _FORM_KEY.fullmatch(form):
            raise BadRequestError("「form」要是 8 到 80 个字母或数字")
        pictures = body.get("pictures", [])
        if not isinstance(pictures, list) or not all(isinstance(item, str) for item in pictures):
            raise BadRequestError("「pictures」要写成图片编号的列表")
        username, description = text_field(body, "username") or None, text_field(body, "description", required=True)
        person = self._visitors.person_if_any(request, body)
        if person is None:
            raise BadRequestError("请先向 POST /api/v1/session 要一个 session，凭它才能再看到这张工单", 401)
        if wait_s := await self._visitors.ticket_wait_s(request):
            return error_response(429, retry_after_s=wait_s)
        key = f"page-{self._visitors.unreadable(person, form)}"
        submission = Submission(key, username, description, tuple(pictures))
        try:
            opened = await self._database(self._desk.open, person, submission)
        except DeskError as error:
            raise BadRequestError(str(error)) from error
        return json_response({"ok": True, "ticket": self._listed(opened.ticket), "others": list(opened.others)})

    async def get_picture(self, request: web.Request) -> web.StreamResponse:
        """A picture for the person who sent it; downloaded, never shown in place."""
        person = self._visitors.person_if_any(request)
        try:
            if person is None:
                raise BadRequestError("没有这张图片", 404)
            view, data = await self._picture(self._pictures.open_for_person, person, request.match_info["id"])
        except DeskError as error:
            raise BadRequestError(str(error), 404) from error
        headers = {"Content-Disposition": f'attachment; filename="{view.filename}"'}
        return web.Response(body=data, content_type=view.media_type, headers=headers)

    def _listed(self, ticket: Ticket) -> dict[str, Any]:
        """A ticket for its owner, with the code that opens it in another browser."""
        return {
            "number": ticket.number,
            "code": self._owners.code(ticket.number),
            "status": str(ticket.status),
            "status_label": STATUS_LABELS[ticket.status],
            "username": ticket.username,
            "description": ticket.description,
            "promised": Promise(ticket.promised_on, ticket.promise_exact).text(),
            "created_at": china_time(ticket.created_at).isoformat(timespec="minutes"),
        }

    async def _unread(self, person: Person | None) -> int:
        return len(await self._database(self._desk.reader.unread, person)) if person else 0

    async def _live(self, person: Person | None) -> dict[str, str] | None:
        """The talk with an agent that goes on, so that the page says who is there."""
        talk = await self._database(self._desk.open_talk, person) if person else None
        return {"state": str(talk.state), "agent": talk.agent, "number": talk.number} if talk else None

    def _lines(self, person: Person, after: int) -> list[dict[str, Any]]:
        return [
            {
                "id": line.id,
                "text": line.text,
                "at": china_time(line.at).isoformat(timespec="milliseconds"),
                "options": options_of(line.text),
            }
            for line in self._desk.lines_after(person, after)
        ]

    def _own_tickets(self, person: Person) -> list[Ticket]:
        return self._desk.reader.own_tickets(person, history=True)


def _agent_replies(tickets: Sequence[Ticket], after: int) -> list[dict[str, Any]]:
    found = [
        {
            "id": message.id,
            "number": ticket.number,
            "agent": message.author,
            "text": message.body,
            "pictures": pictures_of(ticket, message.id),
            "at": china_time(message.created_at).isoformat(timespec="milliseconds"),
        }
        for ticket in tickets
        for message in ticket.messages
        if message.kind is MessageKind.REPLY and message.id > after
    ]
    return sorted(found, key=lambda item: int(str(item["id"])))


def options_of(line: str) -> list[dict[str, str]]:
    """The button under what the bot says by itself: the ticket, where it speaks of one to be submitted."""
    return [{"id": TICKET, "title": live_words.TICKET}] if f"“{live_words.TICKET}”" in line else []


def pictures_of(ticket: Ticket, message_id: int) -> list[str]:
    """The pictures that came with a reply, by what `/api/v1/pictures/…` knows them by."""
    return [one.id for one in ticket.attachments if one.message_id == message_id and not one.deleted]
