"""Asks a draft of the knowledge base a few sentences, in a process of its own, by the engine the review asks."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.gateway.beside import beside
from common.errors import BotError
from common.off_loop import OffLoop
from learning.shelf import Shelf, copy_content, write_files
from learning.trying import Treated
from learning.workbench import ChangeDraft

log = logging.getLogger(__name__)
LONGEST_S = 600.0
"""A trial takes seconds; beside reviews on a busy machine minutes, like those."""


class TrialProcess:
    """One trial at a time: each opens a whole state of the knowledge base."""

    def __init__(
        self,
        shelf: Shelf,
        files: OffLoop,
        program: Sequence[str] = (sys.executable, "-m", "bot"),
        longest_s: float = LONGEST_S,
    ) -> None:
        """Lay drafts out beside this shelf; folders are written where `files` runs it."""
        self._shelf = shelf
        self._files = files
        self._program = program
        self._longest_s = longest_s
        self._turn = asyncio.Semaphore(1)

    async def ask(self, draft: ChangeDraft, texts: Sequence[str]) -> list[Treated]:
        """What the draft does with each of the texts.

        Raises:
            BotError: it cannot be asked now.
        """
        async with self._turn:
            with tempfile.TemporaryDirectory(prefix="bot-try-") as place:
                await self._files(self._lay_out, draft, Path(place))
                return await self._run(Path(place), texts)

    def _lay_out(self, draft: ChangeDraft, after: Path) -> None:
        with self._shelf.newest() as folder:
            copy_content(folder, after)
        write_files(after, draft.files)

    async def _run(self, after: Path, texts: Sequence[str]) -> list[Treated]:
        command = (*self._program, "faq", "try", "--json", "--after", str(after))
        pipes = {"stdin": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.DEVNULL}
        try:
            async with beside(command, self._longest_s, **pipes) as process:
                out, _ = await process.communicate("\n".join(texts).encode())
            found = [Treated.from_plain(item) for item in json.loads(out)]
            if len(found) == len(texts):
                return found
        except (TimeoutError, RuntimeError):  # the latter is uvloop's word for one that ended before it was asked
            pass
        except (ValueError, TypeError, KeyError):
            log.warning("trial_unreadable code=%s", process.returncode)
        log.error("trial_failed code=%s", process.returncode)
        raise BotError("没有试成。改法：过一会儿再试；一直这样就请维护的人看日志 trial_failed。")
