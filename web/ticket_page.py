"""The plain way to a ticket: a form that works without the assistant and without JavaScript.

`/ticket` shows the form and the person's own tickets; a submit redirects to the ticket's own page,
so a reload never submits again, and the form's key gives the same ticket if it does.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from aiohttp import BodyPartReader, web

from common.clock import china_time
from common.settings import TicketSettings
from tickets.attachments import AttachmentStore
from tickets.desk import Desk
from tickets.errors import DeskError, SubmissionError, UnknownTicketError
from tickets.fields import read_description, read_username
from tickets.model import ACTIVE, STATUS_LABELS, MessageKind, Person, Submission, Ticket
from tickets.promise import Promise
from web.templating import Templates

log = logging.getLogger(__name__)
T = TypeVar("T")

PAGE = "/ticket"
FIELD_BYTES = 16 * 1024
_MOST_PARTS = 20
_SHOWN_TICKETS = 10
_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
_STALE = "页面打开得太久了，为了安全请再按一次“提交工单”（您填的内容都还在）。"
_TOO_FAST = "提交得太快了，请过一分钟再试（您填的内容都还在）。"
_UNREADABLE = "没有收完整，请再提交一次。"
_NO_USERNAME = "请填用户名；不记得就勾选“不记得用户名”。"


class Visitors(Protocol):
    """Who is on the page: kept in a cookie that only these pages get."""

    def token(self, request: web.Request) -> str:
        """The token of the cookie, or a fresh one."""

    def remember(self, request: web.Request, response: web.StreamResponse, token: str) -> None:
        """Set the cookie."""

    def person(self, request: web.Request, token: str) -> Person:
        """Who that token stands for."""

    def seal(self, token: str, form: str) -> str:
        """Proof that this form was shown to this visitor."""

    def allow(self, request: web.Request, person: Person) -> bool:
        """Whether they may submit once more now."""


@dataclass
class Filled:
    """What somebody typed, shown again when something was wrong."""

    form: str = field(default_factory=lambda: secrets.token_urlsafe(15))
    username: str = ""
    forgotten: bool = False
    description: str = ""
    seal: str = ""
    kept: tuple[str, ...] = ()
    pictures: list[bytes] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


class TicketPage:
    """The views."""

    def __init__(
        self, desk: Desk, store: AttachmentStore, visitors: Visitors, templates: Templates, settings: TicketSettings
    ) -> None:
        """Take tickets for this desk."""
        self._desk = desk
        self._store = store
        self._visitors = visitors
        self._templates = templates
        self._settings = settings

    def add_routes(self, app: web.Application) -> None:
        """Serve `/ticket` and `/ticket/{number}`."""
        app.router.add_get(PAGE, self.show)
        app.router.add_post(PAGE, self.submit)
        app.router.add_get(PAGE + "/{number}", self.one)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The empty form."""
        return await self._form(request, self._visitors.token(request), Filled())

    async def submit(self, request: web.Request) -> web.StreamResponse:
        """Open the ticket, or show the form again with what is wrong; what was typed stays."""
        token = self._visitors.token(request)
        person = self._visitors.person(request, token)
        try:
            filled = await self._read(request)
        except ValueError:
            return await self._form(request, token, Filled(errors={"form": _UNREADABLE}), 400)
        if not _KEY.fullmatch(filled.form) or not secrets.compare_digest(
            filled.seal.encode(), self._visitors.seal(token, filled.form).encode()
        ):
            filled.form, filled.errors["form"] = Filled().form, _STALE
        elif not self._visitors.allow(request, person):
            filled.errors["form"] = _TOO_FAST
        if filled.errors:
            return await self._form(request, token, filled, 429 if filled.errors.get("form") == _TOO_FAST else 400)
        await _off_loop(lambda: self._keep_pictures(person, filled))
        submission = self._submission(filled)
        if submission is None:
            return await self._form(request, token, filled, 400)
        try:
            opened = await _off_loop(lambda: self._desk.open(person, submission))
        except DeskError as error:
            filled.errors["form"] = str(error)
            return await self._form(request, token, filled, 400)
        response = web.HTTPSeeOther(f"{PAGE}/{opened.ticket.number}")
        self._visitors.remember(request, response, token)
        raise response

    async def one(self, request: web.Request) -> web.StreamResponse:
        """One of the visitor's own tickets: number, promise, state, answers."""
        token = self._visitors.token(request)
        person, number = self._visitors.person(request, token), request.match_info["number"].upper()
        try:
            ticket = await _off_loop(lambda: self._desk.reader.own_ticket(person, number))
        except UnknownTicketError as error:
            return await self._form(request, token, Filled(errors={"form": str(error)}), 404)
        page = self._templates.page("ticket_done.html", ticket=_shown(ticket))
        return self._private(request, page, token)

    async def _form(self, request: web.Request, token: str, filled: Filled, status: int = 200) -> web.StreamResponse:
        person = self._visitors.person(request, token)
        tickets = await _off_loop(lambda: self._desk.reader.own_tickets(person, _SHOWN_TICKETS))
        page = self._templates.page(
            "ticket.html",
            status=status,
            filled=filled,
            seal=self._visitors.seal(token, filled.form),
            most=self._settings.pictures_per_ticket,
            most_mb=self._settings.picture_bytes // 1024 // 1024,
            tickets=[_shown(ticket) for ticket in tickets],
            active=[ticket.number for ticket in tickets if ticket.status in ACTIVE],
        )
        return self._private(request, page, token)

    def _private(self, request: web.Request, page: web.StreamResponse, token: str) -> web.StreamResponse:
        page.headers["Cache-Control"] = "no-store"
        self._visitors.remember(request, page, token)
        return page

    def _submission(self, filled: Filled) -> Submission | None:
        """The checked form; None when something is wrong, each fault beside its field."""
        checks: tuple[tuple[str, Callable[[str], object], str], ...] = (
            ("username", read_username, "忘了" if filled.forgotten else filled.username),
            ("description", read_description, filled.description),
        )
        for name, check, value in checks:
            try:
                check(value)
            except SubmissionError as error:
                filled.errors[name] = str(error) if value.strip() or name == "description" else _NO_USERNAME
        if filled.errors:
            return None
        username = None if filled.forgotten else filled.username
        return Submission(f"plain-{filled.form}", username, filled.description, filled.kept)

    def _keep_pictures(self, person: Person, filled: Filled) -> None:
        """Keep what was uploaded, so that it need not be chosen again when something else is wrong."""
        most = self._settings.pictures_per_ticket
        for data in filled.pictures:
            if len(filled.kept) >= most:
                filled.errors["pictures"] = f"最多带 {most} 张图片，多的没有收。"
                return
            try:
                filled.kept += (self._store.take(person, data).id,)
            except DeskError as error:
                filled.errors["pictures"] = str(error)

    async def _read(self, request: web.Request) -> Filled:
        """The body of the form; an oversized picture is read to its end and refused beside its field.

        Raises:
            ValueError: no such form.
        """
        filled = Filled(form="")
        if request.content_type != "multipart/form-data":
            raise ValueError("no form")
        try:
            reader = await request.multipart()
            for _ in range(_MOST_PARTS):
                part = await reader.next()
                if part is None:
                    return filled
                if not isinstance(part, BodyPartReader):
                    raise ValueError("a form inside a form")
                await self._read_part(part, filled)
        except (UnicodeDecodeError, AssertionError) as error:
            raise ValueError("malformed") from error
        raise ValueError("too many parts")

    async def _read_part(self, part: BodyPartReader, filled: Filled) -> None:
        if part.name == "image":
            data = await _bytes(part, self._settings.picture_bytes)
            if data is None:
                filled.errors["pictures"] = f"图片太大了，一张最多 {self._settings.picture_bytes // 1024 // 1024} MB。"
            elif data:  # a browser sends an empty part when no file was chosen
                filled.pictures.append(data)
            return
        value = await _bytes(part, FIELD_BYTES)
        if value is None:
            raise ValueError("field too long")
        text = value.decode()
        match part.name:
            case "form" | "seal" | "username" | "description":
                setattr(filled, part.name, text)
            case "forgotten":
                filled.forgotten = True
            case "kept":
                filled.kept = tuple(filter(None, text.split(",")))[: self._settings.pictures_per_ticket]


def _shown(ticket: Ticket) -> dict[str, object]:
    """A ticket as its owner sees it."""
    return {
        "number": ticket.number,
        "status": STATUS_LABELS[ticket.status],
        "opened": f"{china_time(ticket.created_at):%Y-%m-%d %H:%M}",
        "promise": Promise(ticket.promised_on, ticket.promise_exact).text(),
        "username": ticket.username,
        "description": ticket.description,
        "pictures": len(ticket.attachments),
        "replies": [
            {"text": message.body, "at": f"{china_time(message.created_at):%Y-%m-%d %H:%M}"}
            for message in ticket.messages
            if message.kind is MessageKind.REPLY
        ],
    }


async def _bytes(part: BodyPartReader, most_bytes: int) -> bytes | None:
    """A part's bytes; None when there are more, read to the end so that the browser hears the answer."""
    data = bytearray()
    over = 0
    while chunk := await part.read_chunk():
        if len(data) + len(chunk) <= most_bytes and not over:
            data += chunk
        else:
            over += len(chunk)
            if over > 4 * most_bytes + 64 * 1024:
                raise ValueError("endless")
    return None if over else bytes(data)


async def _off_loop(work: Callable[[], T]) -> T:
    return await asyncio.to_thread(work)
