"""What every answer over HTTP has in common: one error shape, security headers, the real address."""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Middleware

from web.bodies import BadRequestError
from web.error_pages import ErrorPages

log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SERVER = "gateway"
"""Which version of what listens here is nobody's business."""
_SENTENCES = {
    400: "请求的格式不对",
    403: "不能这样做",
    404: "没有这个地址",
    405: "这个地址不接受这种请求",
    413: "内容太大了，请缩短后再发",
    429: "发得太快了，请稍等一会儿再试",
    500: "系统出了点问题，请稍后再试，或回复“人工”",
    503: "系统正在启动，请稍后再试",
}
_API = "/api/"


def json_response(body: Any, status: int = 200) -> web.Response:
    """JSON as people read it: Chinese characters stay themselves."""
    return web.Response(text=_json(body), status=status, content_type="application/json", charset="utf-8")


class ErrorResponse(web.Response):
    """The one error shape: `{"ok": false, "error": …, "status": …}`."""

    def __init__(self, status: int, sentence: str) -> None:
        """Say in Chinese what is wrong."""
        body = {"ok": False, "error": sentence, "status": status}
        super().__init__(text=_json(body), status=status, content_type="application/json", charset="utf-8")
        self.sentence = sentence


def error_response(status: int, sentence: str | None = None, *, retry_after_s: int | None = None) -> ErrorResponse:
    """A failure in the one shape, with the usual sentence of its status unless another is given."""
    response = ErrorResponse(status, sentence or _SENTENCES.get(status, _SENTENCES[400]))
    if retry_after_s is not None:
        response.headers["Retry-After"] = str(retry_after_s)
    return response


def errors_middleware(pages: ErrorPages | None = None) -> Middleware:
    """The middleware that gives every failure its shape: a page to people, where there are pages, JSON to programs.

    Its cause goes to the log, never to the asker.
    """

    @web.middleware
    async def shape_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await _answered(request, handler)
        if pages is None or not isinstance(response, ErrorResponse):
            return response
        page = pages.page_for(request, response.status, response.sentence)
        if page is None:
            return response
        for name in ("Retry-After", "Allow"):
            if name in response.headers:
                page.headers[name] = response.headers[name]
        return page

    return shape_errors


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except BadRequestError as error:
        return error_response(error.status, str(error))
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = error_response(error.status, _SENTENCES.get(error.status))
        if "Allow" in error.headers:  # a 405 must say what would be allowed (RFC 9110, 15.5.6)
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except Exception as error:
        if isinstance(error, ConnectionError) and _has_left(request):
            return error_response(400)  # nobody reads it: whoever asked closed the page
        # The path template, not the path: a path may hold what somebody searched for.
        resource = request.match_info.route.resource
        log.exception("request_failed route=%s", resource.canonical if resource else "unknown")
        return error_response(500)


def _has_left(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


@web.middleware
async def headers_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the security headers; answers of the API are never cached."""
    try:
        response = await handler(request)
    except web.HTTPException as redirect:
        _add_headers(request, redirect)
        raise
    _add_headers(request, response)
    return response


def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    framed = "Content-Security-Policy" in response.headers  # the one page that says itself who may frame it
    for name, value in SECURITY_HEADERS.items():
        if not (framed and name == "X-Frame-Options"):
            response.headers.setdefault(name, value)
    response.headers["Server"] = SERVER
    if request.path.startswith(_API):
        response.headers.setdefault("Cache-Control", "no-store")


def _json(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False)


def client_address(request: web.Request, trusted_proxies: int) -> str:
    """The address of the person: the peer, or what the innermost untrusted hop says behind proxies."""
    peer = request.remote or "unknown"
    if trusted_proxies <= 0:
        return peer
    lines = request.headers.getall("X-Forwarded-For", [])  # a proxy may add a line of its own (RFC 9110, 5.3)
    hops = [hop.strip() for hop in ",".join(lines).split(",") if hop.strip()]
    if len(hops) < trusted_proxies:
        return peer
    try:
        return str(ipaddress.ip_address(hops[-trusted_proxies]))
    except ValueError:
        return peer


def forwarded_scheme(request: web.Request, trusted_proxies: int) -> str:
    """The scheme the person's browser used: the connection's, or what a proxy that is trusted says."""
    if trusted_proxies <= 0:
        return request.scheme
    said = [
        word.strip().lower() for line in request.headers.getall("X-Forwarded-Proto", []) for word in line.split(",")
    ]
    return "https" if "https" in said else request.scheme
