"""The numbers behind tappable options: WeChat only brings integers back, and a link stays tappable for days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection, Engine

from faq.text.choice import Option
from tickets.database import reading
from tickets.schema import wechat_option

_FIRST = 101
"""Not 0, which WeChat sends when it lost an id, and longer than a number people type."""


def allot(connection: Connection, pseudonym: str, options: Sequence[Option], now: datetime, hours: int) -> list[int]:
    """A number for each option, unused by this person; old ones are forgotten."""
    row = wechat_option.c
    mine = row.pseudonym == pseudonym
    highest = connection.execute(select(func.max(row.option_id)).where(mine)).scalar_one_or_none()
    connection.execute(delete(wechat_option).where(mine, row.expires_at <= now))
    start = (highest or _FIRST - 1) + 1
    numbers = list(range(start, start + len(options)))
    expires_at = now + timedelta(hours=hours)
    rows = [
        {
            "pseudonym": pseudonym,
            "option_id": number,
            "payload": json.dumps(option.as_dict(), ensure_ascii=False),
            "expires_at": expires_at,
        }
        for number, option in zip(numbers, options, strict=True)
    ]
    if rows:
        connection.execute(insert(wechat_option), rows)
    return numbers


def forget_old(connection: Connection, now: datetime) -> None:
    """Delete options nobody can tap any more."""
    connection.execute(delete(wechat_option).where(wechat_option.c.expires_at <= now))


def find(engine: Engine, pseudonym: str, number: int, now: datetime) -> Option | None:
    """The option a tap means; None when it is unknown or too old."""
    row = wechat_option.c
    query = select(row.payload).where(row.pseudonym == pseudonym, row.option_id == number, row.expires_at > now)
    with reading(engine) as connection:
        payload = connection.execute(query).scalar_one_or_none()
    if payload is None:
        return None
    stored = json.loads(payload)
    return Option.from_dict(stored)
