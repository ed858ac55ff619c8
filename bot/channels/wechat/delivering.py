"""The workers of WeChat's ways out, started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.channels.wechat.refusals import Refusals
from tickets.worker import OutboxWorker


class Delivering:
    """Sends what waits for people in WeChat, and says what keeps it from going out."""

    def __init__(self, messages: OutboxWorker, notices: OutboxWorker | None, refusals: Sequence[Refusals]) -> None:
        """Run the worker of messages, and that of template messages where there is a template."""
        self._workers = [messages] if notices is None else [messages, notices]
        self._refusals = refusals
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Send until closed."""
        self._tasks = [asyncio.create_task(worker.run()) for worker in self._workers]

    def kick(self, _pseudonym: str) -> None:
        """Something was put for a person: look now."""
        for worker in self._workers:
            worker.wake()

    def trouble(self) -> str:
        """What an operator must mend before messages go out again; empty when they do."""
        return next((refusals.trouble for refusals in self._refusals if refusals.trouble), "")

    async def idle(self) -> None:
        """Wait until nothing is due and nothing on its way."""
        for worker in self._workers:
            await worker.idle()

    async def close(self) -> None:
        """Stop; what was not sent stays in the database."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
