"""Background work of a process whose event loop is not ours (Rasa's, the action server's): one loop in one thread."""

from __future__ import annotations

import asyncio
import threading
from functools import cache

from common.background import READY, Background, Work


class BackgroundThread:
    """`Background` for who has no event loop to run it in."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._loop = asyncio.new_event_loop()
        self._background = Background()
        self._thread = threading.Thread(target=self._loop.run_forever, name="background", daemon=True)
        self._thread.start()

    def start(self, name: str, work: Work, *, every_s: float | None = None) -> None:
        """See `Background.start`; work of that name that runs already is replaced."""

        async def start() -> None:
            await self._background.stop(name)
            self._background.start(name, work, every_s=every_s)

        asyncio.run_coroutine_threadsafe(start(), self._loop).result()

    def troubles(self) -> dict[str, str]:
        """What is wrong with which job (Chinese, for operators); empty when all is as it should be."""
        return {name: state for name, state in self._background.report().items() if state != READY}

    def close(self) -> None:
        """End all of it."""
        if self._loop.is_running():
            asyncio.run_coroutine_threadsafe(self._background.close(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()


@cache
def process_background() -> BackgroundThread:
    """The one of this process."""
    return BackgroundThread()
