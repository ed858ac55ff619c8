"""Working time between two moments: by the calendar of the promise, within the hours of the help desk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from common.clock import china_time
from tickets.promise import OwnDays, is_workday

_HOURS = re.compile(r"(\d{1,2})[:：](\d\d)\s*(?:[–—~～至到-]|——)\s*(\d{1,2})[:：](\d\d)")
_BEGIN = time(9)


@dataclass(frozen=True)
class WorkingTime:
    """Counts only the hours in which somebody works."""

    begin: time = _BEGIN
    end: time = time(17, 30)
    own: OwnDays = field(default_factory=OwnDays)

    def between_s(self, since: datetime, until: datetime) -> float:
        """Working seconds from one moment to another; 0 when it is the earlier one."""
        first, last = china_time(since), china_time(until)
        if last <= first:
            return 0.0
        if first.date() == last.date():
            return self._within(first.date(), first, last)
        total = self._within(first.date(), first, None) + self._within(last.date(), None, last)
        whole = self._day_s() * _workdays_between(first.date(), last.date(), self.own)
        return total + whole

    def _within(self, day: date, since: datetime | None, until: datetime | None) -> float:
        if not is_workday(day, self.own)[0]:
            return 0.0
        begin = max(_seconds(self.begin), _seconds(since.time()) if since else 0.0)
        end = min(_seconds(self.end), _seconds(until.time()) if until else 86_400.0)
        return max(0.0, end - begin)

    def _day_s(self) -> float:
        return max(0.0, _seconds(self.end) - _seconds(self.begin))


def read_hours(text: str, otherwise_end: time) -> tuple[time, time]:
    """The first span of hours in a sentence for people (工作日 9:00–17:00); without one from nine to the cut-off."""
    found = _HOURS.search(text)
    if found:
        numbers = list(map(int, found.groups()))
        if numbers[0] < 24 and numbers[2] < 24 and numbers[1] < 60 and numbers[3] < 60:
            begin, end = time(*numbers[:2]), time(*numbers[2:])
            if begin < end:
                return begin, end
    return _BEGIN, otherwise_end


@lru_cache(maxsize=4096)
def _workdays_between(first: date, last: date, own: OwnDays) -> int:
    """Working days after the first and before the last."""
    days = ((first + timedelta(days=number)) for number in range(1, (last - first).days))
    return sum(is_workday(day, own)[0] for day in days)


def _seconds(moment: time) -> float:
    return moment.hour * 3600.0 + moment.minute * 60.0 + moment.second + moment.microsecond / 1e6
