"""What browsers without scripts post to the ticket page: read with limits, kept for another try if it is wrong."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from common.pictures import PictureRefusedError
from tickets.errors import DeskError
from tickets.model import AttachmentView, Person
from web.bodies import FormLimits, PostedForm

_CONCERN_CHARS = 300
_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")


class FormVisitors(Protocol):
    """Who is on the page: kept in a cookie that only these pages get."""

    def token(self, request: web.Request) -> str:
        """The token of the cookie, or a fresh one."""

    def remember(self, response: web.StreamResponse, token: str) -> None:
        """Set the cookie."""

    def person(self, request: web.Request, token: str) -> Person:
        """Who that token stands for."""

    def seal(self, token: str, form: str) -> str:
        """Proof that this form was shown to this visitor."""

    def is_seal(self, token: str, form: str, seal: str) -> bool:
        """Whether it was."""

    def is_known(self, request: web.Request) -> bool:
        """Whether the browser brought a cookie of ours: what is kept for it can be found again."""

    def is_own_page(self, request: web.Request) -> bool:
        """Whether another site's page may not have sent it."""

    def address(self, request: web.Request) -> str:
        """The network address they come from, as far as limits need it."""

    async def pictures_wait_s(self, request: web.Request, count: int) -> int:
        """0 when so many more pictures may be sent from their network today, else the seconds to wait."""

    async def wait_s(self, person: Person) -> int:
        """0 when they may submit once more now, else the seconds to wait."""

    async def ticket_wait_s(self, request: web.Request) -> int:
        """0 when one more ticket may be opened from their network today, else the seconds to wait."""


class Intake(Protocol):
    """Where uploaded pictures go."""

    async def take(self, person: Person, data: bytes) -> AttachmentView:
        """Clean and keep one; refusals are `DeskError` and `PictureRefusedError`."""


@dataclass
class Filled:
    """What somebody typed, shown again when something was wrong.

    `form` names the form that was shown, `concern` what they searched for or read before.
    """

    form: str = field(default_factory=lambda: secrets.token_urlsafe(15))
    username: str = ""
    forgotten: bool = False
    description: str = ""
    concern: str = ""
    kept: tuple[str, ...] = ()
    pictures: tuple[bytes, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


def form_name(request: web.Request, visitors: FormVisitors, token: str) -> str | None:
    """The form a post belongs to, from its address: known before a byte of the body is read; None for a strange one.

    Another site cannot post a form for this visitor: it does not know the seal.
    """
    name, seal = request.query.get("form", ""), request.query.get("seal", "")
    return name if is_form_name(name) and visitors.is_seal(token, name, seal) else None


def is_form_name(name: str) -> bool:
    """Whether that could be the name of a form of ours."""
    return _KEY.fullmatch(name) is not None


def filled_from(form: PostedForm, name: str, limits: FormLimits) -> Filled:
    """The fields of a posted form; what was too large is among its errors."""
    fields = form.fields
    filled = Filled(
        form=name,
        username=fields.get("username", ""),
        forgotten="forgotten" in fields,
        description=fields.get("description", ""),
        concern=fields.get("concern", "")[:_CONCERN_CHARS],
        kept=tuple(filter(None, fields.get("kept", "").split(",")))[: limits.pictures],
        pictures=form.pictures,
    )
    if form.refused:
        most_mb = limits.picture_bytes // 1024 // 1024
        filled.errors["pictures"] = (
            f"有 {form.refused} 张图片没有收：一次最多 {limits.pictures} 张，一张最多 {most_mb} MB。"
        )
    return filled


async def keep_pictures(intake: Intake, person: Person, filled: Filled, most: int) -> None:
    """Keep what was uploaded, so that it need not be chosen again when something else is wrong."""
    for data in filled.pictures:
        if len(filled.kept) >= most:
            filled.errors["pictures"] = f"最多带 {most} 张图片，多的没有收。"
            return
        try:
            filled.kept += ((await intake.take(person, data)).id,)
        except (DeskError, PictureRefusedError) as error:
            filled.errors["pictures"] = str(error)
