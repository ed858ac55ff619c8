"""A box to ask a draft a few sentences before it goes live, beside what its neighbours would lose to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web

from common.errors import BotError
from common.off_loop import OffLoop
from faq.decision import Candidate, Decision
from faq.loader import Content
from learning.trying import MOST_TRIED, Treated, Trial, Tried, neighbours_asked
from learning.verdict import Judge
from learning.workbench import ChangeDraft
from web.desk.fields import posted_fields
from web.desk.shell import DeskPages

_MOST_CHARS = 120
_TOO_OLD = "预览放得太久了，请再点一次“预览”，再试。"


class Served(Protocol):
    """The knowledge base that is live: `faq.library.Library`."""

    @property
    def content(self) -> Content:
        """What is served."""

    def decide(self, text: str) -> Decision:
        """What is done with a text."""

    def rank(self, text: str) -> Sequence[Candidate]:
        """The entries it may be about."""


class DraftTrials:
    """The answer to «试一试»."""

    def __init__(self, pages: DeskPages, judge: Judge, trial: Trial, served: Served, work: OffLoop) -> None:
        """Ask drafts that the `judge` knows by `trial`, and what is `served` beside them."""
        self._pages, self._judge, self._trial, self._served, self._work = pages, judge, trial, served, work

    async def show(self, request: web.Request) -> web.StreamResponse:
        """What the draft does with the sentences, and with those of its neighbours."""
        draft = self._judge.draft(request.match_info["key"])
        typed = (await posted_fields(request)).get("tries", "").splitlines()
        texts = list(dict.fromkeys(line.strip()[:_MOST_CHARS] for line in typed if line.strip()))[:MOST_TRIED]
        rows: list[Tried] = []
        trouble = "" if draft is not None else _TOO_OLD
        if draft is not None:
            try:
                rows = await self._tried(draft, texts)
            except BotError as error:
                trouble = str(error)
        name = draft.change.entry_id if draft is not None else None
        taken = [row for row in rows if row.near and row.takes(name)]
        return self._pages.part(
            request,
            "desk/tried.html",
            rows=[row for row in rows if not row.near or row in taken],
            taken=taken,
            near=sum(row.near for row in rows),
            content=draft.content if draft is not None else self._served.content,
            trouble=trouble,
        )

    async def _tried(self, draft: ChangeDraft, texts: Sequence[str]) -> list[Tried]:
        near = await self._work(self._near, draft)
        every = [*texts, *(text for text in near if text not in texts)]
        before = await self._work(self._now, every)
        after = await self._trial.ask(draft, every) if every else []
        asked = zip(every, before, after, strict=True)
        return [Tried(text, old, new, near=text not in texts) for text, old, new in asked]

    def _near(self, draft: ChangeDraft) -> list[str]:
        """What is asked of the neighbours of the draft's entry."""
        entry = draft.entry
        return neighbours_asked(entry, self._served.content, self._served.rank) if entry is not None else []

    def _now(self, texts: Sequence[str]) -> list[Treated]:
        return [Treated.of(self._served.decide(text)) for text in texts]
