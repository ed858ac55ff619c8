"""How the entries fared in the last days, and what people said of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection, Engine

from common.clock import CHINA
from learning.entry_list import Comment, Use
from tickets.database import reading
from tickets.outcomes import Ending
from tickets.schema import entry_use, feedback, turn_outcome

DAYS = 30
_COMMENTS = 50


def read_use(engine: Engine, today: date) -> dict[str, Use]:
    """How every entry fared in the last `DAYS` days, by id."""
    since = today - timedelta(days=DAYS - 1)
    with reading(engine) as connection:
        read, answered, verdicts = _read(connection, since), _answered(connection, since), _verdicts(connection, since)
    names = {*read, *answered, *verdicts}
    return {name: Use(read.get(name, 0), answered.get(name, 0), *verdicts.get(name, (0, 0, 0))) for name in names}


def comments(engine: Engine, entry_id: str) -> list[Comment]:
    """What people said of an entry, newest first: remarks, and verdicts with a reason."""
    row = feedback.c
    said = (row.comment != "") | (row.reason != "")
    query = select(row.at, row.helpful, row.reason, row.comment).where(row.faq_id == entry_id, said)
    with reading(engine) as connection:
        found = connection.execute(query.order_by(row.id.desc()).limit(_COMMENTS)).all()
    return [Comment(item.at, item.helpful, item.reason or "", item.comment or "") for item in found]


def _read(connection: Connection, since: date) -> dict[str, int]:
    row = entry_use.c
    query = select(row.faq_id, func.sum(row.times)).where(row.day >= since).group_by(row.faq_id)
    return {name: int(times) for name, times in connection.execute(query)}


def _answered(connection: Connection, since: date) -> dict[str, int]:
    row = turn_outcome.c
    ways = [str(Ending.ANSWERED), str(Ending.PICKED)]
    query = (
        select(row.faq_id, func.count())
        .where(row.day >= since, row.outcome.in_(ways), row.faq_id.is_not(None))
        .group_by(row.faq_id)
    )
    return {name: int(times) for name, times in connection.execute(query)}


def _verdicts(connection: Connection, since: date) -> dict[str, tuple[int, int, int]]:
    row = feedback.c
    begin = datetime.combine(since, time(), CHINA).astimezone(UTC)
    sums = (
        func.sum(case((row.helpful.is_(True), 1), else_=0)),
        func.sum(case((row.helpful.is_(False), 1), else_=0)),
        func.sum(case((row.comment != "", 1), else_=0)),
    )
    query = select(row.faq_id, *sums).where(row.at >= begin).group_by(row.faq_id)
    return {name: (int(good), int(bad), int(said or 0)) for name, good, bad, said in connection.execute(query)}
