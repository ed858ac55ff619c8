"""Back to a ticket from another browser: its number and recovery code, its pictures in place."""

from __future__ import annotations

import re
from typing import Protocol

from aiohttp import web

from common.off_loop import OffLoop
from tickets.attachments import AttachmentStore
from tickets.errors import DeskError, PictureError
from tickets.numbers import find_numbers
from tickets.owner import OwnersDesk
from web.bodies import BadRequestError, FormLimits, read_form
from web.refused_forms import RefusedForms
from web.templating import Templates
from web.ticket_forms import Filled, FormVisitors, form_name

PAGE = "/ticket-recovery"
_LIMITS = FormLimits(picture_bytes=0, pictures=0, total_bytes=16 * 1024)
_NOT_FOUND = "工单号和找回码对不上，请核对。两样都在提交工单后的那一页上。"
_INCOMPLETE = "工单号和找回码都要填：工单号是 T 开头的 8 位，找回码是 8 位。"
_CODE_CHARS = 8
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{4}[- ]?[0-9A-Z]{4}(?![0-9A-Z])")
_TOO_MANY = "试的次数太多了，请过一小时再试；急的话可以重新提交工单。"
_STALE = "页面打开得太久了，请再按一次。"


class Tries(Protocol):
    """How often codes may be tried."""

    async def recovery_wait_s(self, request: web.Request, number: str) -> int:
        """0 when one more may be tried from this network and for this ticket (it is counted), else the seconds."""


class RecoveryPage:
    """The views; that a number exists is told to nobody who has not its code."""

    def __init__(
        self,
        owners: OwnersDesk,
        pictures: AttachmentStore,
        visitors: FormVisitors,
        tries: Tries,
        templates: Templates,
        database: OffLoop,
        picture: OffLoop,
        refused: RefusedForms,
    ) -> None:
        """Codes are checked by `owners`, tries counted by `tries`."""
        self._owners = owners
        self._pictures = pictures
        self._visitors = visitors
        self._tries = tries
        self._templates = templates
        self._database = database
        self._picture = picture
        self._refused = refused

    def add_routes(self, app: web.Application) -> None:
        """Serve them."""
        app.router.add_get(PAGE, self.show)
        app.router.add_post(PAGE, self.recover)
        app.router.add_get("/ticket/{number}/pictures/{id}", self.picture)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The form."""
        token = self._visitors.token(request)
        number = next(iter(find_numbers(request.query.get("number", "")[:40])), "")
        filled = await self._refused.shown(request, token)
        return self._form(request, token, filled or Filled(username=number))

    async def recover(self, request: web.Request) -> web.StreamResponse:
        """Open the ticket here too, or say that number and code do not fit."""
        token = self._visitors.token(request)
        name = form_name(request, self._visitors, token)
        if name is None:
            return await self._again(request, token, Filled(), _STALE)
        filled = Filled(name)
        try:
            fields = (await read_form(request, _LIMITS)).fields
        except BadRequestError as error:
            return await self._again(request, token, filled, f"{error}。", error.status)
        filled.username, filled.description = _apart(fields.get("number", "")[:60], fields.get("code", "")[:60])
        number, code = next(iter(find_numbers(filled.username)), ""), filled.description
        if not number or sum(map(str.isalnum, code)) < _CODE_CHARS:  # no try: it cannot be right
            return await self._again(request, token, filled, _INCOMPLETE)
        if await self._tries.recovery_wait_s(request, number):
            return await self._again(request, token, filled, _TOO_MANY, 429)
        person = self._visitors.person(request, token)
        try:
            await self._database(self._owners.come_back, person, number, code)
        except DeskError:
            return await self._again(request, token, filled, _NOT_FOUND)
        await self._refused.done(person, name)
        response = web.HTTPSeeOther(f"/ticket/{number}?done=recovered")
        self._visitors.remember(response, token)
        raise response

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """A picture of one's own ticket; we encoded it ourselves, so it may be shown in place."""
        person = self._visitors.person(request, self._visitors.token(request))
        try:
            view, data = await self._picture(self._pictures.open_for_person, person, request.match_info["id"])
        except PictureError as error:
            raise web.HTTPNotFound from error
        headers = {"Cache-Control": "private, no-store", "Content-Disposition": f'inline; filename="{view.filename}"'}
        return web.Response(body=data, content_type=view.media_type, headers=headers)

    async def _again(
        self, request: web.Request, token: str, filled: Filled, fault: str, status: int = 400
    ) -> web.StreamResponse:
        """What was typed with what is wrong: one wrong character need not be the end of all."""
        filled.errors = {"form": fault}
        await self._refused.send_on(request, token, filled, PAGE)
        return self._form(request, token, filled, status)

    def _form(self, request: web.Request, token: str, filled: Filled, status: int = 200) -> web.StreamResponse:
        """The form; a ticket's number and code are its only fields."""
        page = self._templates.page(
            "ticket_recovery.html",
            request=request,
            status=status,
            number=filled.username,
            code=filled.description,
            fault=filled.errors.get("form", ""),
            form=filled.form,
            seal=self._visitors.seal(token, filled.form),
        )
        page.headers["Cache-Control"] = "no-store"
        self._visitors.remember(page, token)
        return page


def _apart(number: str, code: str) -> tuple[str, str]:
    """What the two fields mean: what was copied holds both, and may have been put into either."""
    found = find_numbers(f"{number} {code}")
    if not found:
        return number, code
    rest = f"{number} {code}".upper().replace(found[0], " ")
    both = _CODE.findall(rest)
    return (found[0], both[-1]) if both else (number, code)
