"""What a gateway does for talks with agents beside answering: it ends those that time ends, and wakes open pages."""

from __future__ import annotations

from collections.abc import Callable

from common.off_loop import OffLoop
from tickets.live import LiveDesk
from tickets.live_rows import NEWS_KEY, NEWS_TOPIC
from tickets.wakeups import Wakeups

SWEEP_S = 5.0


class LiveSide:
    """One gateway's part in the talks of all."""

    def __init__(self, desk: LiveDesk, wakeups: Callable[[], Wakeups], database: OffLoop) -> None:
        """`wakeups` is asked each time: they are there once the application has started."""
        self._desk = desk
        self._wakeups = wakeups
        self._database = database

    async def tell_agents(self) -> None:
        """Somebody asked, said something or left: pages of the desk look at once."""
        await self._wakeups().notify(NEWS_TOPIC, NEWS_KEY)

    async def sweep(self) -> None:
        """End what nobody took and what fell silent."""
        if await self._database(self._desk.sweep):
            await self.tell_agents()
