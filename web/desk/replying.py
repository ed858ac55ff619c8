"""What an agent sends: words, and pictures that are cleaned and kept before anybody is told of them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Protocol

from aiohttp import web

from common.off_loop import OffLoop
from common.pictures import CleanPicture, PictureRefusedError
from faq.content.canned import filled
from tickets.attachments import AttachmentStore
from web.bodies import BadRequestError, FormLimits, PostedForm, Uploads, read_form
from web.desk.fields import posted_fields

_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")
_NO_PICTURE = "没有收图片："
_PICK_FIRST = "“/”还没有选成一条，没有发出。改法：选一条，或者删掉“/”再发"


class Cleaner(Protocol):
    """Makes an uploaded file a picture without anything else in it."""

    async def clean(self, data: bytes) -> CleanPicture:
        """The clean picture; `PictureRefusedError` for what is none."""


class ReplyForms:
    """Reads them, on a ticket's page and in a talk alike."""

    def __init__(
        self,
        store: AttachmentStore,
        cleaner: Cleaner,
        uploads: Uploads,
        limits: FormLimits,
        address: Callable[[web.Request], str],
        picture_work: OffLoop,
    ) -> None:
        """`address` says from where a request comes; `picture_work` runs what waits for the disk."""
        self._store = store
        self._picture_work = picture_work
        self._cleaner = cleaner
        self._uploads = uploads
        self._limits = limits
        self._address = address

    @property
    def most(self) -> dict[str, int]:
        """How many pictures of how many megabytes a page may offer to send."""
        return {"most": self._limits.pictures, "most_mb": self._limits.picture_bytes // 1024 // 1024}

    async def read(self, request: web.Request) -> PostedForm:
        """The form, with or without pictures.

        Raises:
            BadRequestError: it cannot be read, or brings too many or too large pictures.
        """
        if request.content_type == "application/x-www-form-urlencoded":
            return PostedForm(dict(await posted_fields(request)))
        async with self._uploads.turn(self._address(request), request.content_length):
            form = await read_form(request, self._limits)
        if form.refused:
            most = self.most
            raise BadRequestError(f"一次最多 {most['most']} 张图片，一张最多 {most['most_mb']} MB，没有发出去")
        return form

    async def keep(self, number: str, form: PostedForm) -> tuple[str, ...]:
        """Keep the pictures of a form for a ticket's owner; their ids, for the reply they are part of.

        Raises:
            BadRequestError: one is no picture.
            PictureError, LimitError: there is no such ticket, or no room.
        """
        kept = []
        for data in form.pictures:
            try:
                clean = await self._cleaner.clean(data)
            except PictureRefusedError as error:
                raise BadRequestError(_NO_PICTURE + str(error)) from error
            kept.append((await self._picture_work(self._store.take_for_reply, number, clean)).id)
        return tuple(kept)

    async def show(self, number: str, picture: str) -> web.Response:
        """A picture of a ticket, for an agent to see in place.

        Raises:
            PictureError: there is none, or it is another ticket's.
        """
        view, data = await self._picture_work(self._store.open_for_agent, picture, number)
        return web.Response(body=data, content_type=view.media_type, headers={"Content-Disposition": "inline"})


def form_key(form: PostedForm) -> str:
    """What a form is known by when it comes twice; one that names itself wrong is like no other."""
    key = form.fields.get("key", "")
    return key if _KEY.fullmatch(key) else secrets.token_hex(16)


def reply_text(form: PostedForm, number: str) -> str:
    """What an agent wrote, with the placeholders filled.

    Raises:
        BadRequestError: there is one that is not known, or a `/` from which nothing was chosen.
    """
    text = form.fields.get("text", "")
    if is_left_over(text):
        raise BadRequestError(_PICK_FIRST)
    try:
        return filled(text, number)
    except ValueError as error:
        raise BadRequestError(str(error)) from error


def is_left_over(text: str) -> bool:
    """Whether a text begins with the `/` that opens the list of answers, or ends with it."""
    begun = text.strip()
    return begun.startswith("/") or begun.endswith((" /", "\n/"))
