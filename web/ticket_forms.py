"""What browsers without scripts post to the ticket page: read with limits, kept for another try if it is wrong."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import BodyPartReader, web

from common.pictures import PictureRefusedError
from common.settings import TicketSettings
from tickets.errors import DeskError
from tickets.model import AttachmentView, Person

FIELD_BYTES = 16 * 1024
_MOST_PARTS = 20
_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")


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


class Intake(Protocol):
    """Where uploaded pictures go."""

    async def take(self, person: Person, data: bytes) -> AttachmentView:
        """Clean and keep one; refusals are `DeskError` and `PictureRefusedError`."""


@dataclass
class Filled:
    """What somebody typed, shown again when something was wrong; `form` names the form that was shown."""

    form: str = field(default_factory=lambda: secrets.token_urlsafe(15))
    username: str = ""
    forgotten: bool = False
    description: str = ""
    seal: str = ""
    kept: tuple[str, ...] = ()
    pictures: list[bytes] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def is_sealed(self, visitors: Visitors, token: str) -> bool:
        """Whether this very form was shown to this visitor: another site cannot post it for them."""
        expected = visitors.seal(token, self.form)
        return _KEY.fullmatch(self.form) is not None and secrets.compare_digest(self.seal.encode(), expected.encode())


async def read_form(request: web.Request, settings: TicketSettings) -> Filled:
    """The body of a form; an oversized picture is read to its end and refused beside its field.

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
            await _read_part(part, filled, settings)
    except (UnicodeDecodeError, AssertionError) as error:
        raise ValueError("malformed") from error
    raise ValueError("too many parts")


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


async def _read_part(part: BodyPartReader, filled: Filled, settings: TicketSettings) -> None:
    if part.name == "image":
        data = await _bytes(part, settings.picture_bytes)
        if data is None:
            filled.errors["pictures"] = f"图片太大了，一张最多 {settings.picture_bytes // 1024 // 1024} MB。"
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
            filled.kept = tuple(filter(None, text.split(",")))[: settings.pictures_per_ticket]


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
