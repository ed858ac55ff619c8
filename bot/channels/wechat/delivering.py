"""The workers of WeChat's ways out, started together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.channels.wechat.refusals import Refusals
from common.background import Background
from tickets.worker import OutboxWorker


class Delivering:
    """Sends what waits for people in WeChat, and says what keeps it from going out."""

    def __init__(self, workers: Mapping[str, OutboxWorker], refusals: Sequence[Refusals]) -> None:
        """Run these workers, by the kind they deliver."""
        self._workers = dict(workers)
        self._refusals = refusals

    def start(self, background: Background) -> None:
        """Send until the background work ends; what was not sent stays in the database."""
        for kind, worker in self._workers.items():
            background.start(f"outbox {kind}", worker.run)

    def kick(self, _pseudonym: str) -> None:
        """Something was put for a person: look now."""
        for worker in self._workers.values():
            worker.wake()

    def trouble(self) -> str:
        """What an operator must mend before messages go out again; empty when they do."""
        return next((refusals.trouble for refusals in self._refusals if refusals.trouble), "")

    async def idle(self) -> None:
        """Wait until nothing is due and nothing on its way."""
        for worker in self._workers.values():
            await worker.idle()
