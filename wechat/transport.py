"""One HTTP call to WeChat's API: errors told apart, secrets kept out of them, no redirect followed.

WeChat answers errors with HTTP 200 and sometimes JSON under a text content type, so only the body is believed.
Source: https://developers.weixin.qq.com/doc/channels/api/basic
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from wechat.errors import ApiError, MediaTooLargeError, UncertainError, UnreachableError

JSON_BYTES = 1024 * 1024
_ADDRESS = re.compile(r"invalid ip ([0-9a-fA-F.:]{2,45})")


@dataclass(frozen=True)
class RawAnswer:
    """The body of an answer and what its header claims it is."""

    body: bytes = field(repr=False)
    content_type: str
    disposition: str = field(default="", repr=False)


class Transport:
    """Makes calls below one base address."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, timeout_s: float) -> None:
        """Borrow a session; its owner closes it."""
        self._session = session
        self._base_url = base_url.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=timeout_s, connect=min(5.0, timeout_s))

    async def get_json(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object a GET gives."""
        return read_json(path, (await self._call("GET", path, query, None, JSON_BYTES)).body)

    async def post_json(self, path: str, query: Mapping[str, str], payload: object) -> dict[str, Any]:
        """The JSON object a POST of a JSON object gives; written unescaped, as codes 40033 and 47002 demand."""
        body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
        return read_json(path, (await self._call("POST", path, query, body, JSON_BYTES)).body)

    async def post_form(self, path: str, query: Mapping[str, str], form: aiohttp.FormData) -> dict[str, Any]:
        """The JSON object an upload gives."""
        return read_json(path, (await self._call("POST", path, query, form, JSON_BYTES)).body)

    async def get_bytes(self, path: str, query: Mapping[str, str], max_bytes: int) -> RawAnswer:
        """A body of any kind, read no further than `max_bytes`.

        Raises:
            MediaTooLargeError: it is longer.
        """
        return await self._call("GET", path, query, None, max_bytes)

    async def _call(
        self, method: str, path: str, query: Mapping[str, str], data: bytes | aiohttp.FormData | None, max_bytes: int
    ) -> RawAnswer:
        fault: Exception | None = None
        headers = {"Content-Type": "application/json; charset=utf-8"} if isinstance(data, bytes) else None
        try:
            async with self._session.request(
                method,
                self._base_url + path,
                params=query,
                data=data,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                if response.status != 200:
                    fault = UncertainError(path, f"http_{response.status}")
                else:
                    return await _read_body(response, max_bytes)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            fault = UnreachableError(path)
        except TimeoutError:
            fault = UncertainError(path, "timeout")
        except asyncio.CancelledError:
            raise
        except (aiohttp.ClientError, OSError) as error:
            fault = UncertainError(path, type(error).__name__)
        # Raised out here: as a context, aiohttp's exception would carry the address with the token in it.
        raise fault


def read_json(path: str, body: bytes) -> dict[str, Any]:
    """The object in an answer.

    Raises:
        ApiError: it is WeChat's refusal.
        UncertainError: it is no JSON object.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise UncertainError(path, "not_json")
    code = answer.get("errcode", 0)
    if code != 0:
        if not isinstance(code, int):
            raise UncertainError(path, "not_json")
        raise ApiError(path, code, _detail(answer.get("errmsg")))
    return answer


def _detail(message: object) -> str:
    """The one part of `errmsg` an operator needs: the address to put on the white list (40164)."""
    found = _ADDRESS.search(message) if isinstance(message, str) else None
    if not found:
        return ""
    try:
        return str(ipaddress.ip_address(found[1]))
    except ValueError:
        return ""


async def _read_body(response: aiohttp.ClientResponse, max_bytes: int) -> RawAnswer:
    if (response.content_length or 0) > max_bytes:
        raise MediaTooLargeError("微信返回的文件太大")
    body = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > max_bytes:
            raise MediaTooLargeError("微信返回的文件太大")
    return RawAnswer(bytes(body), response.content_type, response.headers.get("Content-Disposition", ""))
