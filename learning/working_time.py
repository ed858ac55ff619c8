"""Working time between two moments: by the calendar of the promise, within the hours of the help desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial

from common.clock import china_time
from tickets.hours import OpeningHours, read_hours
from tickets.promise import OwnDays, is_working_day

_USUAL = "工作日 9:00–{end:%H:%M}"
_DAY_S = 86_400.0


@dataclass(frozen=True)
class WorkingTime:
    """Counts only the hours in which somebody works."""

    hours: OpeningHours
    own: OwnDays = field(default_factory=OwnDays)

    def between_s(self, since: datetime, until: datetime) -> float:
        """Working seconds from one moment to another; 0 when it is the earlier one."""
        first, last = china_time(since), china_time(until)
        if last <= first:
            return 0.0
        begin, end = first.date(), last.date()
        if begin == end:
            return _within(self, begin, _seconds(first.time()), _seconds(last.time()))
        whole = sum(_whole(self, begin + timedelta(days=number)) for number in range(1, (end - begin).days))
        return (
            _within(self, begin, _seconds(first.time()), _DAY_S)
            + whole
            + _within(self, end, 0.0, _seconds(last.time()))
        )


def working_time(hours: str, cutoff: time, own: OwnDays) -> WorkingTime:
    """By `help_desk.hours`; where that cannot be read, working days from nine to the cut-off of the promise."""
    usual = read_hours(_USUAL.format(end=cutoff))
    return WorkingTime(read_hours(hours) or usual or OpeningHours(()), own)


@lru_cache(maxsize=4096)
def _spans(working: WorkingTime, day: date) -> tuple[tuple[float, float], ...]:
    times = working.hours.times_on(day, partial(is_working_day, own=working.own))
    return tuple((_seconds(first), _seconds(last)) for first, last in times)


def _whole(working: WorkingTime, day: date) -> float:
    return sum(last - first for first, last in _spans(working, day))


def _within(working: WorkingTime, day: date, since_s: float, until_s: float) -> float:
    return sum(max(0.0, min(last, until_s) - max(first, since_s)) for first, last in _spans(working, day))


def _seconds(moment: time) -> float:
    if moment == time.max:
        return _DAY_S
    return moment.hour * 3600.0 + moment.minute * 60.0 + moment.second + moment.microsecond / 1e6
