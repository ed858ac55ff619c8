"""The misses of the last days as the database holds them; those of tickets need the key too (`backlog`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.engine import Connection, Engine, Row

from common.clock import CHINA, china_time
from learning.misses import MissedText, MissKind, ordered
from learning.rows.left_alone import QUIET, left_alone
from tickets.database import reading
from tickets.outcomes import Ending
from tickets.schema import feedback, miss_handled, search_miss, ticket_text, turn_outcome
from tickets.schema import ticket as ticket_table

MOST_TEXTS = 1_500
"""Of each source, the most frequent first: what is rarer can wait until those are dealt with."""
_SAID = [str(ending) for ending in (Ending.ANSWERED, Ending.CLARIFIED, Ending.PICKED)]
"""How a turn ends that says an entry."""


def gather_misses(engine: Engine, since: date, now: datetime) -> list[MissedText]:
    """Every miss of the database from that day on that nobody has dealt with, the most frequent first."""
    begin = datetime.combine(since, time(), CHINA).astimezone(UTC)
    with reading(engine) as connection:
        found = [*_missed(connection, since), *_rejected(connection, since), *_unhelpful(connection, begin)]
        found += [*_left(connection, since, now), *_searched(connection, begin)]
    handled = handled_texts(engine)
    return ordered(miss for miss in found if miss.text not in handled)


def handled_texts(engine: Engine) -> frozenset[str]:
    """Every text that somebody has dealt with."""
    with reading(engine) as connection:
        return frozenset(connection.execute(select(miss_handled.c.text)).scalars())


def stamp(engine: Engine, now: datetime) -> tuple[object, ...]:
    """Something that differs as soon as there may be another miss, and costs next to nothing to read."""
    columns = (turn_outcome.c.id, feedback.c.id, search_miss.c.last_at, miss_handled.c.at, ticket_table.c.id)
    with reading(engine) as connection:
        return (
            *(connection.execute(select(func.max(column))).scalar_one() for column in columns),
            connection.execute(select(func.count()).select_from(miss_handled)).scalar_one(),
            connection.execute(select(func.count(ticket_text.c.topic))).scalar_one(),
            connection.execute(select(func.count(ticket_table.c.answered_at))).scalar_one(),
            len(list(_of_a_while_ago(connection, china_time(now).date() - timedelta(days=1), now))),
        )


def _missed(connection: Connection, since: date) -> list[MissedText]:
    row = turn_outcome.c
    return _counted(
        connection.execute(
            select(
                row.text, func.count().label("times"), func.max(row.at).label("at"), func.max(row.faq_id).label("faq")
            )
            .where(row.day >= since, row.outcome == str(Ending.MISSED), row.text.is_not(None))
            .group_by(row.text)
            .order_by(func.count().desc(), row.text)
            .limit(MOST_TEXTS)
        ),
        MissKind.MISSED,
    )


def _rejected(connection: Connection, since: date) -> list[MissedText]:
    """The questions whose lists held nothing for them: the last list before each «都不是»."""
    said, listed = turn_outcome.alias("said").c, turn_outcome.alias("listed").c
    before = (
        select(func.max(listed.id).label("id"))
        .where(said.day >= since, said.outcome == str(Ending.REJECTED))
        .where(listed.conversation_key == said.conversation_key)
        .where(listed.outcome == str(Ending.CLARIFIED), listed.id < said.id)
        .group_by(said.id)
        .subquery()
    )
    row = turn_outcome.c
    return _counted(
        connection.execute(
            select(
                row.text, func.count().label("times"), func.max(row.at).label("at"), func.max(row.faq_id).label("faq")
            )
            .join(before, before.c.id == row.id)
            .where(row.text.is_not(None))
            .group_by(row.text)
            .order_by(func.count().desc(), row.text)
            .limit(MOST_TEXTS)
        ),
        MissKind.REJECTED,
    )


def _left(connection: Connection, since: date, now: datetime) -> Iterator[MissedText]:
    """The questions whose lists nobody did anything with."""
    found: dict[str, MissedText] = {}
    for row in _of_a_while_ago(connection, since, now):  # the latest first
        known = found.get(row.text) or MissedText(row.text, MissKind.LEFT, 0, row.at, row.faq)
        found[row.text] = replace(known, times=known.times + 1)
    yield from ordered(found.values())[:MOST_TEXTS]


def _of_a_while_ago(connection: Connection, since: date, now: datetime) -> Iterator[Row]:
    return (row for row in left_alone(connection, since) if row.text and now - row.at > QUIET)


def _unhelpful(connection: Connection, begin: datetime) -> Iterator[MissedText]:
    """The questions whose answers did not help: what was asked last when that entry was said before the verdict.

    It was answered at once, stood first in a list with its answer, or was picked from the list that was asked for.
    """
    verdict, turn, told = feedback.c, turn_outcome.c, turn_outcome.alias("told").c
    said = (
        select(func.max(told.id))
        .where(told.conversation_key == verdict.conversation_key, told.faq_id == verdict.faq_id)
        .where(told.outcome.in_(_SAID), told.at <= verdict.at)
        .scalar_subquery()
    )
    question = (
        select(turn.text)
        .where(turn.conversation_key == verdict.conversation_key, turn.id <= said, turn.text.is_not(None))
        .order_by(turn.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("text")
    )
    fields = (question, verdict.faq_id, verdict.at, verdict.reason, verdict.comment)
    query = select(*fields).where(and_(verdict.at >= begin, verdict.helpful.is_(False)))
    found: dict[tuple[str, str], MissedText] = {}
    remarks: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in connection.execute(query.order_by(verdict.id.desc()).limit(MOST_TEXTS)):
        text = row.text or row.comment
        if not text:
            continue
        key = (text, row.faq_id)
        remark = "：".join(filter(None, (row.reason, row.comment if row.text else "")))
        remarks[key].update({remark: None} if remark else {})
        known = found.get(key)
        times = known.times + 1 if known else 1
        found[key] = MissedText(text, MissKind.UNHELPFUL, times, known.last_at if known else row.at, row.faq_id)
    for key, miss in found.items():
        yield replace(miss, remarks=tuple(remarks[key]))


def _searched(connection: Connection, begin: datetime) -> list[MissedText]:
    row = search_miss.c
    query = select(row.text, row.times, row.last_at).where(row.last_at >= begin)
    found = connection.execute(query.order_by(row.times.desc(), row.text).limit(MOST_TEXTS))
    return [MissedText(item.text, MissKind.SEARCH, item.times, item.last_at) for item in found]


def _counted(rows: Iterable[Row], kind: MissKind) -> list[MissedText]:
    return [MissedText(row.text, kind, row.times, row.at, row.faq) for row in rows]
