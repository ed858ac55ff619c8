"""What a gateway tells of itself, so that the desk shows every process on whichever gateway it is read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.serving.background import READY
from bot.serving.model_file import MODEL_FILE, made_at
from common.off_loop import OffLoop
from faq.calibration import CALIBRATION_FILE
from tickets.beats import Beats


class Beating:
    """The line of one gateway."""

    def __init__(
        self, beats: Beats, root: Path, report: Callable[[], Awaitable[dict[str, Any]]], database: OffLoop
    ) -> None:
        """`report` is the readiness detail."""
        self._beats = beats
        self._root = root
        self._report = report
        self._database = database

    async def beat(self) -> None:
        """Say what is served, and what is wrong."""
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
