"""Hearing at once that another version of the knowledge base was published.

The notices are those of the queue: PostgreSQL's or Redis' where several processes share one, else within the process.
One may be lost; whoever serves a published version looks for itself by and by, too.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

from sqlalchemy.engine import Engine

from common.off_loop import in_own_thread
from common.settings import Settings
from tickets.wakeups import InProcessWakeups, Wakeups
from tickets.wakeups_choice import choose_wakeups
from tickets.wakeups_remote import RemoteWakeups

log = logging.getLogger(__name__)
_TOPIC, _KEY = "content", "published"
_LOOK_S = 5.0
"""How often a listener looks whether its connection still stands."""
_RETRY_S = 5.0


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


def listen_in_thread(settings: Settings, engine: Engine, heard: Callable[[], None]) -> None:
    """Call `heard` at every notice, from a thread of its own, as long as the process lives.

    For processes whose event loop is not ours. Where nothing brings notices there is nothing to listen to.
    """
    wakeups = choose_wakeups(settings, engine, in_own_thread)
    if isinstance(wakeups, InProcessWakeups):
        return
    threading.Thread(target=lambda: asyncio.run(_listen(wakeups, heard)), name="content-news", daemon=True).start()


def brings_notices(settings: Settings, engine: Engine) -> bool:
    """Whether other processes can be told; else each has to look often."""
    return bool(settings.storage.redis_url) or engine.dialect.name == "postgresql"


async def _listen(wakeups: RemoteWakeups, heard: Callable[[], None]) -> None:
    while True:
        hearing = asyncio.create_task(hear_of_versions(wakeups, heard))
        try:
            await wakeups.run()
        except Exception as error:  # the connection broke: the looking goes on, the listening begins again
            log.warning("content_news_lost error=%s", type(error).__name__)
        finally:
            hearing.cancel()
            await asyncio.gather(hearing, return_exceptions=True)
        await asyncio.sleep(_RETRY_S)
