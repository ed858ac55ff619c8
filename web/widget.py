"""The chat inside another site: one script tag there, a frame of ours, and only on the sites the settings name.

The host's page cannot read the frame, and the frame reads nothing of the host; no cookie of either is used.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from web.pages import ChatLimits
from web.static_files import StaticFiles
from web.templating import Templates

FRAME, SCRIPT = "/widget", "/widget.js"
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {}"
)
_KEEP_S = 3600
"""The script's address never changes, so browsers ask again after an hour."""


def read_origins(text: str) -> tuple[str, ...]:
    """`https://a.example, https://b.example:8443/path` as origins, in order, each once."""
    places = [urlsplit(part.strip()) for part in text.split(",") if part.strip()]
    return tuple(dict.fromkeys(f"{place.scheme}://{place.netloc}" for place in places))


class Widget:
    """The script and the frame; neither exists while no site is named."""

    def __init__(self, origins: tuple[str, ...], limits: ChatLimits, templates: Templates, files: StaticFiles) -> None:
        """Allow these sites."""
        self._origins = origins
        self._limits = limits
        self._templates = templates
        self._files = files

    def add_routes(self, app: web.Application) -> None:
        """Serve them."""
        if self._origins:
            app.router.add_get(SCRIPT, self.script)
            app.router.add_get(FRAME, self.frame)

    async def script(self, _: web.Request) -> web.StreamResponse:
        """What the other site includes."""
        response = web.Response(body=self._files.content("widget.js"), content_type="text/javascript", charset="utf-8")
        response.headers["Cache-Control"] = f"public, max-age={_KEEP_S}"
        # Other sites may run it: that is what it is for.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.enable_compression()
        return response

    async def frame(self, request: web.Request) -> web.StreamResponse:
        """The chat, for a frame on one of the sites."""
        page = self._templates.page(
            "widget.html", request=request, limits=self._limits, hot=(), guide=None, categories=(), question=""
        )
        page.headers["Content-Security-Policy"] = _POLICY.format(" ".join(self._origins))
        return page
