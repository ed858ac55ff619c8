"""How blocking work leaves the event loop: a package is handed a function that runs it in threads of the right kind.

Nothing uses asyncio's own pool: what blocks there would stand in line with everything else that does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OffLoop(Protocol):
    """Runs `work(*args)` in a thread of the right kind and gives its result."""

    async def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of the work; what it raises is raised here."""


async def in_own_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run work that waits long and happens seldom, such as reading the keyboard, in a thread made for it."""
    executor = ThreadPoolExecutor(1, "own")
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, partial(work, *args, **kwargs))
    finally:
        executor.shutdown(wait=False)
