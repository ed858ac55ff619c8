"""Renders the pages' templates: escaped by default, and a misspelt name is an error, never a blank."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from common.clock import china_time
from common.help_desk import HelpDesk
from web.browsers import Browser
from web.links import linked
from web.static_files import StaticFiles

TEMPLATES_FOLDER = Path(__file__).parent / "templates"


class Templates:
    """The templates of one folder, with the addresses of the static files they link to."""

    def __init__(
        self, files: StaticFiles, desk: HelpDesk, public_url: str = "", folder: Path = TEMPLATES_FOLDER
    ) -> None:
        """Take the files' addresses and who speaks, which every page says; `public_url` names pages to others."""
        self.public_url = public_url.rstrip("/")
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["linked"] = linked
        self._environment.filters["clock"] = _clock
        self._environment.globals["static"] = files.url
        self._environment.globals["desk"] = desk
        # Pages that are about something give it along to the way to a person.
        self._environment.globals["human"] = ""
        self._environment.globals["description"] = ""
        # The address of a page for search engines; only where people's address of us is known.
        self._environment.globals["canonical"] = ""
        self._environment.globals["public_url"] = self.public_url

    def compile(self) -> None:
        """Compile every template: whoever opens a page first need not wait, nor anybody else meanwhile."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def page(
        self, name: str, /, *, request: web.Request | None = None, status: int = 200, **values: Any
    ) -> web.Response:
        """A whole HTML page; browsers ask again each time, for the answers may have changed.

        Pages for askers are made for the browser of the `request`; those of the desk are the same in all.
        """
        browser = Browser() if request is None else Browser.of(request)
        response = self._rendered(name, "text/html", status, {"browser": browser, **values})
        if request is not None:
            response.headers["Vary"] = "User-Agent"
        return response

    def xml(self, name: str, **values: Any) -> web.Response:
        """The same for programs that read XML."""
        return self._rendered(name, "application/xml", 200, values)

    def _rendered(self, name: str, media_type: str, status: int, values: Mapping[str, Any]) -> web.Response:
        text = self._environment.get_template(name).render(values)
        response = web.Response(text=text, status=status, content_type=media_type, charset="utf-8")
        response.headers["Cache-Control"] = "no-cache"
        response.enable_compression()
        return response


def _clock(moment: datetime) -> str:
    """A moment as a clock on a wall in China shows it, with its day."""
    return f"{china_time(moment):%m-%d %H:%M}"
