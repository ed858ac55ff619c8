"""One ticket for the agent who works on it: everything about it beside it, and what can be done with it."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from common.clock import china_time
from common.off_loop import OffLoop
from tickets.accounts import Accounts, Role
from tickets.agents import AgentDesk
from tickets.case_file import CaseFiles
from tickets.desk_queue import DeskQueue
from tickets.errors import DeskError, PictureError, UnknownTicketError
from tickets.model import Priority, Status, Ticket
from tickets.numbers import is_number
from tickets.presence import BEAT_S, Presence
from web.bodies import BadRequestError
from web.desk.fields import posted_fields
from web.desk.queue import QUEUE, query_of, wanted_of
from web.desk.replying import ReplyForms, form_key, reply_text
from web.desk.shell import DeskPages, DeskRoute, account_of
from web.desk.ticket_view import fingerprint, said_last, shown_case, ways
from web.help_centre import Knowledge

_ONE = QUEUE + "/{number}"


class TicketRoom:
    """The page of a ticket."""

    name, title, path, role = "ticket", "", QUEUE, Role.AGENT

    def __init__(
        self,
        pages: DeskPages,
        desk: AgentDesk,
        files: CaseFiles,
        queue: DeskQueue,
        presence: Presence,
        accounts: Accounts,
        forms: ReplyForms,
        library: Knowledge,
        database: OffLoop,
    ) -> None:
        """Work with these; `database` runs what waits for it."""
        self._pages = pages
        self._desk = desk
        self._files = files
        self._queue = queue
        self._presence = presence
        self._accounts = accounts
        self._forms = forms
        self._library = library
        self._database = database

    def routes(self) -> list[DeskRoute]:
        """See `DeskRoom`."""
        changes: dict[str, Callable[[web.Request, str], Awaitable[None]]] = {
            "note": self._note,
            "assign": self._assign,
            "status": self._status,
            "priority": self._priority,
            "tag": self._tag,
            "merge": self._merge,
            "retry": self._retry,
            "reply": self._reply,
        }
        return [
            DeskRoute("GET", _ONE, self.show),
            DeskRoute("GET", _ONE + "/pictures/{id}", self.picture),
            DeskRoute("POST", _ONE + "/reveal", self.reveal),
            DeskRoute("POST", _ONE + "/beat", self.beat),
            DeskRoute("POST", _ONE + "/leave", self.leave),
            *(DeskRoute("POST", f"{_ONE}/{name}", _then_back(change)) for name, change in changes.items()),
        ]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The ticket, masked."""
        try:
            ticket = await self._database(self._desk.reader.ticket, _number(request))
        except UnknownTicketError:
            raise web.HTTPNotFound from None
        return await self._page(request, ticket)

    async def reveal(self, request: web.Request) -> web.StreamResponse:
        """The ticket in the clear, this once; the reason is on record before anything is shown."""
        reason = (await posted_fields(request)).get("reason", "")
        try:
            ticket = await self._database(self._desk.reveal, account_of(request).name, _number(request), reason)
        except DeskError as error:
            raise BadRequestError(str(error)) from error
        return await self._page(request, ticket, is_raw=True)

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """A picture of this ticket; that somebody saw it is on record."""
        number = _number(request)
        try:
            shown = await self._forms.show(number, request.match_info["id"])
        except PictureError:
            raise web.HTTPNotFound from None
        await self._database(self._desk.note_pictures, account_of(request).name, number)
        return shown

    async def beat(self, request: web.Request) -> web.StreamResponse:
        """The page is open: who else is here, and a mark that changes when a reply got further."""
        number, is_typing = _number(request), (await posted_fields(request)).get("typing") == "1"
        others = await self._database(self._presence.beat, account_of(request).id, number, is_typing=is_typing)
        try:
            ticket = await self._database(self._desk.reader.ticket, number)
        except UnknownTicketError:
            raise web.HTTPNotFound from None
        told = await self._database(self._files.told, ticket)
        seen = [{"name": one.name, "typing": one.is_typing} for one in others]
        return web.json_response({"others": seen, "mark": fingerprint(ticket, told)})

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """The page was closed."""
        await self._database(self._presence.leave, account_of(request).id, _number(request))
        return web.Response(status=204)

    async def _page(self, request: web.Request, ticket: Ticket, *, is_raw: bool = False) -> web.StreamResponse:
        account, now, wanted = account_of(request), self._desk.clock.now(), wanted_of(request)
        case = await self._database(self._files.of, ticket)
        before, after = await self._database(
            self._queue.neighbours, wanted, account.name, china_time(now).date(), ticket.number
        )
        merged = [
            await self._database(self._desk.reader.ticket, other.number)
            for other in case.others
            if other.merged_into == ticket.number
        ]
        titles = ways(self._library.content, self._library.guidance.guides.guides)
        query = urlencode(query_of(wanted))
        last = said_last(ticket)
        due = self._desk.due_on(ticket.promised_on, last.created_at if last and ticket.answered_at else None)
        return self._pages.page(
            request,
            "desk/ticket.html",
            active="tickets",
            ticket=shown_case(ticket, case, merged, titles, self._desk.time_left(due), now),
            is_raw=is_raw,
            query=query,
            here=f"{QUEUE}/{ticket.number}?{query}",
            back=f"{QUEUE}?{query}",
            before=f"{QUEUE}/{before}?{query}" if before else "",
            after=f"{QUEUE}/{after}?{query}" if after else "",
            colleagues=await self._database(self._accounts.agents),
            key=secrets.token_urlsafe(15),
            beat_s=BEAT_S,
            **self._forms.most,
        )

    # ── changes: each checks nothing itself, the desk does ────────────────────────────────────

    async def _reply(self, request: web.Request, number: str) -> None:
        form = await self._forms.read(request)
        await self._database(
            self._desk.reply,
            account_of(request).name,
            number,
            reply_text(form, number),
            status=_status_after(form.fields),
            expected_version=_version(form.fields),
            pictures=await self._forms.keep(number, form),
            key=f"desk-{form_key(form)}",
        )

    async def _note(self, request: web.Request, number: str) -> None:
        fields = await posted_fields(request)
        await self._database(self._desk.note, account_of(request).name, number, fields.get("text", ""))

    async def _assign(self, request: web.Request, number: str) -> None:
        fields = await posted_fields(request)
        assignee = fields.get("assignee", "")
        if assignee and await self._database(self._accounts.agent, assignee) is None:
            raise BadRequestError("没有这位同事，或者已经停用")
        version = _version(fields)
        await self._database(
            self._desk.assign, account_of(request).name, number, assignee or None, expected_version=version
        )

    async def _status(self, request: web.Request, number: str) -> None:
        fields = await posted_fields(request)
        status = _one_of(Status, fields.get("status", ""))
        await self._database(
            self._desk.set_status, account_of(request).name, number, status, expected_version=_version(fields)
        )

    async def _priority(self, request: web.Request, number: str) -> None:
        priority = _one_of(Priority, (await posted_fields(request)).get("priority", ""))
        await self._database(self._desk.set_priority, account_of(request).name, number, priority)

    async def _tag(self, request: web.Request, number: str) -> None:
        fields = await posted_fields(request)
        name, remove = account_of(request).name, "remove" in fields
        await self._database(self._desk.tag, name, number, fields.get("tag", ""), remove=remove)

    async def _merge(self, request: web.Request, number: str) -> None:
        into = (await posted_fields(request)).get("into", "")
        await self._database(self._desk.merge, account_of(request).name, number, into)
        raise web.HTTPSeeOther(f"{QUEUE}/{into.strip().upper()}?{request.query_string}")

    async def _retry(self, request: web.Request, number: str) -> None:
        """Send again what did not get through, only of this ticket."""
        wanted = (await posted_fields(request)).get("outbox", "")
        ticket = await self._database(self._desk.reader.ticket, number)
        told = await self._database(self._files.told, ticket)
        if wanted not in {str(one.outbox_id) for one in told.values() if one.can_retry}:
            raise BadRequestError("这一条不用重发")
        await self._database(self._desk.resend, account_of(request).name, number, int(wanted))


def _then_back(
    change: Callable[[web.Request, str], Awaitable[None]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Make a change and show the ticket again; what the desk refuses is said as it is."""

    async def changed(request: web.Request) -> web.StreamResponse:
        number = _number(request)
        try:
            await change(request, number)
        except UnknownTicketError:
            raise web.HTTPNotFound from None
        except DeskError as error:
            raise BadRequestError(str(error)) from error
        raise web.HTTPSeeOther(f"{QUEUE}/{number}?{request.query_string}")

    return changed


def _number(request: web.Request) -> str:
    number = request.match_info["number"].upper()
    if not is_number(number):
        raise web.HTTPNotFound
    return number


def _status_after(fields: Mapping[str, str]) -> Status | None:
    """What becomes of a ticket that was answered; it waits for the person unless more is to come from us."""
    if fields.get("after") == "resolved":
        return Status.RESOLVED
    return Status.OPEN if fields.get("stays") == "yes" else None


def _version(fields: Any) -> int | None:
    text = fields.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _one_of(kind: Any, text: str) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise BadRequestError("请求的格式不对") from error
