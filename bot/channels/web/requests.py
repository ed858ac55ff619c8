"""Reading what browsers send: JSON, forms with pictures, and whose session it is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.channels.wechat.sign_in import signed_in_person
from bot.gateway.keys import SESSIONS_KEY, SETTINGS_KEY
from bot.serving.http import client_address
from tickets.model import Person

CHANNEL = "web"
SESSION_HEADER = "X-Session"
_TOKEN_CHARS = 200
_MOST_PARTS = 16


class BadRequestError(Exception):
    """The body is not what the API takes; the text says what is wrong, in Chinese."""


@dataclass(frozen=True)
class Form:
    """A multipart body: its text fields and the bytes of its pictures."""

    fields: dict[str, Any]
    pictures: tuple[bytes, ...]


async def json_body(request: web.Request) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        BadRequestError: it is none.
    """
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise BadRequestError("内容不是合法的 JSON") from error
    if not isinstance(body, dict):
        raise BadRequestError('内容要写成 JSON 对象，例如 {"text": "忘记密码怎么办"}')
    return body


async def form_body(request: web.Request) -> Form:
    """A multipart body, pictures in the parts named `image`; sizes are counted while it arrives.

    Raises:
        BadRequestError: too many or too large parts, or no multipart at all.
    """
    settings = request.app[SETTINGS_KEY]
    fields: dict[str, Any] = {}
    pictures: list[bytes] = []
    try:
        reader = await request.multipart()
        for _ in range(_MOST_PARTS):
            part = await reader.next()
            if part is None:
                return Form(fields, tuple(pictures))
            if not isinstance(part, BodyPartReader):
                raise BadRequestError("内容的格式不对")
            is_picture = part.name == "image"
            data = await _read(part, settings.tickets.picture_bytes if is_picture else settings.limits.body_bytes)
            if is_picture:
                pictures.append(data)
                if len(pictures) > settings.tickets.pictures_per_ticket:
                    raise BadRequestError(f"一次最多 {settings.tickets.pictures_per_ticket} 张图片")
            else:
                fields[part.name or ""] = data.decode()
    except (ValueError, UnicodeDecodeError, AssertionError) as error:
        raise BadRequestError("内容的格式不对") from error
    raise BadRequestError("内容的部分太多")


def text_field(body: dict[str, Any], name: str, *, required: bool = False) -> str:
    """A text of a body, empty when it is absent.

    Raises:
        BadRequestError: absent though required, or no text.
    """
    value = body.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise BadRequestError(f"「{name}」要写成文字")
    # JSON can spell half a character (\ud800), which no answer and no database can carry on.
    return value.encode("utf-8", "replace").decode()


def session_token(request: web.Request, body: dict[str, Any] | None = None) -> str:
    """The token a request carries, in its body or (without one) its header; empty when there is none.

    Raises:
        BadRequestError: no text, or far too long to be one.
    """
    token = text_field(body, "session") if body is not None else request.headers.get(SESSION_HEADER, "")
    if len(token) > _TOKEN_CHARS:
        raise BadRequestError("「session」太长")
    return token


def person_of(request: web.Request, body: dict[str, Any] | None = None) -> Person:
    """Who a request comes from: the WeChat person signed in there, or the session token's."""
    return person_behind(request, session_token(request, body))


def person_behind(request: web.Request, token: str) -> Person:
    """The WeChat person signed in in that browser, or whoever holds the session token."""
    return signed_in_person(request) or Person(CHANNEL, conversation_of(request, token))


def conversation_of(request: web.Request, token: str) -> str:
    """The pseudonymous key of the conversation behind a token."""
    address = client_address(request, request.app[SETTINGS_KEY].server.trusted_proxies)
    return request.app[SESSIONS_KEY].conversation_key(token, address)


async def _read(part: BodyPartReader, most_bytes: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
        if len(data) > most_bytes:
            raise BadRequestError(f"内容太大了，最多 {most_bytes // 1024 // 1024 or 1} MB")
    return bytes(data)
