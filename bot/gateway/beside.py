"""A command of the bot run in a process of its own beside the requests: nicely, and gone when nobody waits for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

_NICE = 5
_ROOT = Path(__file__).resolve().parents[2]
"""Where `python -m bot` finds itself."""


@asynccontextmanager
async def beside(
    command: Sequence[str], longest_s: float, *, stdin: int, stderr: int
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process of a command, its output piped; killed when the block ends before it does.

    Raises:
        TimeoutError: the block took more than `longest_s` seconds.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=_ROOT,
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
        preexec_fn=lambda: os.nice(_NICE),
    )
    try:
        async with asyncio.timeout(longest_s):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
