"""条目: the knowledge base as its editors see it, and each entry to be looked at and changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from aiohttp import web
from sqlalchemy.engine import Engine

from common.clock import china_time
from common.off_loop import OffLoop
from common.yaml_nodes import YamlNode
from faq.content.loader import Content
from learning.changes import WriteEntry
from learning.entry_list import Listed, holds, listed
from learning.form_faults import FieldFault
from learning.rows.entries import comments, read_use
from learning.rows.records import Records
from tickets.accounts import Role
from web.desk.editing import Editing, kept_texts, saved_number
from web.desk.entry_form import form_fields, read_form
from web.desk.fields import posted_fields, posted_pairs
from web.desk.shell import DeskPages, DeskRoute

HOME = "/desk/entries"
STALE_DAYS = 365
_ORDERS = {
    "due": ("先看要处理的", None),
    "hits": ("用得最多", lambda line: -line.use.hits),
    "unhelpful": ("没用最多", lambda line: (-line.use.unhelpful, -line.use.hits)),
    "old": ("最久没核对", lambda line: line.entry.reviewed),
}


class ServedContent(Protocol):
    """What of the knowledge base is shown: `faq.engine.library.Library`."""

    @property
    def content(self) -> Content:
        """What is served."""


class EntryRoom:
    """The room of the entries."""

    name, title, path, role = "entries", "条目", HOME, Role.EDITOR

    def __init__(
        self,
        pages: DeskPages,
        library: ServedContent,
        editing: Editing,
        records: Records,
        engine: Engine,
        work: OffLoop,
        today: Callable[[], date],
    ) -> None:
        """Show what the library serves; edit what lies on the shelf of `editing`."""
        self._pages = pages
        self._library = library
        self._editing = editing
        self._records = records
        self._engine = engine
        self._work = work
        self._today = today

    def routes(self) -> Sequence[DeskRoute]:
        """Its addresses."""
        return [
            DeskRoute("GET", HOME, self.show_list),
            DeskRoute("GET", HOME + "/{id}", self.show_entry),
            DeskRoute("POST", HOME + "/{id}/preview", self.preview),
            DeskRoute("POST", HOME + "/{id}/save", self.save),
            *self._editing.routes(),
        ]

    async def show_list(self, request: web.Request) -> web.StreamResponse:
        """All entries, or those that hold some words."""
        query = request.query.get("q", "").strip()[:60]
        order = request.query.get("order", "due")
        lines = await self._work(self._listed, query, order)
        return self._pages.page(
            request,
            "desk/entries.html",
            active=self.name,
            lines=lines,
            query=query,
            order=order if order in _ORDERS else "due",
            orders=[(key, label) for key, (label, _) in _ORDERS.items()],
            changes=await self._work(self._records.newest, None, 12),
            time=china_time,
            **saved_number(request),
        )

    async def show_entry(self, request: web.Request) -> web.StreamResponse:
        """One entry with its form, its preview, what people said and what was changed."""
        name = request.match_info["id"]
        node, content = await self._work(self._node, name)
        if node is None:
            raise web.HTTPNotFound
        entry = content.entry(name)
        categories = sorted({item.category for item in content.entries})
        main, rest = form_fields(node.plain(), categories, is_new=False)
        uses = await self._work(read_use, self._engine, self._today())
        line = listed([entry], uses, self._today(), STALE_DAYS)[0] if entry else None
        return self._pages.page(
            request,
            "desk/entry.html",
            active=self.name,
            entry=entry,
            line=line,
            place=node.path,
            main=main,
            rest=rest,
            shown=await self._work(self._editing.shown, entry, content) if entry else None,
            comments=await self._work(comments, self._engine, name),
            changes=await self._work(self._records.newest, name),
            time=china_time,
            **saved_number(request),
        )

    async def preview(self, request: web.Request) -> web.StreamResponse:
        """The entry as it is being written; reviewed when the editor asks for it."""
        change = await self._change(request, anew=True)
        if isinstance(change, list):
            return self._editing.refused(request, change)
        return await self._editing.preview(
            request, change, review=(await posted_fields(request)).get("review") == "yes"
        )

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Put it live."""
        change = await self._change(request, anew=False)
        if isinstance(change, list):
            return self._editing.refused(request, change)
        return await self._editing.save(request, change, f"{HOME}/{change.entry_id}")

    async def _change(self, request: web.Request, *, anew: bool) -> WriteEntry | list[FieldFault]:
        values, faults = read_form(await posted_fields(request))
        kept = kept_texts(await posted_pairs(request), anew=anew)
        return faults or WriteEntry(fields={**values, "id": request.match_info["id"]}, kept=kept)

    def _node(self, name: str) -> tuple[YamlNode | None, Content]:
        """An entry as it is written in the newest content, also where it is not valid today."""
        read = self._editing.workshop.content.read()
        return read.nodes.get(name), read.content

    def _listed(self, query: str, order: str) -> list[Listed]:
        entries = self._editing.workshop.content.read().content.entries
        found = [entry for entry in entries if holds(entry, query)]
        today = self._today()
        lines = listed(found, read_use(self._engine, today), today, STALE_DAYS)
        by: Any = _ORDERS.get(order, ("", None))[1]
        return sorted(lines, key=by) if by else lines
