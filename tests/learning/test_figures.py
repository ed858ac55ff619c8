"""The figures of known turns and tickets, counted by hand."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from common.clock import CHINA
from learning.figure_table import HEADINGS, figure_rows, report_lines
from learning.figures import Period, Rising
from learning.rows.periods import read_figures, read_last_days
from learning.rows.turns import roll_up
from learning.working_time import working_time
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.promise import OwnDays
from tickets.schema import day_figures, requester, ticket, turn_outcome

DAY = date(2026, 11, 10)  # a Tuesday
WORKING = working_time("工作日 9:00–17:00", time(17, 30), OwnDays())


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA).astimezone(UTC)


def talk(engine: Engine, day: date, key: str, *turns: tuple[Ending, str], channel: str = "web") -> None:
    with engine.begin() as connection:
        for outcome, topic in turns:
            record_outcome(connection, TurnOutcome(channel, key, outcome, None, topic or None, "句"), at(day, 10))


def fill(engine: Engine) -> None:
    talk(engine, DAY, "solved", (Ending.ANSWERED, "forgot_password"), (Ending.HELPFUL, ""))
    talk(engine, DAY, "picked", (Ending.CLARIFIED, "forgot_password"), (Ending.PICKED, ""))
    talk(engine, DAY, "human", (Ending.ANSWERED, "forgot_password"), (Ending.HUMAN, ""), channel="wechat")
    talk(engine, DAY, "missed", (Ending.ANSWERED, "sms_code"), (Ending.MISSED, ""))
    talk(engine, DAY, "complained", (Ending.ANSWERED, "sms_code"), (Ending.UNHELPFUL, ""))
    talk(engine, DAY, "greeted", (Ending.TALK, ""))
    talk(engine, DAY - timedelta(days=1), "earlier", (Ending.ANSWERED, "forgot_password"))


@pytest.mark.parametrize("kept", [False, True])
def test_turns_and_talks_of_a_day(engine: Engine, kept: bool) -> None:
    """The same from the turns as from the sums that were kept of them, even when the turns are gone."""
    fill(engine)
    today = DAY
    if kept:
        today = DAY + timedelta(days=2)
        assert roll_up(engine, today) == 2
        assert roll_up(engine, today) == 0
        with engine.begin() as connection:
            connection.execute(turn_outcome.delete())
    figures = read_figures(engine, Period(DAY, DAY), today, WORKING)
    total = figures.total
    assert (total.asked, total.answered, total.clarified, total.missed) == (6, 4, 1, 1)
    assert (total.talks, total.human_talks, total.solved_talks) == (5, 1, 2)
    assert (total.human_rate, total.solved_rate, total.helpful_rate) == (0.2, 0.4, 0.5)
    assert {channel: found.asked for channel, found in figures.channels.items()} == {"web": 5, "wechat": 1}
    assert figures.topics == (("forgot_password", 3), ("sms_code", 2))
    assert figures.rising == (Rising("forgot_password", 3, 1),)
    assert figures.before.asked == 1


@pytest.mark.parametrize("kept", [False, True])
def test_lists_that_were_left_alone_are_counted_of_a_day(engine: Engine, kept: bool) -> None:
    """An older process reads the kept sums too: what it does not know stands where it looks for nothing."""
    with engine.begin() as connection:
        for key, led in (("a", False), ("b", True), ("c", None)):
            record_outcome(
                connection, TurnOutcome("web", key, Ending.CLARIFIED, None, None, "句", led), at(DAY, 23, 50)
            )
        record_outcome(connection, TurnOutcome("web", "d", Ending.CLARIFIED, None, None, "句", False), at(DAY, 23, 59))
        record_outcome(connection, TurnOutcome("web", "d", Ending.PICKED), at(DAY + timedelta(days=1), 0, 1))
    today = DAY + timedelta(days=2) if kept else DAY
    if kept:
        roll_up(engine, today)
        with engine.begin() as connection:
            stored = json.loads(str(connection.execute(select(day_figures.c.figures)).scalars().first()))
        assert set(stored) == {"counts", "topics", "talks", "human_talks", "solved_talks"}
    figures = read_figures(engine, Period(DAY, DAY), today, WORKING)
    assert (figures.total.clarified, figures.total.left, figures.total.asked) == (4, 1, 4)
    assert figure_rows(figures)[0][HEADINGS.index("反问以后没有下文")] == 1


def test_a_period_without_a_turn_has_no_rates(engine: Engine) -> None:
    figures = read_figures(engine, Period(DAY, DAY + timedelta(days=2)), DAY, WORKING)
    assert (figures.total.asked, figures.total.solved_rate, figures.total.helpful_rate) == (0, None, None)
    assert list(figures.days) == [DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]


def test_the_days_between_two_roll_ups_are_counted_from_their_turns(engine: Engine) -> None:
    fill(engine)
    roll_up(engine, DAY + timedelta(days=1))  # keeps the day before only: the day itself is still open
    assert read_figures(engine, Period(DAY - timedelta(days=1), DAY), DAY, WORKING).total.asked == 7


def add_ticket(engine: Engine, number: int, opened: datetime, **values: object) -> None:
    with engine.begin() as connection:
        connection.execute(
            insert(requester).values(id=number, channel="web", conversation_key=f"k{number}", created_at=opened)
        )
        row = {
            "number": f"T{number}",
            "requester_id": number,
            "idempotency_key": "k",
            "status": "open",
            "priority": "normal",
            "username_kind": "forgotten",
            "promise_exact": True,
            "version": 1,
            "created_at": opened,
            "updated_at": opened,
            "promised_on": DAY,
        }
        connection.execute(insert(ticket).values(**{**row, **values}))


def test_tickets_of_a_period(engine: Engine) -> None:
    """Working time: nights and days off do not count; overdue is what had no answer when its day ended."""
    friday = date(2026, 11, 6)
    add_ticket(engine, 1, at(friday, 16), answered_at=at(date(2026, 11, 9), 10), resolved_at=at(DAY, 10), rating="good")
    add_ticket(engine, 2, at(DAY, 9), answered_at=at(DAY, 12), rating="bad")
    add_ticket(engine, 3, at(DAY, 9), answered_at=at(DAY + timedelta(days=1), 9))
    add_ticket(engine, 4, at(DAY, 9))
    merged = {"status": "closed", "merged_into": "T4", "resolved_at": at(DAY, 11), "rating": "good"}
    add_ticket(engine, 5, at(DAY, 9), **merged)  # the same matter as the fourth
    period = Period(friday, DAY + timedelta(days=1))
    tickets = read_figures(engine, period, DAY + timedelta(days=1), WORKING).tickets
    assert dict(tickets.opened) == {friday: 1, DAY: 3}
    assert dict(tickets.solved) == {DAY: 1}
    assert dict(tickets.overdue) == {DAY: 2}
    assert tickets.first_response_s == 3 * 3600
    assert tickets.slow_response_s == 8 * 3600
    assert tickets.resolution_s == (1 + 8 + 1) * 3600
    assert tickets.satisfaction == 0.5
    fill(engine)
    day, last = DAY + timedelta(days=1), (1, 2, len(period.days))
    alone = [read_figures(engine, Period(day - timedelta(days=length - 1), day), day, WORKING) for length in last]
    assert read_last_days(engine, day, last, day, WORKING) == alone, "what is read once for several says the same"


def test_nothing_is_overdue_before_its_day_is_over(engine: Engine) -> None:
    add_ticket(engine, 1, at(DAY, 9))
    assert not read_figures(engine, Period(DAY, DAY), DAY, WORKING).tickets.overdue


def test_the_table_and_the_mail_say_the_same(engine: Engine) -> None:
    fill(engine)
    figures = read_figures(engine, Period(DAY, DAY), DAY, WORKING)
    rows = figure_rows(figures)
    assert [len(row) for row in rows] == [len(HEADINGS)] * 2
    assert rows[0] == ["2026-11-10", 6, 4, 1, 1, 0, 5, 2, 1, 1, 1, 0, 0, 0]
    assert rows[1][1:] == rows[0][1:]
    assert report_lines(figures, {"forgot_password": "忘记密码"}) == [
        "问了 6 句（前一天 1）：直接答 4，反问 1，没答上 1；反问以后没有下文 0。",
        "谈了 5 次：没找人就解决 40%，转人工 20%，说有用 50%。",
        "工单：新开 0，解决 0，超时 0；首次答复中位数 –，解决中位数 –（工作时间）。",
        "问得多起来的：忘记密码（1 → 3）。",
    ]


@pytest.mark.parametrize(
    ("hours", "since", "until", "worked_h"),
    [
        ("工作日 9:00–12:00、14:00–17:00", (10, 11), (10, 15), 2.0),
        ("工作日 9:00–17:00", (6, 16), (9, 10), 2.0),  # over a weekend
        ("每天 0:00–24:00", (6, 12), (8, 12), 48.0),
        ("全天有人", (9, 8), (9, 20), 9.0),  # not to be read: from nine to the cut-off at six
        ("", (9, 19), (10, 9), 0.0),
        ("", (10, 9), (9, 9), 0.0),
    ],
)
def test_working_time(hours: str, since: tuple[int, int], until: tuple[int, int], worked_h: float) -> None:
    working = working_time(hours, time(18), OwnDays())
    first, last = (at(date(2026, 11, day), hour) for day, hour in (since, until))
    assert working.between_s(first, last) == worked_h * 3600


def test_own_days_off_do_not_count() -> None:
    working = working_time("工作日 9:00–17:00", time(18), OwnDays(off=frozenset({DAY})))
    assert working.between_s(at(DAY, 9), at(DAY + timedelta(days=1), 10)) == 3600


def test_a_period_has_an_order_and_an_end() -> None:
    for first, last in ((DAY, DAY - timedelta(days=1)), (DAY, DAY + timedelta(days=400))):
        with pytest.raises(ValueError, match="period"):
            Period(first, last)
