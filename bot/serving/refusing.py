"""What aiohttp answers by itself, in our shape: what its parser refuses, and what a request expects of us.

Both come before every middleware: they told which version of what listens here, without the headers that tell a
browser to keep to the text, and a raw byte in `Expect` broke the sentence that repeated it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.serving.http import SECURITY_HEADERS, SERVER, error_response

_Serve = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
_CONTINUE = "100-continue"
"""The one expectation there is (RFC 9110, 10.1.1)."""


class QuietProtocol(web.RequestHandler):
    """A connection whose refusals tell nothing."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 (it quotes what was sent)
    ) -> web.StreamResponse:
        """The answer to what could not be read or broke outside the application; the connection closes."""
        super().handle_error(request, status, exc)  # which notes it
        return _refusal(status)


def without_expectations(serve: _Serve) -> _Serve:
    """The same, but 417 to whoever expects something that nobody knows."""

    async def served(request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Expect", _CONTINUE).lower() != _CONTINUE:
            return _refusal(417)
        return await serve(request)

    return served


def _refusal(status: int) -> web.Response:
    response = error_response(status)
    response.headers.update(SECURITY_HEADERS)
    response.headers["Server"] = SERVER
    response.force_close()
    return response
