"""The plain way to a ticket: pages that work without the assistant and without JavaScript.

`/ticket` shows the person's open tickets, each with a form to add to it and a button to close it, and the form for a
new one. Every post redirects, a refused one too, so a reload never posts again; if it does, the form's key finds what
it did before.
"""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from common.off_loop import OffLoop
from tickets.desk import Desk
from tickets.errors import DeskError, SubmissionError, UnknownTicketError
from tickets.fields import read_addition, read_description, read_username
from tickets.model import (
    ACTIVE,
    RATINGS,
    Person,
    Status,
    Submission,
    Ticket,
)
from tickets.numbers import find_numbers
from tickets.owner import OwnersDesk
from web.bodies import BadRequestError, FormLimits, Uploads, read_form
from web.concern import Concern
from web.help_centre import Knowledge
from web.refused_forms import RefusedForms
from web.templating import Templates
from web.ticket_forms import Filled, FormVisitors, Intake, filled_from, form_name, keep_pictures
from web.ticket_shown import PAGE, shown_ticket

_SHOWN_TICKETS = 10
_STALE = "页面打开得太久了，为了安全请再按一次“提交工单”（您填的内容都还在）。"
_STALE_CARE = "页面打开得太久了，为了安全请再按一次（您写的文字还在）。"
_TOO_FAST = "提交得太快了，请过一分钟再试（您填的内容都还在）。"
_TOO_MANY = "您所在的网络今天提交的工单太多了，请明天再提交，或者换一个网络。"
_TOO_MANY_PICTURES = "您所在的网络今天传的图片太多了，请先不带图片提交，或者明天再传。"
_WORDS_ONLY = FormLimits(picture_bytes=0, pictures=0, total_bytes=10 * 1024 * 1024)
"""For a form that is not this visitor's: its words are shown again, its pictures are read past."""
_NO_USERNAME = "请填用户名；不记得就勾选“不记得用户名”。"
_NOTHING_ADDED = "请写一句要补充的话，或者选一张图片。"
_DONE = {
    "opened": "已收到，答复会出现在这一页。换了手机或浏览器，凭工单号和找回码再打开，请记下来。",
    "added": "已补充，客服会一起看。",
    "settled": "好的，这张工单已按“解决了”关闭。",
    "rated": "谢谢，您的评价已经记下。",
    "recovered": "找到了。这张工单以后在这里也能看、能补充。",
}
"""What to say after a redirect, by the word in its address."""
_RECOVERED_CLOSED = "找到了。这张工单以后在这里也能看。"


class TicketPage:
    """The views."""

    def __init__(
        self,
        desk: Desk,
        owners: OwnersDesk,
        intake: Intake,
        visitors: FormVisitors,
        templates: Templates,
        uploads: Uploads,
        limits: FormLimits,
        library: Knowledge,
        database: OffLoop,
        refused: RefusedForms,
    ) -> None:
        """Take tickets for this desk, whose calls `database` runs; titles of what was read are the library's."""
        self._library = library
        self._desk = desk
        self._owners = owners
        self._database = database
        self._intake = intake
        self._visitors = visitors
        self._templates = templates
        self._uploads = uploads
        self._limits = limits
        self._refused = refused

    def add_routes(self, app: web.Application) -> None:
        """Serve `/ticket`, `/ticket/{number}` and what can be done with a ticket."""
        app.router.add_get(PAGE, self.show)
        app.router.add_post(PAGE, self.submit)
        app.router.add_get(PAGE + "/{number}", self.one)
        app.router.add_post(PAGE + "/{number}/add", self.add)
        app.router.add_post(PAGE + "/{number}/settle", self.settle)
        app.router.add_post(PAGE + "/{number}/rate", self.rate)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The person's tickets and an empty form."""
        token = self._visitors.token(request)
        filled = await self._refused.shown(request, token)
        concern = Concern.of(request, self._library.content).words()
        return await self._form(request, token, filled or Filled(concern=concern))

    async def submit(self, request: web.Request) -> web.StreamResponse:
        """Open the ticket, or show the form again with what is wrong; what was typed stays."""
        token = self._visitors.token(request)
        person = self._visitors.person(request, token)
        filled = await self._read(request, person, token, _STALE)
        submission = None if "form" in filled.errors else await self._database(_submission, filled)
        if submission is None:
            return await self._form(request, token, filled, _refusal(filled))
        if await self._visitors.ticket_wait_s(request):
            filled.errors["form"] = _TOO_MANY
            return await self._form(request, token, filled, 429)
        try:
            opened = await self._database(self._desk.open, person, submission)
        except DeskError as error:
            filled.errors["form"] = str(error)
            return await self._form(request, token, filled, 400)
        await self._refused.done(person, filled.form)
        return self._go_on(token, opened.ticket.number, "opened")

    async def one(self, request: web.Request) -> web.StreamResponse:
        """One of the visitor's own tickets: number, promise, state, what was said; what they can do with it."""
        token = self._visitors.token(request)
        filled = await self._refused.shown(request, token)
        return await self._ticket(request, token, filled or Filled(), done=request.query.get("done", ""))

    async def add(self, request: web.Request) -> web.StreamResponse:
        """Add words or pictures to a ticket, or show it again with what is wrong."""
        token = self._visitors.token(request)
        person, number = self._visitors.person(request, token), request.match_info["number"].upper()
        filled = await self._read(request, person, token, _STALE_CARE)
        if not filled.errors and not read_addition(filled.description) and not filled.kept:
            filled.errors["description"] = _NOTHING_ADDED
        if filled.errors:
            return await self._ticket(request, token, filled, _refusal(filled))
        key = f"page-{filled.form}"
        try:
            await self._database(
                self._desk.add, person, filled.description, filled.kept, idempotency_key=key, number=number
            )
        except DeskError as error:
            filled.errors["form"] = str(error)
            return await self._ticket(request, token, filled, 400)
        await self._refused.done(person, filled.form)
        return self._go_on(token, number, "added")

    async def settle(self, request: web.Request) -> web.StreamResponse:
        """Close a ticket because its owner says that it is solved."""
        token = self._visitors.token(request)
        person, number = self._visitors.person(request, token), request.match_info["number"].upper()
        filled = await self._read(request, person, token, _STALE_CARE)
        if filled.errors:
            return await self._ticket(request, token, filled, _refusal(filled))
        try:
            await self._database(self._desk.settle, person, number)
        except DeskError as error:
            return await self._ticket(request, token, Filled(errors={"form": str(error)}), 400)
        return self._go_on(token, number, "settled")

    async def rate(self, request: web.Request) -> web.StreamResponse:
        """Keep what the owner thinks of the help."""
        token = self._visitors.token(request)
        person, number = self._visitors.person(request, token), request.match_info["number"].upper()
        filled = await self._read(request, person, token, _STALE_CARE)
        if not filled.errors:
            try:
                await self._database(self._desk.rate, person, number, request.query.get("rating", ""))
            except DeskError as error:
                filled.errors["form"] = str(error)
        if filled.errors:
            return await self._ticket(request, token, filled, _refusal(filled))
        return self._go_on(token, number, "rated")

    async def _read(self, request: web.Request, person: Person, token: str, stale: str) -> Filled:
        """The posted form with its pictures kept; what keeps it from being used is among its errors."""
        name = form_name(request, self._visitors, token)
        refusal = stale if name is None else _TOO_FAST if await self._visitors.wait_s(person) else ""
        try:
            async with self._uploads.turn(self._visitors.address(request), request.content_length):
                # Nobody who was not shown this form, or comes too often, makes us keep pictures.
                form = await read_form(request, _WORDS_ONLY if refusal else self._limits)
                filled = filled_from(form, name or Filled().form, self._limits)
                if refusal:
                    filled.errors = {"form": refusal}
                elif filled.pictures and await self._visitors.pictures_wait_s(request, len(filled.pictures)):
                    filled.errors["pictures"] = _TOO_MANY_PICTURES
                else:
                    await keep_pictures(self._intake, person, filled, self._limits.pictures)
        except BadRequestError as error:
            return Filled(errors={"form": f"{error}。请再提交一次。"})
        return filled

    async def _form(self, request: web.Request, token: str, filled: Filled, status: int = 200) -> web.StreamResponse:
        if status != 200:
            await self._refused.send_on(request, token, filled, PAGE)
        person = self._visitors.person(request, token)
        tickets = await self._database(self._desk.reader.own_tickets, person, _SHOWN_TICKETS, history=True)
        page = self._templates.page(
            "ticket.html",
            request=request,
            status=status,
            filled=filled,
            seal=self._visitors.seal(token, filled.form),
            care=Filled(),
            # What was answered since comes first; among equals the newest.
            open=sorted(
                (self._shown(ticket, token) for ticket in tickets if ticket.status is not Status.CLOSED),
                key=lambda shown: not shown["unread"],
            ),
            closed=[self._shown(ticket, token) for ticket in tickets if ticket.status is Status.CLOSED],
            ratings=RATINGS,
            active=[ticket.number for ticket in tickets if ticket.status in ACTIVE],
            **self._figures(),
        )
        return self._private(page, token)

    async def _ticket(
        self, request: web.Request, token: str, filled: Filled, status: int = 200, *, done: str = ""
    ) -> web.StreamResponse:
        person, number = self._visitors.person(request, token), request.match_info["number"].upper()
        try:
            ticket = await self._database(self._desk.reader.own_ticket, person, number)
        except UnknownTicketError as error:
            return self._missing(request, token, number, str(error))
        if status != 200:
            await self._refused.send_on(request, token, filled, f"{PAGE}/{number}")
        if self._visitors.is_own_page(request):
            await self._database(self._owners.look, person, number)
        shown = self._shown(ticket, token, filled)
        page = self._templates.page(
            "ticket_done.html",
            request=request,
            status=status,
            ticket=shown,
            care=filled,
            ratings=RATINGS,
            done=_done(done, ticket),
            was_added=done == "added",
            **self._figures(),
        )
        return self._private(page, token)

    def _missing(self, request: web.Request, token: str, number: str, sentence: str) -> web.StreamResponse:
        """No such ticket of theirs: said on a page of its own, with the ways on. The same for every number."""
        typed = next(iter(find_numbers(number)), "")
        page = self._templates.page("ticket_missing.html", request=request, status=404, sentence=sentence, number=typed)
        return self._private(page, token)

    def _figures(self) -> dict[str, int]:
        return {
            "most": self._limits.pictures,
            "most_bytes": self._limits.picture_bytes,
            "most_mb": self._limits.picture_bytes // 1024 // 1024,
        }

    def _go_on(self, token: str, number: str, done: str) -> web.StreamResponse:
        response = web.HTTPSeeOther(f"{PAGE}/{number}?done={done}")
        self._visitors.remember(response, token)
        raise response

    def _private(self, page: web.StreamResponse, token: str) -> web.StreamResponse:
        page.headers["Cache-Control"] = "no-store"
        self._visitors.remember(page, token)
        return page

    def _shown(self, ticket: Ticket, token: str, filled: Filled | None = None) -> dict[str, object]:
        """A ticket as its owner sees it, with a sealed form of its own while something can be done with it."""
        form = (filled or Filled()).form or Filled().form
        sealed = {"form": form, "seal": self._visitors.seal(token, form), "code": self._owners.code(ticket.number)}
        return {**shown_ticket(ticket, self._desk.promise_from), **sealed}


def _submission(filled: Filled) -> Submission | None:
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
    return Submission(f"plain-{filled.form}", username, filled.description, filled.kept, filled.concern)


def _done(word: str, ticket: Ticket) -> str:
    """What was just done with a ticket, in words."""
    if word == "recovered" and ticket.status is Status.CLOSED:
        return _RECOVERED_CLOSED
    return _DONE.get(word, "")


def _refusal(filled: Filled) -> int:
    return 429 if filled.errors.get("form") == _TOO_FAST else 400
