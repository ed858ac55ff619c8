"""A box to ask a draft a few sentences before it goes live, beside what its neighbours would lose to it."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import time
from collections.abc import Sequence
from typing import Protocol

from aiohttp import web

from common.errors import BotError
from common.off_loop import OffLoop
from faq.content.loader import Content
from faq.ranking.decision import Candidate, Decision
from learning.trying import MOST_TRIED, Treated, Trial, Tried, neighbours_asked
from learning.verdict import Judge
from learning.workbench import ChangeDraft
from web.desk.fields import posted_fields
from web.desk.shell import DeskPages

_MOST_CHARS = 120
_PATIENCE_S = 1.5
"""How long a request waits for a trial before it says how far that is."""
_REMEMBERED = 32
_TOO_OLD = "预览放得太久了，请再点一次“预览”，再试。"


class Served(Protocol):
    """The knowledge base that is live: `faq.engine.library.Library`."""

    @property
    def content(self) -> Content:
        """What is served."""

    def decide(self, text: str) -> Decision:
        """What is done with a text."""

    def rank(self, text: str) -> Sequence[Candidate]:
        """The entries it may be about."""


class DraftTrials:
    """The answer to «试一试»: begun at once, told of while it waits and runs, shown when it is there."""

    def __init__(self, pages: DeskPages, judge: Judge, trial: Trial, served: Served, work: OffLoop) -> None:
        """Ask drafts that the `judge` knows by `trial`, and what is `served` beside them."""
        self._pages, self._judge, self._trial, self._served, self._work = pages, judge, trial, served, work
        self._tasks: dict[str, asyncio.Task[list[Tried]]] = {}
        self._began: dict[str, float] = {}

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """Ask the draft these sentences, and those of its neighbours."""
        draft = self._judge.draft(request.match_info["key"])
        if draft is None:
            return self._shown(request, None, [], _TOO_OLD)
        typed = (await posted_fields(request)).get("tries", "").splitlines()
        texts = list(dict.fromkeys(line.strip()[:_MOST_CHARS] for line in typed if line.strip()))[:MOST_TRIED]
        name = f"{draft.key}.{hashlib.sha256(repr(texts).encode()).hexdigest()[:12]}"
        for other in [other for other in self._tasks if other.partition(".")[0] == draft.key and other != name]:
            self._drop(other)  # who asks something else does not wait for what was asked before
        if name not in self._tasks or (self._tasks[name].done() and self._failed(name)):
            self._drop(name)
            self._tasks[name] = asyncio.create_task(self._tried(draft, texts), name="trial")
        for other in list(self._tasks)[:-_REMEMBERED]:
            self._drop(other)
        return await self._so_far(request, draft, name)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """How far one is, or what came of it."""
        key, name = request.match_info["key"], request.match_info["trial"]
        draft = self._judge.draft(key)
        if draft is None or name not in self._tasks:
            return self._shown(request, None, [], _TOO_OLD)
        return await self._so_far(request, draft, name)

    async def close(self) -> None:
        """End what runs."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _so_far(self, request: web.Request, draft: ChangeDraft, name: str) -> web.Response:
        task = self._tasks[name]
        await asyncio.wait({task}, timeout=_PATIENCE_S)
        if not task.done():
            progress = self._progress(name)
            return self._pages.part(request, "desk/trying.html", key=draft.key, trial=name, progress=progress)
        if trouble := self._failed(name):
            return self._shown(request, draft, [], trouble)
        return self._shown(request, draft, task.result(), "")

    def _failed(self, name: str) -> str:
        """Why one that is over brought nothing; empty when it did."""
        task = self._tasks[name]
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, BotError):
            raise error
        return _TOO_OLD if task.cancelled() else str(error or "")

    def _progress(self, name: str) -> str:
        """One runs at a time: how many stand before it, or for how long it runs."""
        before = itertools.takewhile(lambda other: other != name, self._tasks)
        if ahead := sum(not self._tasks[other].done() for other in before):
            return f"前面还有 {ahead} 个在试，轮到就开始"
        seconds = time.monotonic() - self._began.setdefault(name, time.monotonic())
        return f"正在问改过的这一版（已经 {seconds + _PATIENCE_S:.0f} 秒；空闲时十几秒）"

    def _drop(self, name: str) -> None:
        if task := self._tasks.pop(name, None):
            task.cancel()
        self._began.pop(name, None)

    def _shown(
        self, request: web.Request, draft: ChangeDraft | None, rows: Sequence[Tried], trouble: str
    ) -> web.Response:
        name = draft.change.entry_id if draft is not None else None
        taken = [row for row in rows if row.near and row.takes(name)]
        return self._pages.part(
            request,
            "desk/tried.html",
            rows=[row for row in rows if not row.near or row in taken],
            taken=taken,
            name=name,
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
