"""Which waiting messages are one question: words typed in pieces, pictures sent together, a picture and its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.rows import MOST_ATTEMPTS, QueuedMessage

MOST_TOGETHER = 12
PIECE, LAST_PIECE, PICTURE = "piece", "last_piece", "picture"
"""What a message may be one with: `piece` may go on, `last_piece` (a longer text) only ends what came before it."""


def group(waiting: Sequence[QueuedMessage], now: datetime) -> tuple[list[QueuedMessage], datetime | None]:
    """The messages to answer now; or until when another may still join them."""
    first = waiting[0]
    if first.hold_until is None or first.attempts >= MOST_ATTEMPTS:
        return [first], None
    together = [first]
    for following in waiting[1:]:
        if not _belongs(first, following):
            return together, None
        together.append(following)
        if following.joins == LAST_PIECE or len(together) == MOST_TOGETHER:
            return together, None
    return (together, None) if now >= first.hold_until else ([], first.hold_until)


def _belongs(first: QueuedMessage, following: QueuedMessage) -> bool:
    if first.hold_until is None or following.received_at > first.hold_until:
        return False
    return following.joins in (PIECE, LAST_PIECE, PICTURE)
