"""Reviews drafts of the knowledge base in a process of its own, so that nobody who asks waits for it."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import sys
import tempfile
import time
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from bot.gateway.beside import beside
from common.off_loop import OffLoop
from learning.shelf import Shelf, copy_content, write_files
from learning.verdict import REVIEWED, UNDER_REVIEW, ReviewVerdict
from learning.workbench import ChangeDraft

log = logging.getLogger(__name__)
LONGEST_S = 600.0
"""A review takes seconds; on a machine with many other things to do minutes."""
_REMEMBERED = 32
_TROUBLE = "审阅没有完成（{why}）。改法：过一会儿再试；一直这样就请维护的人看日志 review_failed。"


class ReviewProcess:
    """One review at a time; a draft that was reviewed is not reviewed again."""

    def __init__(
        self,
        shelf: Shelf,
        files: OffLoop,
        program: Sequence[str] = (sys.executable, "-m", "bot"),
        longest_s: float = LONGEST_S,
    ) -> None:
        """Compare with what lies on this shelf by `program`; folders are written where `files` runs it."""
        self._shelf = shelf
        self._files = files
        self._program = program
        self._longest_s = longest_s
        self._turn = asyncio.Semaphore(1)
        self._drafts: OrderedDict[str, ChangeDraft] = OrderedDict()
        self._tasks: dict[str, asyncio.Task[ReviewVerdict]] = {}
        self._progress: dict[str, str] = {}
        self._began: dict[str, float] = {}
        self._now = time.monotonic

    def begin(self, draft: ChangeDraft, instead_of: str = "") -> None:
        """Review it beside the requests, unless that is done or under way; one that it replaces is given up."""
        replaced = self._tasks.get(instead_of) if instead_of != draft.key else None
        if (
            replaced is not None and not replaced.done()
        ):  # whoever edits on must not wait for what they looked at before
            replaced.cancel()
            del self._tasks[instead_of], self._drafts[instead_of]
        task = self._tasks.get(draft.key)
        if task is None or (task.done() and (task.cancelled() or task.exception() or task.result().trouble)):
            self._tasks.pop(draft.key, None)  # begun again it stands at the end
            self._tasks[draft.key] = asyncio.create_task(self._review(draft), name="review")
        self._drafts[draft.key] = draft
        self._drafts.move_to_end(draft.key)
        while len(self._drafts) > _REMEMBERED:
            key, _ = self._drafts.popitem(last=False)
            if old := self._tasks.pop(key, None):
                old.cancel()

    async def verdict(self, draft: ChangeDraft, wait_s: float) -> ReviewVerdict | None:
        """Its verdict; None while there is none after so many seconds."""
        self.begin(draft)
        task = self._tasks[draft.key]
        done, _ = await asyncio.wait({task}, timeout=wait_s)
        return task.result() if done and not task.cancelled() else None

    def progress(self, draft: ChangeDraft) -> str:
        """How far it is, for people."""
        if draft.key not in self._began:
            before = itertools.takewhile(lambda key: key != draft.key, self._tasks)
            ahead = sum(not self._tasks[key].done() for key in before)
            return f"前面还有 {ahead} 个审阅，轮到就开始" if ahead else "正在开始"
        phase = self._progress.get(draft.key, "正在开始").rstrip("…")
        return f"{phase}（已经 {self._now() - self._began[draft.key]:.0f} 秒）"

    def state(self, key: str) -> str:
        """Whether the review of a draft goes on or is over, for a list; empty for none that is known here."""
        task = self._tasks.get(key)
        if task is None or task.cancelled():
            return ""
        return REVIEWED if task.done() else UNDER_REVIEW

    def draft(self, key: str) -> ChangeDraft | None:
        """A draft that was begun here a while ago."""
        return self._drafts.get(key)

    async def close(self) -> None:
        """End what runs."""
        tasks, self._tasks = list(self._tasks.values()), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _review(self, draft: ChangeDraft) -> ReviewVerdict:
        async with self._turn:
            self._began[draft.key] = self._now()
            with tempfile.TemporaryDirectory(prefix="bot-review-") as place:
                before, after = Path(place, "before"), Path(place, "after")
                await self._files(self._lay_out, draft, before, after)
                return await self._run(draft.key, before, after)

    def _lay_out(self, draft: ChangeDraft, before: Path, after: Path) -> None:
        with self._shelf.newest() as folder:
            copy_content(folder, before)
        copy_content(before, after)
        write_files(after, draft.files)

    async def _run(self, key: str, before: Path, after: Path) -> ReviewVerdict:
        command = ("faq", "review", "--json", "--no-calibrate", "--before", str(before), "--after", str(after))
        pipes = {"stdin": asyncio.subprocess.DEVNULL, "stderr": asyncio.subprocess.PIPE}
        try:
            async with beside((*self._program, *command), self._longest_s, **pipes) as process:
                out, _, _ = await asyncio.gather(
                    _whole(process.stdout), self._follow(key, process.stderr), process.wait()
                )
            return ReviewVerdict.from_review(json.loads(out))
        except TimeoutError:
            why = f"{self._longest_s:.0f} 秒内没有做完"
        except (ValueError, TypeError, KeyError):
            why = f"退出码 {process.returncode}"
        finally:
            self._progress.pop(key, None)
            self._began.pop(key, None)
        log.error("review_failed code=%s", process.returncode)
        return ReviewVerdict(trouble=_TROUBLE.format(why=why))

    async def _follow(self, key: str, errors: asyncio.StreamReader | None) -> None:
        """Keep the last line that says how far it is."""
        while errors is not None and (line := await errors.readline()):
            self._progress[key] = line.decode("utf-8", "replace").strip()[:80]


async def _whole(output: asyncio.StreamReader | None) -> bytes:
    return b"" if output is None else await output.read()
