"""Tickets on the web: the owner's list, pictures and news, and a way to submit without the assistant."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from aiohttp import web

from bot.channels.web.requests import BadRequestError, json_body, person_of, text_field
from bot.gateway.keys import DESK_KEY, PICTURES_KEY
from bot.serving.http import error_response, json_response
from common.clock import china_time
from tickets.errors import DeskError
from tickets.model import STATUS_LABELS, MessageKind, Submission, Ticket
from tickets.promise import Promise

_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{8,80}")


def add_routes(app: web.Application) -> None:
    """Put the desk's public side under `/api/v1`."""
    app.router.add_get("/api/v1/tickets", get_tickets)
    app.router.add_post("/api/v1/tickets", post_ticket)
    app.router.add_get("/api/v1/updates", get_updates)
    app.router.add_get("/api/v1/pictures/{id}", get_picture)


async def get_tickets(request: web.Request) -> web.StreamResponse:
    """The tickets of the person behind the session, newest first, personal data masked."""
    tickets = await asyncio.to_thread(request.app[DESK_KEY].reader.own_tickets, person_of(request))
    return json_response({"ok": True, "tickets": [_listed(ticket) for ticket in tickets]})


async def get_updates(request: web.Request) -> web.StreamResponse:
    """Agents' answers with an id above `after`; the page asks for them while it is open."""
    after = request.query.get("after", "0")
    if not after.isascii() or not after.isdigit():
        return error_response(400, "「after」要写成数字")
    updates = await asyncio.to_thread(_agent_replies, request, int(after))
    return json_response({"ok": True, "updates": updates})


async def post_ticket(request: web.Request) -> web.StreamResponse:
    """Submit a ticket from the plain page: works when the assistant does not.

    `form` names the form that was shown, so that a repeated submit gives the same ticket.
    """
    try:
        body = await json_body(request)
        form = text_field(body, "form", required=True)
        if not _FORM_KEY.fullmatch(form):
            raise BadRequestError("「form」要是 8 到 80 个字母或数字")
        pictures = body.get("pictures", [])
        if not isinstance(pictures, list) or not all(isinstance(item, str) for item in pictures):
            raise BadRequestError("「pictures」要写成图片编号的列表")
        submission = Submission(
            f"page-{form}",
            text_field(body, "username") or None,
            text_field(body, "description", required=True),
            tuple(pictures),
        )
        opened = await asyncio.to_thread(request.app[DESK_KEY].open, person_of(request, body), submission)
    except (BadRequestError, DeskError) as error:
        return error_response(400, str(error))
    return json_response({"ok": True, "ticket": _listed(opened.ticket), "others": list(opened.others)})


async def get_picture(request: web.Request) -> web.StreamResponse:
    """A picture for the person who sent it; downloaded, never shown in place."""
    try:
        view, data = await asyncio.to_thread(
            request.app[PICTURES_KEY].open_for_person, person_of(request), request.match_info["id"]
        )
    except DeskError as error:
        return error_response(404, str(error))
    headers = {"Content-Disposition": f'attachment; filename="{view.filename}"', "X-Content-Type-Options": "nosniff"}
    return web.Response(body=data, content_type=view.media_type, headers=headers)


def _agent_replies(request: web.Request, after: int) -> list[dict[str, Any]]:
    reader, person = request.app[DESK_KEY].reader, person_of(request)
    tickets = reader.own_tickets(person, history=True)
    found = [
        {
            "id": message.id,
            "number": ticket.number,
            "text": message.body,
            "at": china_time(message.created_at).isoformat(timespec="minutes"),
        }
        for ticket in tickets
        for message in ticket.messages
        if message.kind is MessageKind.REPLY and message.id > after
    ]
    return sorted(found, key=lambda item: int(str(item["id"])))


def _listed(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "status": str(ticket.status),
        "status_label": STATUS_LABELS[ticket.status],
        "username": ticket.username,
        "description": ticket.description,
        "promised": Promise(ticket.promised_on, ticket.promise_exact).text(),
        "created_at": china_time(ticket.created_at).isoformat(timespec="minutes"),
    }
