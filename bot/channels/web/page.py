"""The page as a channel: the request waits for the answer, so there is nothing to bring anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from bot.channels.base import Fetched, Outbound


class PageChannel:
    """The conversation's side of the web channel."""

    name = "web"

    async def fetch(self, conversation_key: str, sealed: bytes) -> Fetched:
        """Nothing is ever sealed beside a message of the page."""
        raise NotImplementedError

    def conclude(
        self, connection: Connection, conversation_key: str, row_ids: Sequence[int], outbound: Outbound
    ) -> bytes | None:
        """The row itself holds the answer."""

    async def answered(self, row_id: int, conversation_key: str, outbound: Outbound) -> None:
        """Whoever waits reads the row."""

    def erase(self, connection: Connection, person_key: str) -> None:
        """The page keeps nothing of its own."""

    def trouble(self) -> str:
        """Nothing can go wrong here."""
        return ""
