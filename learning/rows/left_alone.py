"""Questions that were asked back and left at that: nothing was chosen, and nothing else was said for a while.

Only where the list had no answer before it: who reads the likeliest answer above the list may well be content.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Row

from tickets.outcomes import Ending
from tickets.schema import turn_outcome

QUIET = timedelta(hours=1)
"""Whoever says nothing for so long has left the question alone; what comes later is another matter."""
_MOST = 20_000
"""The latest of them are looked at."""


def left_alone(connection: Connection, first: date, last: date | None = None) -> Sequence[Row]:
    """Their `text`, `at`, `day`, `channel` and `faq`, the latest first; those of a moment ago may still be chosen from.

    What somebody says next is found by the index of their conversation, for a few of all turns were asked back.
    """
    row, later = turn_outcome.c, turn_outcome.alias("later").c
    following = (
        select(func.min(later.id))
        .where(later.conversation_key == row.conversation_key, later.id > row.id)
        .scalar_subquery()
    )
    asked = (
        select(row.id, row.text, row.at, row.day, row.channel, row.faq_id.label("faq"), following.label("following"))
        .where(row.day >= first, row.outcome == str(Ending.CLARIFIED), row.led.is_(False))
        .order_by(row.id.desc())
        .limit(_MOST)
    )
    found = (asked if last is None else asked.where(row.day <= last)).subquery("asked")
    after = turn_outcome.alias("after")
    of, then = found.c, after.c
    query = select(of.text, of.at, of.day, of.channel, of.faq, then.at.label("next_at"))
    query = query.select_from(found.outerjoin(after, then.id == of.following))
    rows = connection.execute(query.order_by(of.id.desc())).all()
    return [item for item in rows if item.next_at is None or item.next_at - item.at > QUIET]
