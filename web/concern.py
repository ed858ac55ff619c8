"""What somebody searched for or read before they wanted a person: carried in addresses, told to the agent."""

from __future__ import annotations

from urllib.parse import urlencode

from aiohttp import web

from faq.content.loader import Content

_WORDS_CHARS = 100
_INNER = str.maketrans("“”", "‘’")
"""Quotation marks inside quotation marks."""


class Concern:
    """What somebody searched for or read before they wanted a person, in words for the agent."""

    def __init__(self, query: str = "", title: str = "", entry_id: str = "") -> None:
        """`title` is that of the answer they read."""
        self._query = query
        self._title = title
        self._entry_id = entry_id

    @classmethod
    def of(cls, request: web.Request, content: Content) -> Concern:
        """What an address says; an answer that is not there (any more) or not public is nothing."""
        query = " ".join(request.query.get("q", "")[:_WORDS_CHARS].split())
        entry = content.entry(request.query.get("about", ""))
        if entry is None or entry.scope is not None:
            return cls(query)
        return cls(query, entry.title, entry.id)

    def address(self, page: str) -> str:
        """The address of a page that goes on with it."""
        values = {name: value for name, value in (("q", self._query), ("about", self._entry_id)) if value}
        return f"{page}?{urlencode(values)}" if values else page

    def words(self) -> str:
        """`搜过“注册”；看过“忘记密码怎么找回？”`; empty when it is nothing."""
        said = (("搜过", self._query), ("看过", self._title))
        return "；".join(f"{what}“{value.translate(_INNER)}”" for what, value in said if value)
