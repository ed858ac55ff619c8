"""A refused form gets an address of its own: reload and Back show it again, and the browser never asks to post again.

Post, redirect, get, also when something is wrong. What was typed waits, sealed, for the page that shows it; its address
holds nothing but the form's own name, which is of use to its visitor alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Protocol
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from common.masking import without_secrets
from common.off_loop import OffLoop
from tickets.model import Person
from web.ticket_forms import Filled, FormVisitors, is_form_name

AGAIN = "again"
IN_PLACE = "X-In-Place"
"""A script that shows what is wrong on the page it stands on wants that page at once (`ticket_form.js`)."""
_MOST_CHARS = 5000
"""More than the fields take; who sends more did not type it."""


class Kept(Protocol):
    """Where it waits."""

    def keep(self, conversation_key: str, name: str, text: str) -> None:
        """Keep a text under a form's name."""

    def read(self, conversation_key: str, name: str) -> str | None:
        """It, for the same person."""

    def drop(self, conversation_key: str, name: str) -> None:
        """Forget it."""


class RefusedForms:
    """Sends browsers from a refused form to the page that shows it."""

    def __init__(self, kept: Kept, visitors: FormVisitors, database: OffLoop) -> None:
        """`database` runs the calls of `kept`."""
        self._kept = kept
        self._visitors = visitors
        self._database = database

    async def send_on(self, request: web.Request, token: str, filled: Filled, page: str) -> None:
        """Send a browser on to `page`, where `shown` finds the form; return for whom that would not work.

        That is whoever has no cookie of ours (nothing could be found again), a script that stays where it is, and
        everybody while the database takes nothing.

        Raises:
            web.HTTPSeeOther: to that page.
        """
        is_browser = "text/html" in request.headers.get("Accept", "")
        if not is_browser or IN_PLACE in request.headers or not self._visitors.is_known(request):
            return
        key = self._visitors.person(request, token).conversation_key
        try:
            await self._database(lambda: self._kept.keep(key, filled.form, _written(filled)))
        except DBAPIError:
            return
        response = web.HTTPSeeOther(f"{page}?{urlencode({AGAIN: filled.form})}")
        self._visitors.remember(response, token)
        raise response

    async def shown(self, request: web.Request, token: str) -> Filled | None:
        """The refused form that an address names; None when it names none, or one that is not there any more."""
        name = request.query.get(AGAIN, "")
        if not is_form_name(name):
            return None
        text = await self._database(self._kept.read, self._visitors.person(request, token).conversation_key, name)
        if text is None:
            return None
        values = json.loads(text)
        return Filled(**{**values, "kept": tuple(values["kept"]), "pictures": ()})

    async def done(self, person: Person, name: str) -> None:
        """Forget a form that was taken: who goes Back must not find it filled in as before."""
        await self._database(self._kept.drop, person.conversation_key, name)


def _written(filled: Filled) -> str:
    """A form as it is kept: without the passwords and codes in it, which are kept nowhere."""
    typed = {name: getattr(filled, name)[:_MOST_CHARS] for name in ("username", "description", "concern")}
    # Pictures that were taken are among `kept`.
    return json.dumps(asdict(filled) | {name: without_secrets(text) for name, text in typed.items()} | {"pictures": ()})
