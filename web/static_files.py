"""Serves `web/static/` from memory under an address that names its bytes.

A changed file changes the address of all of them, so browsers may keep them for ever, and modules
that import each other by relative address always come from the same state.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from aiohttp import web

STATIC_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
_FOR_EVER = "public, max-age=31536000, immutable"


class StaticFiles:
    """The files of one folder, read once; a name that is not among them does not exist."""

    def __init__(self, folder: Path = STATIC_FOLDER) -> None:
        # What others made lies apart, with its licence and where it came from (vendored.json); its names count as ours.
        paths = sorted([*folder.iterdir(), *folder.glob("vendor/*")])
        self._files = {path.name: path.read_bytes() for path in paths if path.suffix in _TYPES}
        digest = hashlib.sha256()
        for name, content in self._files.items():
            digest.update(name.encode() + b"\0" + content + b"\0")
        self.version = digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """The address of a file; an unknown name is an error, so that no page links to nothing."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"

    def content(self, name: str) -> bytes:
        """The bytes of a file, for what has an address of its own."""
        return self._files[name]

    async def serve(self, request: web.Request) -> web.Response:
        """`GET /static/{version}/{name}`; an older version gets today's bytes, but may not keep them."""
        name = request.match_info["name"]
        content = self._files.get(name)
        if content is None:
            raise web.HTTPNotFound
        response = web.Response(body=content, content_type=_TYPES[Path(name).suffix], charset="utf-8")
        if name.endswith(".png"):
            response.charset = None
        current = request.match_info["version"] == self.version
        response.headers["Cache-Control"] = _FOR_EVER if current else "no-cache"
        response.enable_compression()
        return response
