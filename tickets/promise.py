"""The date an answer is promised for, by China's public holidays and their make-up working days (调休).

The days come from the library chinesecalendar, which follows the State Council's yearly notice
(国务院办公厅关于部分节假日安排的通知, published each November for the year after). For a year it has no
data for, Monday to Friday count but for the holidays whose date is the same every year (全国年节及纪念日放假办法:
1 January, 1–2 May, 1–3 October), and the promise says that it is provisional. What a help desk knows better, its own
days off and extra working days, stands in the settings and goes before both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import chinese_calendar

from common.clock import china_time

_WEEKDAYS = "一二三四五六日"
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True)
class Promise:
    """The last day of the promise; `exact` is false when a year's holidays are not known yet."""

    day: date
    exact: bool

    def text(self) -> str:
        """How people read it, with the sentence that an inexact promise owes them."""
        shown = f"{self.day.year}年{self.day.month}月{self.day.day}日（星期{_WEEKDAYS[self.day.weekday()]}）"
        if self.exact:
            return f"{shown}前"
        return f"{shown}前（那一年的放假安排还没有公布，先按星期一到星期五和固定的节日算）"


@dataclass(frozen=True)
class OwnDays:
    """The days on which this help desk differs from the calendar."""

    off: frozenset[date] = field(default_factory=frozenset)
    working: frozenset[date] = field(default_factory=frozenset)


DayNamed = Callable[[str, date], date | None]
"""Finds in what somebody wrote, on a day, the day by which they need it."""


def names_no_day(_text: str, _today: date) -> date | None:
    """For a desk that does not read what people write."""
    return None


def promise_for(
    opened_at: datetime, working_days: int = 3, cutoff: time = time(17, 30), own: OwnDays | None = None
) -> Promise:
    """When a ticket opened at this moment will be answered at the latest.

    What arrives after the cut-off or on a day off counts as arrived on the next working day, and
    the working days are counted from the day after.
    """
    counter = _working_day_at(opened_at, cutoff, own or OwnDays())
    for _ in range(working_days):
        counter.advance()
    return Promise(counter.day, counter.exact)


def working_day_at(moment: datetime, cutoff: time, own: OwnDays) -> date:
    """The working day a moment counts to: after the cut-off and on days off the next one."""
    return _working_day_at(moment, cutoff, own).day


def is_working_day(day: date, own: OwnDays | None = None) -> bool:
    """Whether the help desk works on a day, as far as the calendar is known."""
    return is_workday(day, own or OwnDays())[0]


def working_days_between(first: date, last: date, own: OwnDays) -> int:
    """How many working days there are after `first` up to and with `last`."""
    count, counter = 0, _DayCounter(first, own)
    while counter.day < last:
        counter.advance()
        count += counter.day <= last
    return count


def day_start(moment: datetime) -> datetime:
    """Midnight in China before this moment: where «today» begins for limits."""
    return china_time(moment).replace(hour=0, minute=0, second=0, microsecond=0)


@lru_cache(maxsize=8192)
def is_workday(day: date, own: OwnDays) -> tuple[bool, bool]:
    """Whether the help desk works on a day, and whether the calendar knows that year's holidays already."""
    if day in own.working or day in own.off:
        return day in own.working, True
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS, False


def read_cutoff(text: str) -> time:
    """The setting `tickets.cutoff` ("17:30") as a time of day.

    Raises:
        ValueError: it is not written as hour and minute.
    """
    return datetime.strptime(text, "%H:%M").time()


class _DayCounter:
    """Walks from working day to working day and remembers whether it ever had to guess."""

    def __init__(self, day: date, own: OwnDays) -> None:
        self.day = day
        self.exact = True
        self._own = own

    def is_workday(self) -> bool:
        works, exact = is_workday(self.day, self._own)
        self.exact = self.exact and exact
        return works

    def advance(self) -> None:
        self.day += timedelta(days=1)
        while not self.is_workday():
            self.day += timedelta(days=1)


def _working_day_at(moment: datetime, cutoff: time, own: OwnDays) -> _DayCounter:
    local = china_time(moment)
    counter = _DayCounter(local.date(), own)
    if local.time() > cutoff or not counter.is_workday():
        counter.advance()
    return counter
