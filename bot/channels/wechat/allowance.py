"""How many customer-service messages a person may still be sent: WeChat does not tell, so we count.

Source: https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage. Whether allowances
add up is undocumented; they are kept apart and the one that ends first is spent first. A refusal (45047, 45015)
corrects us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.channels.wechat import outgoing
from common.settings import WeChatSettings
from tickets.schema import wechat_allowance
from wechat import messages as m

MESSAGE_S = 48 * 3600
ACTION_S = 60
_MARGIN_S = 2
"""An allowance that ends while the call is on its way is no allowance."""


@dataclass(frozen=True)
class Grant:
    """What an act of the person allows us."""

    kind: str
    messages: int
    seconds: int


@dataclass(frozen=True)
class Spent:
    """What one message was taken from, and the newest grant there was then."""

    grant: int
    newest: int


def grant_for(push: m.Push, settings: WeChatSettings) -> Grant | None:
    """What a push allows: messages much, taps and scans little, opening a page nothing."""
    match push:
        case m.TextMessage(option_id=int()) | m.SubscribeEvent() | m.ScanEvent() | m.MenuClickEvent():
            return Grant("action", settings.messages_per_action, ACTION_S)
        case m.ScanCodeEvent():
            return Grant("action", settings.messages_per_action, ACTION_S)
        case m.Message():
            return Grant("message", settings.messages_per_message, MESSAGE_S)
    return None


def add(connection: Connection, pseudonym: str, grant: Grant, now: datetime) -> None:
    """Write a grant down, forget those that ended, and let go what waited for it."""
    # First the messages, then the allowance: everybody locks in this order, so nobody waits in a circle.
    outgoing.release(connection, pseudonym, now)
    row = wechat_allowance.c
    connection.execute(delete(wechat_allowance).where(row.pseudonym == pseudonym, row.expires_at <= now))
    values = {"pseudonym": pseudonym, "kind": grant.kind, "granted": grant.messages, "used": 0}
    expires_at = now + timedelta(seconds=grant.seconds)
    connection.execute(insert(wechat_allowance).values(**values, expires_at=expires_at))


def spend(connection: Connection, pseudonym: str, now: datetime) -> Spent | None:
    """Use one message; None when none is left."""
    row = wechat_allowance.c
    query = select(row.id).where(*_usable(pseudonym, now)).order_by(row.expires_at, row.id).limit(1)
    found = connection.execute(query.with_for_update()).scalar_one_or_none()
    if found is None:
        return None
    connection.execute(update(wechat_allowance).where(row.id == found).values(used=row.used + 1))
    newest = connection.execute(select(func.max(row.id)).where(row.pseudonym == pseudonym)).scalar_one()
    return Spent(found, newest)


def refund(connection: Connection, spent: Spent) -> None:
    """Give a message back: it was surely not sent."""
    row = wechat_allowance.c
    mine = (row.id == spent.grant) & (row.used > 0)
    connection.execute(update(wechat_allowance).where(mine).values(used=row.used - 1))


def left(connection: Connection, pseudonym: str, now: datetime) -> int:
    """How many messages may be sent now."""
    row = wechat_allowance.c
    query = select(func.coalesce(func.sum(row.granted - row.used), 0)).where(*_usable(pseudonym, now))
    return int(connection.execute(query).scalar_one())


def exhaust(connection: Connection, pseudonym: str, spent: Spent) -> None:
    """WeChat says that nothing is left: believe it, but for what the person granted since we asked."""
    row = wechat_allowance.c
    connection.execute(delete(wechat_allowance).where(row.pseudonym == pseudonym, row.id <= spent.newest))


def forget_old(connection: Connection, now: datetime) -> None:
    """Delete allowances that ended."""
    connection.execute(delete(wechat_allowance).where(wechat_allowance.c.expires_at <= now))


def _usable(pseudonym: str, now: datetime) -> tuple[object, ...]:
    row = wechat_allowance.c
    return (
        row.pseudonym == pseudonym,
        row.used < row.granted,
        row.expires_at > now + timedelta(seconds=_MARGIN_S),
    )
