"""Renders the pages' templates: escaped by default, and a misspelt name is an error, never a blank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from common.help_desk import HelpDesk
from web.static_files import StaticFiles

TEMPLATES_FOLDER = Path(__file__).parent / "templates"


class Templates:
    """The templates of one folder, with the addresses of the static files they link to."""

    def __init__(self, files: StaticFiles, desk: HelpDesk, folder: Path = TEMPLATES_FOLDER) -> None:
        """Take the files' addresses and who speaks, which every page says."""
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["static"] = files.url
        self._environment.globals["desk"] = desk

    def page(self, name: str, *, status: int = 200, **values: Any) -> web.Response:
        """A whole HTML page; browsers ask again each time, for the answers may have changed."""
        text = self._environment.get_template(name).render(**values)
        response = web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
        response.headers["Cache-Control"] = "no-cache"
        response.enable_compression()
        return response
