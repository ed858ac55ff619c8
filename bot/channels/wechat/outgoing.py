"""The rows of the common outbox that are WeChat's: one lane a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from tickets.outbox import OPEN_STATES, State, new_row
from tickets.requesters import insert_missing
from tickets.schema import outbox

KIND = "wechat"
NOTICE_KIND = "wechat_notice"
NOTICE_SUFFIX = ".notice"
PASSIVE_FIRST_S = 5.0
"""How long what was held leaves room, after the person wrote, for the passive reply to carry it."""

_UNTOLD = (*OPEN_STATES, State.UNCLEAR)


def release(connection: Connection, pseudonym: str, now: datetime) -> None:
    """The person wrote: what was held, or may not have arrived, is said now."""
    row = outbox.c
    ids = _lock(connection, pseudonym, row.state.in_((State.HELD, State.UNCLEAR)))
    _change(connection, ids, state=State.WAITING, due_at=now + timedelta(seconds=PASSIVE_FIRST_S))


def hurry(connection: Connection, pseudonym: str, now: datetime) -> None:
    """Send what waits in a lane at once: no passive reply will carry it."""
    row = outbox.c
    ids = _lock(connection, pseudonym, (row.state == State.WAITING) & row.claim.is_(None) & (row.due_at > now))
    _change(connection, ids, due_at=now)


def hold(connection: Connection, pseudonym: str, now: datetime, *, announce: bool) -> None:
    """Nothing may be sent before the person writes again; a ticket's answer is announced by a template."""
    ids = _lock(connection, pseudonym, outbox.c.state == State.WAITING)
    _change(connection, ids, state=State.HELD, claim=None, lease_until=None)
    if announce:
        announce_untold(connection, pseudonym, now)


def announce_untold(connection: Connection, pseudonym: str, now: datetime) -> None:
    """Write a notice for each ticket's answer the person may not have got; once for each answer."""
    row = outbox.c
    query = (
        select(outbox).where(lane_of(pseudonym), row.ticket_id.is_not(None), row.state.in_(_UNTOLD)).order_by(row.id)
    )
    for found in connection.execute(query).all():
        key = answer_key(found.delivery_key) + NOTICE_SUFFIX
        about = {"ticket_id": found.ticket_id, "message_id": found.message_id, "event": found.event}
        insert_missing(connection, outbox, new_row(NOTICE_KIND, pseudonym, key, now, **about))


def is_untold(connection: Connection, answer: str) -> bool:
    """Whether some part of a ticket's answer still has to reach the person."""
    row = outbox.c
    parts = row.delivery_key.startswith(f"{answer}.", autoescape=True)
    query = select(row.id).where(row.kind == KIND, parts, row.state.in_(_UNTOLD)).limit(1)
    return connection.execute(query).first() is not None


def has_open(connection: Connection, pseudonym: str) -> bool:
    """Whether something still waits to be said to a person."""
    query = select(outbox.c.id).where(lane_of(pseudonym), outbox.c.state.in_(OPEN_STATES)).limit(1)
    return connection.execute(query).first() is not None


def clear_sent(connection: Connection, pseudonym: str) -> None:
    """Forget what was said; of a ticket's answer the row stays, without its text, to know a repeat."""
    row = outbox.c
    sent = lane_of(pseudonym) & (row.state == State.SENT)
    connection.execute(delete(outbox).where(sent, row.ticket_id.is_(None)))
    connection.execute(update(outbox).where(sent, row.sealed.is_not(None)).values(sealed=None))


def forget(connection: Connection, pseudonym: str) -> None:
    """Forget everything for a person."""
    mine = outbox.c.kind.in_((KIND, NOTICE_KIND)) & (outbox.c.lane == pseudonym)
    connection.execute(delete(outbox).where(mine))


def forget_old(connection: Connection, before: datetime) -> int:
    """Delete what could not be sent for so long that nobody waits for it any more; how many rows."""
    old = outbox.c.kind.in_((KIND, NOTICE_KIND)) & (outbox.c.created_at < before)
    unsent = select(outbox.c.id).where(old, outbox.c.state != State.SENT)
    count = len(connection.execute(unsent).all())
    connection.execute(delete(outbox).where(old))
    return count


def answer_key(delivery_key: str) -> str:
    """The key of the whole answer, from that of one of its parts."""
    return delivery_key.rpartition(".")[0]


def _lock(connection: Connection, pseudonym: str, condition: Any) -> list[int]:
    """These rows of a lane, ours until the transaction ends; oldest first like everywhere."""
    query = select(outbox.c.id).where(lane_of(pseudonym), condition).order_by(outbox.c.id).with_for_update()
    return list(connection.execute(query).scalars())


def _change(connection: Connection, ids: list[int], **values: Any) -> None:
    if ids:
        connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(**values))


def lane_of(pseudonym: str) -> Any:
    """The condition for a person's messages."""
    return (outbox.c.kind == KIND) & (outbox.c.lane == pseudonym)
