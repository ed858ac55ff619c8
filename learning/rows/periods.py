"""The leads' figures of periods, from the database as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.engine import Engine

from learning.figures import Period, PeriodFigures, figures_of
from learning.rows.tickets import touched_tickets
from learning.rows.turns import read_sums
from learning.ticket_figures import ticket_figures
from learning.working_time import WorkingTime
from tickets.database import reading


def read_figures(engine: Engine, period: Period, today: date, working: WorkingTime) -> PeriodFigures:
    """The figures of a period, as they stand now."""
    return read_last_days(engine, period.last, (len(period.days),), today, working)[0]


def read_last_days(
    engine: Engine, last: date, lengths: Sequence[int], today: date, working: WorkingTime
) -> list[PeriodFigures]:
    """The figures of periods of so many days that end on the same one; what they share is read once."""
    periods = [Period(last - timedelta(days=length - 1), last) for length in lengths]
    with reading(engine) as connection:
        sums = read_sums(connection, min(period.before.first for period in periods), last, today)
        touched = touched_tickets(connection, min(period.first for period in periods), last)
    return [figures_of(period, sums, ticket_figures(touched, period.first, last, today, working)) for period in periods]
