"""What a gateway tells of itself, so that the desk shows every process on whichever gateway it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.gateway.parts import Parts
from bot.serving.model_file import MODEL_FILE
from common.background import READY
from common.off_loop import OffLoop
from faq.ranking.calibration import CALIBRATION_FILE
from tickets.beats import LOOK_S, Beats, made_at

Report = Callable[[], Awaitable[dict[str, Any]]]
"""Gives the readiness detail, once the application has started."""


class Beating:
    """The line of one gateway."""

    def __init__(self, beats: Beats, root: Path, content: Callable[[], str], report: Report, database: OffLoop) -> None:
        """Tell what the report says; `content` names what is served."""
        self._content = content
        self._beats = beats
        self._root = root
        self._report = report
        self._database = database

    async def beat(self) -> None:
        """Say what is served, and what is wrong, when that is due."""
        if not self._beats.is_due(self._content()):
            return
        report = await self._report()
        wrong = {name: state for name, state in report["parts"].items() if state != READY}
        told = {
            "content": report["content_version"],
            "wrong": wrong,
            "problems": report["content_problems"],
            "model": made_at(self._root / MODEL_FILE),
            "calibration": made_at(CALIBRATION_FILE),
        }
        await self._database(self._beats.beat, told)

    async def end(self) -> None:
        """The gateway stops in good order."""
        await self._database(self._beats.end)


async def beating(parts: Parts, report: Report, _: web.Application) -> AsyncIterator[None]:
    """While the application runs this process is on the list; one that ends in good order takes itself off."""
    database = parts.executors.database_call
    beats = await database(partial(Beats, parts.database, "gateway", parts.clock))
    line = Beating(beats, parts.root, lambda: parts.library.version, report, database)
    parts.background.start("beats", line.beat, every_s=LOOK_S)
    yield
    await parts.background.stop("beats")
    await line.end()
