"""The JSON API of the chat page and the help centre (design.md §6)."""

from __future__ import annotations

import asyncio
import re
import secrets

from aiohttp import web

from bot.channels.base import Inbound
from bot.channels.web.requests import BadRequestError, form_body, json_body, person_behind, session_token, text_field
from bot.channels.web.visitors import remember_session
from bot.conversation.guard import guard
from bot.gateway.keys import (
    ADDRESS_LIMIT_KEY,
    CLOCK_KEY,
    DATABASE_KEY,
    LIBRARY_KEY,
    METRICS_KEY,
    PICTURES_KEY,
    SESSION_LIMIT_KEY,
    SESSIONS_KEY,
    SETTINGS_KEY,
    TURNS_KEY,
)
from bot.serving.http import client_address, error_response, json_response
from faq.answer import contacts_for, render_plain, source_line
from faq.choice import Option
from faq.entry import Entry
from faq.markup import to_html
from faq.reply import hot_options
from tickets.errors import DeskError
from tickets.feedback import REASONS, record_feedback

_OPTION_ID = re.compile(r"[a-z0-9_]{1,40}")
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}")
_LIMIT = re.compile(r"[0-9]{1,4}")
_MOST_RESULTS = 50


def add_routes(app: web.Application) -> None:
    """Put the API under `/api/v1`."""
    app.router.add_post("/api/v1/session", post_session)
    app.router.add_post("/api/v1/messages", post_message)
    app.router.add_get("/api/v1/search", get_search)
    app.router.add_get("/api/v1/hot", get_hot)
    app.router.add_get("/api/v1/faq/{id}", get_entry)
    app.router.add_post("/api/v1/feedback", post_feedback)


async def post_session(request: web.Request) -> web.StreamResponse:
    """A fresh session token; the page gets one before its first message."""
    token = request.app[SESSIONS_KEY].new_token()
    response = json_response({"ok": True, "session": token})
    remember_session(request, response, token)
    return response


async def post_message(request: web.Request) -> web.StreamResponse:
    """One message in, the replies out; without `session` a new conversation begins.

    JSON, or a multipart form whose parts named `image` become attachments of the conversation.
    """
    try:
        if request.content_type == "multipart/form-data":
            form = await form_body(request)
            body, pictures = form.fields, form.pictures
        else:
            body, pictures = await json_body(request), ()
        text = text_field(body, "text", required=not pictures)
        token = session_token(request, body) or request.app[SESSIONS_KEY].new_token()
        option, message_id = text_field(body, "option"), text_field(body, "message_id")
        if option and not _OPTION_ID.fullmatch(option):
            raise BadRequestError("「option」不是有效的选项编号")
        if message_id and not _MESSAGE_ID.fullmatch(message_id):
            raise BadRequestError("「message_id」只能用字母、数字和 _ . : -，最多 80 个字符")
    except BadRequestError as error:
        return error_response(400, str(error))
    address = client_address(request, request.app[SETTINGS_KEY].server.trusted_proxies)
    person = person_behind(request, token)
    key = person.conversation_key
    for limiter, name, limited in (
        (request.app[ADDRESS_LIMIT_KEY], "address_limit", address),
        (request.app[SESSION_LIMIT_KEY], "session_limit", key),
    ):
        if not limiter.allow(limited):
            request.app[METRICS_KEY].refused(name)
            return error_response(429, retry_after_s=limiter.wait_s(limited))
    # Scoped to the conversation, so that nobody gets an answer by guessing another's message id.
    identity = f"{key}:{message_id or secrets.token_urlsafe(12)}"
    try:
        taken = [await asyncio.to_thread(request.app[PICTURES_KEY].take, person, data) for data in pictures]
    except DeskError as error:
        return error_response(400, str(error))
    inbound = Inbound(person.channel, key, identity, text, option or None, tuple(view.id for view in taken))
    # A page that is closed in the middle must not end the turn half way.
    outbound = await asyncio.shield(request.app[TURNS_KEY].run(inbound))
    response = json_response({"ok": True, "session": token, **outbound.as_dict()})
    remember_session(request, response, token)
    return response


async def get_search(request: web.Request) -> web.StreamResponse:
    """Entries for what somebody types into the search box, best first."""
    query = guard(request.query.get("q", ""), request.app[SETTINGS_KEY].limits.text_chars).text
    limit = request.query.get("limit", "10")
    if not _LIMIT.fullmatch(limit):
        return error_response(400, "「limit」要写成不超过四位的数字")
    library = request.app[LIBRARY_KEY]
    if not query:
        return json_response({"ok": True, "results": []})
    found = await asyncio.to_thread(library.search, query, min(int(limit), _MOST_RESULTS))
    entries = [library.content.entry(candidate.entry_id) for candidate in found]
    return json_response({"ok": True, "results": [_listed(entry) for entry in entries if entry]})


async def get_hot(request: web.Request) -> web.StreamResponse:
    """The popular questions."""
    content = request.app[LIBRARY_KEY].content
    entries = [content.entry(option.id) for option in hot_options(content)]
    return json_response({"ok": True, "results": [_listed(entry) for entry in entries if entry]})


async def get_entry(request: web.Request) -> web.StreamResponse:
    """One answer with everything a page needs to show it."""
    content = request.app[LIBRARY_KEY].content
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
            "contacts": [{"name": item.name, "text": item.text} for item in contacts_for(entry, content)],
            "source": source_line(entry),
            "reviewed": entry.reviewed.isoformat(),
            "related": [{"id": item.id, "title": item.title} for item in related if item],
        }
    )


async def post_feedback(request: web.Request) -> web.StreamResponse:
    """有用 or 没用 for an answer."""
    try:
        body = await json_body(request)
        entry_id, reason = text_field(body, "faq_id", required=True), text_field(body, "reason")
        token, comment = text_field(body, "session"), text_field(body, "comment")
        helpful = body.get("helpful")
        if not isinstance(helpful, bool):
            raise BadRequestError("「helpful」要写成 true 或 false")
        if request.app[LIBRARY_KEY].content.entry(entry_id) is None:
            raise BadRequestError("「faq_id」不是知识库里的条目")
        if reason and reason not in REASONS:
            raise BadRequestError(f"「reason」只能是：{'、'.join(REASONS)}")
    except BadRequestError as error:
        return error_response(400, str(error))
    address = client_address(request, request.app[SETTINGS_KEY].server.trusted_proxies)
    if not request.app[ADDRESS_LIMIT_KEY].allow(address):
        request.app[METRICS_KEY].refused("address_limit")
        return error_response(429)
    await asyncio.to_thread(
        record_feedback,
        request.app[DATABASE_KEY],
        at=request.app[CLOCK_KEY].now(),
        conversation_key=person_behind(request, token).conversation_key,
        entry_id=entry_id,
        helpful=helpful,
        reason=reason,
        comment=guard(comment, request.app[SETTINGS_KEY].limits.text_chars).text,
    )
    request.app[METRICS_KEY].feedback(helpful=helpful)
    return json_response({"ok": True})


def _listed(entry: Entry) -> dict[str, str]:
    option = Option(entry.id, entry.title)
    return {"id": option.id, "title": option.title, "category": entry.category}
