"""How blocking work leaves the event loop: a package is handed a function that runs it in threads of the right kind.

Nothing uses asyncio's own pool: what blocks there would stand in line with everything else that does.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OffLoop(Protocol):
    """Runs `work(*args)` in a thread of the right kind and gives its result."""

    async def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of the work; what it raises is raised here."""


async def in_own_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run work that waits long and happens seldom, such as reading the keyboard, in a thread made for it.

    A thread of its own, not a pool of one: pools take nothing more once the interpreter begins to end, and work that
    looks again every half second would report that as a fault.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        if not outcome.set_running_or_notify_cancel():
            return
        try:
            outcome.set_result(work(*args, **kwargs))
        except BaseException as error:  # whoever waits is told
            outcome.set_exception(error)

    threading.Thread(target=run, name="own").start()
    return await asyncio.wrap_future(outcome)
