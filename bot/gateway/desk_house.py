"""Builds the desk at `/desk`: its door, its pages, and the rooms in the order of the navigation."""

from __future__ import annotations

from aiohttp import web

from bot.gateway.parts import Parts
from bot.serving.doors import ADDRESS
from web.desk.guard import DeskDoor, guard_middleware
from web.desk.shell import DeskPages, DeskRoom
from web.desk.sign_in import FrontRoom, SignInDesk
from web.templating import Templates


class DeskHouse:
    """The desk of one gateway."""

    def __init__(self, parts: Parts, templates: Templates) -> None:
        """Put door and pages together; rooms are built when routes are added."""
        settings, database = parts.settings, parts.executors.database_call
        is_https = settings.server.public_url.startswith("https://")
        self._parts = parts
        self.pages = DeskPages(templates)
        self._door = DeskDoor(parts.accounts, parts.desk_sessions, settings.desk, database, is_https=is_https)
        self.guard = guard_middleware(self._door, self.pages)

    def add_routes(self, app: web.Application) -> None:
        """Serve everything under `/desk`."""
        parts = self._parts
        SignInDesk(
            self._door,
            self.pages,
            parts.sign_ins_of_account,
            parts.sign_ins_of_address,
            lambda request: request[ADDRESS],
            parts.executors.processor_call,
        ).add_routes(app)
        self.pages.add_rooms(app, self._rooms())

    def _rooms(self) -> list[DeskRoom]:
        """工单, 没答上来的, 条目, 今天, 运行: a new room is built here, with what it works on."""
        return [FrontRoom(self._door, self.pages)]
