"""What the WeChat channel keeps of a person, deleted: at once, but for what their last answer still needs.

Somebody who asks for it inside WeChat must still hear that it was done. Where the answer cannot be the passive reply,
it needs the openid and the allowance: the contact is marked (`deleted_at`), and goes with the last message sent.
Unfollowing deletes the same; WeChat demands it:
https://developers.weixin.qq.com/doc/service/Account_Management/Wechat_Accreditation_Event_Push.html
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from bot.channels.wechat import outgoing
from tickets.schema import inbox, wechat_allowance, wechat_contact, wechat_option

_PUSHES = "wechat"
_WAITING = ("received", "working")
_REPEATS_END = timedelta(hours=1)
"""Long after WeChat's last repeat of a push, which comes within 15 seconds."""


def forget_person(connection: Connection, pseudonym: str, now: datetime) -> None:
    """Delete all rows; contact and allowance stay, marked, while a push of theirs still waits for its answer."""
    outgoing.forget(connection, pseudonym)
    connection.execute(delete(wechat_option).where(wechat_option.c.pseudonym == pseudonym))
    if _has_unanswered(connection, pseudonym):
        mark = update(wechat_contact).where(wechat_contact.c.pseudonym == pseudonym)
        connection.execute(mark.values(deleted_at=now))
    else:
        _drop_contact(connection, pseudonym)


def end_farewell(connection: Connection, pseudonym: str, *, answered: bool = False, but: Sequence[int] = ()) -> None:
    """Drop the contact of somebody who is leaving once nothing waits to be said to them.

    `answered`: a push of theirs just got its answer (the rows `but`). If another waits, it was sent after they asked
    to be forgotten.
    """
    row = wechat_contact.c
    leaving = select(row.pseudonym).where(row.pseudonym == pseudonym, row.deleted_at.is_not(None))
    if connection.execute(leaving).first() is None:
        return
    if not _has_unanswered(connection, pseudonym, but):
        if not outgoing.has_open(connection, pseudonym):
            _drop_contact(connection, pseudonym)
    elif answered:
        connection.execute(update(wechat_contact).where(row.pseudonym == pseudonym).values(deleted_at=None))


def tidy(connection: Connection, now: datetime) -> None:
    """Finish what a crash or an undeliverable message left, and the rows by which repeats are known."""
    leaving = select(wechat_contact.c.pseudonym).where(wechat_contact.c.deleted_at.is_not(None))
    for pseudonym in connection.execute(leaving).scalars().all():
        end_farewell(connection, pseudonym)
    row = inbox.c
    gone = (row.channel == _PUSHES) & row.conversation_key.not_in(select(wechat_contact.c.pseudonym))
    connection.execute(delete(inbox).where(gone, row.state.not_in(_WAITING), row.received_at <= now - _REPEATS_END))


def _drop_contact(connection: Connection, pseudonym: str) -> None:
    outgoing.forget(connection, pseudonym)
    for table in (wechat_contact, wechat_allowance):
        connection.execute(delete(table).where(table.c.pseudonym == pseudonym))


def _has_unanswered(connection: Connection, pseudonym: str, but: Sequence[int] = ()) -> bool:
    row = inbox.c
    mine = (row.channel == _PUSHES) & (row.conversation_key == pseudonym) & row.state.in_(_WAITING)
    return connection.execute(select(row.id).where(mine, row.id.not_in(but)).limit(1)).first() is not None
