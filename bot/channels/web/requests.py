"""Reading what the API is sent: JSON objects and their fields."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from common.shallow_json import load_shallow_json
from web.bodies import BadRequestError, read_body, without_nul

JSON = "application/json"


async def json_body(request: web.Request, most_bytes: int) -> dict[str, Any]:
    """The body as a JSON object; only under its own content type, which no page of another site can send unasked.

    Raises:
        BadRequestError: it is none, too long or too slow.
    """
    if request.content_type != JSON:
        raise BadRequestError(f"内容要用 {JSON} 发送（现在是 {request.content_type[:60]}）", 415)
    try:
        body = load_shallow_json(await read_body(request, most_bytes))
    except ValueError as error:  # also a number of 5,000 digits
        raise BadRequestError("内容不是合法的 JSON") from error
    if not isinstance(body, dict):
        raise BadRequestError('内容要写成 JSON 对象，例如 {"text": "忘记密码怎么办"}')
    return {name: _without_nul(value) for name, value in body.items()}


def _without_nul(value: Any) -> Any:
    """A value of JSON whose texts, at any depth (`load_shallow_json` bounds it), hold no NUL (`\\u0000`)."""
    if isinstance(value, str):
        return without_nul(value)
    if isinstance(value, list):
        return [_without_nul(item) for item in value]
    return {name: _without_nul(item) for name, item in value.items()} if isinstance(value, dict) else value


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
