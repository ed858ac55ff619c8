"""The page as a channel: the request waits for the answer, so there is nothing to bring anywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sqlalchemy.engine import Connection

from bot.channels.base import Fetched, Outbound
from tickets.model import HOME_CHANNEL


class PageChannel:
    """The conversation's side of the web channel."""

    name = HOME_CHANNEL
    arrival = "答复会出现在这个对话里（请用同一个浏览器打开）"
    in_browser = True
    answer_within_s = math.inf
    """«正在回答» is seen meanwhile."""

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
