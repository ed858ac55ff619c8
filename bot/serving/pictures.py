"""Pictures handed to their own processes: one cleans what people send, one reads what was cleaned.

Each does one picture at a time, with a limit of time and memory; who takes too long is killed and started anew for
the next. So a hostile picture costs its sender an answer and nobody else more than a moment, and many of somebody's
wait behind everybody else's (`fair_turns`).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.serving.fair_turns import FairTurns
from common.pictures import (
    BROKEN,
    TOO_SLOW,
    CleanPicture,
    PictureRefusedError,
    ReadingOffError,
    TooLargeError,
    TooSlowError,
    UnreadableError,
    too_many_bytes,
)
from common.settings_allowances import PictureSettings, TicketSettings
from screenshots.frames import LENGTHS, BrokenFrameError, lengths_of, pack
from screenshots.lines import PictureReading

log = logging.getLogger(__name__)

_CODE = Path(__file__).resolve().parents[2]
_ANSWER_BYTES = 64 * 1024 * 1024
_REFUSALS: dict[str, type[PictureRefusedError]] = {
    "too_large": TooLargeError,
    "unreadable": UnreadableError,
    "off": ReadingOffError,
}
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "PYTHONDONTWRITEBYTECODE": "1",  # it may not write files
    # Without these glibc keeps what large pictures needed: 565 MB instead of 440 after a long one.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "8000000",
    "MALLOC_TRIM_THRESHOLD_": "64000000",
}
_INHERITED = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TZ")


@dataclass(frozen=True)
class ProcessLimits:
    """What one process may use; seconds and bytes."""

    job_s: float
    start_s: float
    memory_bytes: int
    waiting: int
    waiting_bytes: int
    idle_s: float


class PictureProcess:
    """One process of `python -m screenshots`: started for the first job, stopped when idle, replaced when stuck."""

    def __init__(self, limits: ProcessLimits, command: tuple[str, ...] | None = None) -> None:
        """Nothing is started yet; another `command` may speak the same frames."""
        self._limits = limits
        self._command = command or (sys.executable, "-m", "screenshots", str(limits.memory_bytes))
        self._turns = FairTurns(limits.waiting, limits.waiting_bytes)
        self._process: asyncio.subprocess.Process | None = None
        self._is_fresh = True
        self._idle: asyncio.TimerHandle | None = None
        self._stopping: set[asyncio.Task[None]] = set()
        self.restarts = 0
        """How many processes had to be killed or died in the middle of a job."""

    @property
    def pid(self) -> int | None:
        """The process that would get the next job; None when none runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def run(
        self, head: dict[str, Any], body: bytes = b"", whose: Sequence[str] = ()
    ) -> tuple[dict[str, Any], bytes]:
        """One job, after those that come before it; `whose` it is: the address it came from, the person.

        Raises:
            BusyError: too many are waiting.
            TooSlowError: it took too much time or memory, or broke the process.
            PictureRefusedError: the process refused it.
        """
        async with self._turns.turn(whose, len(body)):
            return await self._run_now(head, body)

    async def close(self) -> None:
        """Stop the process; jobs that wait start another."""
        if self._idle:
            self._idle.cancel()
        await self._kill()
        await asyncio.gather(*self._stopping)

    async def _run_now(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        if self._idle:
            self._idle.cancel()
        process = await self._started()
        # A fresh process loads libraries and models first: that is not the picture's fault.
        seconds = self._limits.job_s + (self._limits.start_s if self._is_fresh else 0.0)
        done = False
        try:
            answer, data = await asyncio.wait_for(_exchange(process, pack(head, body)), seconds)
            done = True
        except (TimeoutError, BrokenFrameError, OSError) as error:
            self.restarts += 1
            log.warning("picture_process_replaced job=%s error=%s", head.get("job"), type(error).__name__)
            raise TooSlowError(TOO_SLOW) from error
        finally:
            if not done:  # also when whoever waited has gone: the next job must not get this one's answer
                await self._kill()
        self._is_fresh = False
        self._idle = asyncio.get_running_loop().call_later(self._limits.idle_s, self._rest)
        if answer.get("ok"):
            return answer, data
        kind, text = str(answer.get("kind")), str(answer.get("text"))
        if kind not in _REFUSALS:
            raise TooSlowError(TOO_SLOW)
        raise _REFUSALS[kind](text)

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=_CODE,
                env={**environment, **_ENVIRONMENT},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            self._is_fresh = True
        return self._process

    def _rest(self) -> None:
        """Give the memory back after a quiet time."""
        if not self._turns.is_busy:
            task = asyncio.get_running_loop().create_task(self._kill())
            self._stopping.add(task)
            task.add_done_callback(self._stopping.discard)

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


class Pictures:
    """Cleans and reads pictures, each in a process of its own."""

    def __init__(self, settings: PictureSettings, tickets: TicketSettings) -> None:
        """Start nothing yet."""
        self._settings = settings
        self._limits = {
            "most_bytes": tickets.picture_bytes,
            "most_pixels": tickets.picture_pixels,
            "kept_bytes": tickets.picture_kept_bytes,
            "kept_pixels": tickets.picture_kept_pixels,
        }
        self.cleaner = PictureProcess(_process_limits(settings, settings.clean_s))
        self.reader = PictureProcess(_process_limits(settings, settings.read_s))

    async def clean(self, data: bytes, whose: Sequence[str] = ()) -> CleanPicture:
        """What a person sent, as it may be kept; `whose` it is as for `PictureProcess.run`.

        Raises:
            PictureRefusedError: it cannot be taken; the text is for the person.
        """
        most = self._limits["most_bytes"]
        if len(data) > most:
            raise too_many_bytes(most)
        head, clean = await self.cleaner.run({"job": "clean", "limits": self._limits}, data, whose)
        try:
            return CleanPicture(
                clean, str(head["media_type"]), int(head["width"]), int(head["height"]), str(head["sha256"])
            )
        except (KeyError, ValueError) as error:
            raise UnreadableError(BROKEN) from error

    async def read(self, data: bytes, whose: Sequence[str] = ()) -> PictureReading:
        """The lines of a picture.

        Raises:
            ReadingOffError: switched off, or the library is not there.
            PictureRefusedError: it cannot be read; the text is for the person.
        """
        if not self._settings.read:
            raise ReadingOffError("读图没有打开")
        head, _ = await self.reader.run({"job": "read", "limits": self._limits}, data, whose)
        return PictureReading.from_dict(head["reading"])

    async def warm(self) -> None:
        """Load the models ahead of the first picture; without them nothing happens."""
        if self._settings.read:
            with contextlib.suppress(PictureRefusedError):
                await self.reader.run({"job": "warm"})

    async def close(self) -> None:
        """Stop both processes."""
        await asyncio.gather(self.cleaner.close(), self.reader.close())


def _process_limits(settings: PictureSettings, job_s: float) -> ProcessLimits:
    return ProcessLimits(
        job_s=job_s,
        start_s=settings.start_s,
        memory_bytes=settings.memory_bytes,
        waiting=settings.waiting,
        waiting_bytes=settings.waiting_bytes,
        idle_s=settings.idle_s,
    )


async def _exchange(process: asyncio.subprocess.Process, request: bytes) -> tuple[dict[str, Any], bytes]:
    """Send one frame and get the answer.

    Raises:
        BrokenFrameError: the process died or answered something else.
        OSError: it does not take the request.
    """
    if process.stdin is None or process.stdout is None:
        raise BrokenFrameError("no pipes")
    process.stdin.write(request)
    await process.stdin.drain()
    try:
        head_bytes, body_bytes = lengths_of(await process.stdout.readexactly(LENGTHS.size), _ANSWER_BYTES)
        head = json.loads(await process.stdout.readexactly(head_bytes))
        body = await process.stdout.readexactly(body_bytes)
    except (asyncio.IncompleteReadError, ValueError) as error:
        raise BrokenFrameError("no answer") from error
    if not isinstance(head, dict):
        raise BrokenFrameError("no answer")
    return head, body
