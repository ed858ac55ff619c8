"""The sums of a day's turns: of the last days from the turns themselves, of older ones as they were kept.

A day is summed once, a day after it ended, whichever process comes first. Its turns may then be deleted.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, insert, select
from sqlalchemy.engine import Connection, Engine

from common.clock import china_time
from learning.day_sums import LEFT, DaySums
from learning.rows.left_alone import left_alone
from tickets.database import reading, transact
from tickets.outcomes import ASKED, Ending
from tickets.schema import day_figures, turn_outcome

_OPEN_DAYS = 1
"""Yesterday still counts as open: a turn that began before midnight may be stored after it."""
_AT_ONCE = 31
_GOOD = (Ending.ANSWERED, Ending.PICKED)
_BAD = (Ending.MISSED, Ending.REJECTED, Ending.UNHELPFUL, Ending.FAILED)


def read_sums(connection: Connection, first: date, last: date, today: date) -> dict[date, DaySums]:
    """The sums of each day of a period on which anything was said."""
    row = day_figures.c
    kept = connection.execute(select(row.day, row.figures).where(row.day.between(first, last)))
    sums = {day: DaySums(**json.loads(figures)) for day, figures in kept}
    # Days are kept in order: what is missing is newer than all that is kept.
    newest = connection.execute(select(func.max(row.day))).scalar_one()
    begin = first if newest is None else max(first, newest + timedelta(days=1))
    if begin <= (end := min(last, today)):
        sums |= sum_turns(connection, begin, end)
    return sums


def sums_of_today(engine: Engine, now: datetime) -> DaySums:
    """The sums since midnight in China."""
    today = china_time(now).date()
    with reading(engine) as connection:
        return sum_turns(connection, today, today).get(today) or DaySums()


def roll_up(engine: Engine, today: date) -> int:
    """Keep the sums of the days that are over and have none yet; how many."""
    kept = 0
    while days := _due(engine, today):
        with reading(engine) as connection:
            sums = sum_turns(connection, days[0], days[-1])
        rows = [{"day": day, "figures": json.dumps(asdict(sums.get(day) or DaySums()))} for day in days]
        transact(engine, lambda connection, rows=rows: _keep(connection, rows))  # type: ignore[misc]
        kept += len(days)
    return kept


def sum_turns(connection: Connection, first: date, last: date) -> dict[date, DaySums]:
    """The sums of these days from their turns; days without a turn are left out."""
    row = turn_outcome.c
    sums: defaultdict[date, DaySums] = defaultdict(DaySums)
    counts: defaultdict[date, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    topics: defaultdict[date, Counter[str]] = defaultdict(Counter)
    query = (
        select(row.day, row.outcome, row.channel, row.topic, func.count())
        .where(row.day.between(first, last))
        .group_by(row.day, row.outcome, row.channel, row.topic)
    )
    for day, outcome, channel, topic, number in connection.execute(query):
        counts[day][channel][outcome] += number
        if topic is not None and outcome in ASKED:
            topics[day][topic] += number
    for item in left_alone(connection, first, last):
        counts[item.day][item.channel][LEFT] += 1
    for day, talks in _talks(connection, first, last).items():
        sums[day] = DaySums(*({}, {}), *talks)
    for day, by_channel in counts.items():
        sums[day].counts = {channel: dict(found) for channel, found in sorted(by_channel.items())}
        sums[day].topics = dict(topics[day])
    return dict(sums)


def _talks(connection: Connection, first: date, last: date) -> dict[date, tuple[int, int, int]]:
    """Of each day the talks in which something was asked, those that came to a person, those solved without."""
    row = turn_outcome.c

    def latest(*outcomes: Ending) -> Any:
        return func.max(case((row.outcome.in_(list(map(str, outcomes))), row.id), else_=0))

    talk = (
        select(
            row.day,
            latest(*ASKED).label("asked"),
            latest(Ending.HUMAN).label("human"),
            latest(*_GOOD).label("good"),
            latest(*_BAD).label("bad"),
        )
        .where(row.day.between(first, last))
        .group_by(row.day, row.conversation_key)
        .subquery()
    )
    of = talk.c
    asked = of.asked > 0
    query = select(
        of.day,
        func.sum(case((asked, 1), else_=0)),
        func.sum(case((asked & (of.human > 0), 1), else_=0)),
        func.sum(case((asked & (of.human == 0) & (of.good > of.bad), 1), else_=0)),
    ).group_by(of.day)
    return {day: (int(talks), int(human), int(solved)) for day, talks, human, solved in connection.execute(query)}


def _due(engine: Engine, today: date) -> list[date]:
    """The oldest days in one piece that are over and not kept, at most so many at once."""
    row, kept = turn_outcome.c, day_figures.c
    with reading(engine) as connection:
        newest = connection.execute(select(func.max(kept.day))).scalar_one()
        oldest = select(func.min(row.day)) if newest is None else select(func.min(row.day)).where(row.day > newest)
        begin = connection.execute(oldest).scalar_one()
    if begin is None:
        return []
    end = today - timedelta(days=_OPEN_DAYS + 1)
    return [begin + timedelta(days=number) for number in range(min(_AT_ONCE, (end - begin).days + 1))]


def _keep(connection: Connection, rows: list[dict[str, Any]]) -> None:
    known = select(day_figures.c.day).where(day_figures.c.day.in_([row["day"] for row in rows]))
    there = set(connection.execute(known).scalars())
    if new := [row for row in rows if row["day"] not in there]:  # another process may have been first
        connection.execute(insert(day_figures), new)
