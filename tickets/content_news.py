"""Hearing at once that another version of the knowledge base was published.

The notices are those of the queue: PostgreSQL's or Redis' where several processes share one, else within the process.
One may be lost; whoever serves a published version looks for itself by and by, too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlalchemy.engine import Engine

from common.off_loop import in_own_thread
from common.settings import Settings
from tickets.wakeups import InProcessWakeups, Wakeups
from tickets.wakeups_choice import choose_wakeups

_TOPIC, _KEY = "content", "published"
_LOOK_S = 5.0
"""How often a listener looks whether its connection still stands."""


async def tell_of_version(wakeups: Wakeups) -> None:
    """Wake everybody who serves what is published."""
    await wakeups.notify(_TOPIC, _KEY)


async def hear_of_versions(wakeups: Wakeups, heard: Callable[[], None]) -> None:
    """Call `heard` at every notice until cancelled; somebody else keeps the wake-ups running."""
    with wakeups.waiter(_TOPIC, _KEY) as waiter:
        while True:
            if await waiter.wait(_LOOK_S):
                heard()


def tell_from_outside(settings: Settings, engine: Engine) -> None:
    """Wake the processes of this installation from a program that is none of them."""

    async def tell() -> None:
        wakeups = choose_wakeups(settings, engine, in_own_thread)
        await tell_of_version(wakeups)
        await wakeups.close()

    asyncio.run(tell())


async def listen(settings: Settings, engine: Engine, heard: Callable[[], None]) -> None:
    """Call `heard` at every notice until the connection breaks, for processes whose event loop is not ours.

    Where nothing brings notices there is nothing to listen to.
    """
    wakeups = choose_wakeups(settings, engine, in_own_thread)
    if isinstance(wakeups, InProcessWakeups):
        return
    hearing = asyncio.create_task(hear_of_versions(wakeups, heard))
    try:
        await wakeups.run()
    finally:
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        await wakeups.close()


def brings_notices(settings: Settings, engine: Engine) -> bool:
    """Whether other processes can be told; else each has to look often."""
    return bool(settings.storage.redis_url) or engine.dialect.name == "postgresql"
