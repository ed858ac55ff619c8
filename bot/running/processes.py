"""One child process with its whole process group: started, listened to, and surely ended."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

STOP_GRACE_S = 10.0
"""How long a process may take to end by itself; Rasa needs about a second."""

_LINE_LIMIT = 1 << 20
_PR_SET_PDEATHSIG = 1


class ChildProcess:
    """A running child in a process group of its own."""

    def __init__(self, process: asyncio.subprocess.Process, on_line: Callable[[str], None]) -> None:
        self._process = process
        self._pump = asyncio.create_task(self._read_lines(on_line))

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        *,
        directory: Path,
        environment: Mapping[str, str],
        on_line: Callable[[str], None],
    ) -> ChildProcess:
        """Start a command in exactly that environment; every line it writes (either stream) goes to `on_line`."""
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=directory,
            env=dict(environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=_LINE_LIMIT,
            # A group of its own: the terminal's Ctrl-C reaches us alone, and we end the child in order.
            start_new_session=True,
            preexec_fn=death_with_parent(),
        )
        return cls(process, on_line)

    @property
    def pid(self) -> int:
        """The leader's process id, which is also its group's."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the leader has not ended yet."""
        return self._process.returncode is None

    async def wait(self) -> int:
        """The exit code (negative: the signal), once it ended, its last line was read and its group is gone."""
        code = await self._process.wait()
        self._signal(signal.SIGKILL)
        # A grandchild that left the group may still hold the pipe; its lines are not worth waiting for.
        await asyncio.wait([self._pump], timeout=1.0)
        self._pump.cancel()
        return code

    async def stop(self, grace_s: float = STOP_GRACE_S) -> int:
        """Ask the whole group to end, then end it."""
        if self.running:
            self._signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), grace_s)
        self._signal(signal.SIGKILL)
        return await self.wait()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    async def _read_lines(self, on_line: Callable[[str], None]) -> None:
        stream = self._process.stdout
        assert stream is not None  # noqa: S101 - we asked for a pipe
        while True:
            try:
                line = await stream.readline()
            except ValueError:  # longer than the limit: asyncio dropped it, the next lines are fine
                continue
            if not line:
                return
            on_line(line.decode("utf-8", "replace").rstrip())


def death_with_parent() -> Callable[[], None] | None:
    """What a new child runs first, so that even `kill -9` of the supervisor leaves nothing behind (Linux, prctl(2))."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def prepare() -> None:
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before prctl was in force
            os._exit(1)

    return prepare
