"""Whether an answer helped: what askers said, kept for the people who write the answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from tickets.model import HOME_CHANNEL
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.schema import feedback

REASONS = ("看不懂", "操作后不成功", "其他")
"""The reasons of the help centre's own page."""
COMMENT_CHARS = 500


def record_feedback(
    engine: Engine,
    *,
    at: datetime,
    conversation_key: str,
    entry_id: str,
    helpful: bool,
    channel: str = HOME_CHANNEL,
    reason: str = "",
    comment: str = "",
) -> None:
    """Keep one verdict and count it. The comment must already be masked; it is cut at `COMMENT_CHARS`."""
    with engine.begin() as connection:
        connection.execute(
            insert(feedback).values(
                at=at,
                conversation_key=conversation_key,
                faq_id=entry_id,
                helpful=helpful,
                reason=reason,
                comment=comment[:COMMENT_CHARS],
            )
        )
        outcome = Ending.HELPFUL if helpful else Ending.UNHELPFUL
        record_outcome(connection, TurnOutcome(channel, conversation_key, outcome, entry_id), at)
