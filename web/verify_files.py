"""The files by which a platform proves that a domain is ours, from one folder: `MP_verify_….txt` at the root.

WeChat asks for one when a domain is registered for 网页授权, and looks again from time to time.
"""

from __future__ import annotations

import re
from pathlib import Path

from aiohttp import web

from common.off_loop import OffLoop

_NAME = re.compile(r"(?:MP|WW)_verify_[A-Za-z0-9]{8,32}\.txt")
_MOST_BYTES = 1024


class VerifyFiles:
    """Serves the files of a folder that have such a name; any other name does not exist."""

    def __init__(self, folder: Path, files: OffLoop) -> None:
        """`folder` need not exist; it is read where `files` runs it."""
        self._folder = folder
        self._files = files

    def add_routes(self, app: web.Application) -> None:
        """Serve them at the root, where the platform looks."""
        app.router.add_get("/{name:(?:MP|WW)_verify_[A-Za-z0-9]+\\.txt}", self.show)

    async def show(self, request: web.Request) -> web.Response:
        """One file, read anew each time: it is put there while the gateway runs."""
        name = request.match_info["name"]
        if not _NAME.fullmatch(name):
            raise web.HTTPNotFound
        try:
            content = await self._files((self._folder / name).read_bytes)
        except OSError:
            raise web.HTTPNotFound from None
        return web.Response(body=content[:_MOST_BYTES], content_type="text/plain")
