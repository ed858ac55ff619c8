"""How each turn ended: one row a turn, written in the transaction that stores its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from common.clock import china_time
from tickets.schema import turn_outcome

TEXT_CHARS = 200


class Ending(StrEnum):
    """How a turn ended for the person."""

    ANSWERED = "answered"
    CLARIFIED = "clarified"
    """Asked back: a list to choose from."""
    MISSED = "missed"
    PICKED = "picked"
    """An answer they chose from what was offered."""
    REJECTED = "rejected"
    """«都不是»."""
    HUMAN = "human"
    """They wanted a person, or filled in a ticket."""
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"
    """What they said of an answer, typed or tapped."""
    TALK = "talk"
    """Small talk, the steps of a guide, and what was rightly told to be somebody else's matter."""
    FAILED = "failed"


ASKED = (Ending.ANSWERED, Ending.CLARIFIED, Ending.MISSED)
"""Questions somebody put in their own words; a tap on an option is none."""


@dataclass(frozen=True)
class TurnOutcome:
    """One turn; the text is masked."""

    channel: str
    conversation_key: str
    outcome: Ending
    faq_id: str | None = None
    topic: str | None = None
    text: str = field(default="", repr=False)
    led: bool | None = None
    """Of a question that was asked back: whether the likeliest answer stood before the list."""


_INSERT = insert(turn_outcome)


def record_outcome(connection: Connection, turn: TurnOutcome, at: datetime) -> None:
    """Keep how a turn ended, inside the transaction that stores its answer; the text is cut at `TEXT_CHARS`."""
    row = {
        "at": at,
        "day": china_time(at).date(),
        "channel": turn.channel,
        "conversation_key": turn.conversation_key,
        "outcome": str(turn.outcome),
        "faq_id": turn.faq_id,
        "topic": turn.topic,
        "text": turn.text[:TEXT_CHARS] or None,
        "led": turn.led,
    }
    connection.execute(_INSERT, row)


def last_question(connection: Connection, conversation_key: str, since: datetime) -> str:
    """What somebody last asked in words of their own, masked; empty when nothing since then."""
    row = turn_outcome.c
    query = (
        select(row.text)
        .where(row.conversation_key == conversation_key, row.at >= since, row.text.is_not(None))
        .where(row.outcome.in_(list(map(str, ASKED))))
        .order_by(row.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar() or ""


def forget_texts(connection: Connection, before: datetime) -> None:
    """Forget what was said before a moment; that something was asked stays in the figures.

    Rows of the day before that moment and earlier, so that the index by day finds them.
    """
    row = turn_outcome.c
    old = row.day <= china_time(before).date() - timedelta(days=1)
    connection.execute(update(turn_outcome).where(old, row.text.is_not(None)).values(text=None))


def forget_person(connection: Connection, conversation_key: str, instead: str) -> None:
    """Forget who asked and what, at once."""
    row = turn_outcome.c
    mine = update(turn_outcome).where(row.conversation_key == conversation_key)
    connection.execute(mine.values(conversation_key=instead, text=None))
