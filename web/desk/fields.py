"""What a form of the desk brings: read once, with bounds, for the guard and the room alike."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from web.bodies import SMALL_BYTES, BadRequestError, read_body, without_nul

_FIELDS = web.RequestKey("desk_fields", dict)
_MOST_FIELDS = 200


async def posted_fields(request: web.Request) -> Mapping[str, str]:
    """The fields of a posted form; of several with one name the last.

    Raises:
        BadRequestError: no form, too long or too slow.
    """
    return dict(await posted_pairs(request))


async def posted_pairs(request: web.Request) -> list[tuple[str, str]]:
    """The same with every field, in order, for boxes that can be ticked several times."""
    if _FIELDS not in request:
        body = await read_body(request, SMALL_BYTES)
        try:
            pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
        except ValueError as error:
            raise BadRequestError("内容的格式不对") from error
        request[_FIELDS] = {"pairs": [(name, without_nul(value)) for name, value in pairs]}
    pairs_read: list[tuple[str, str]] = request[_FIELDS]["pairs"]
    return pairs_read
