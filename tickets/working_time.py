"""How much working time is left until a promise ends: in working days, on the last day in hours and minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from common.clock import china_time
from tickets.promise import OwnDays, working_day_at, working_days_between

_SOON_MINUTES = 120


@dataclass(frozen=True)
class TimeLeft:
    """What the queue shows: the words, and how bad it is (`late`, `soon`, `today`, `later`)."""

    text: str
    level: str


def time_left(promised_on: date, now: datetime, cutoff: time, own: OwnDays) -> TimeLeft:
    """Until the end of work (`cutoff`) on the promised day; days off do not count.

    Counted as the promise was: evenings and days off belong to the working day after them.
    A ticket is overdue from the day after the promised one: what is answered that evening still keeps the promise.
    """
    local = china_time(now)
    today = local.date()
    if promised_on < today:
        days = max(1, working_days_between(promised_on, today, own))
        return TimeLeft(f"超期 {days} 个工作日", "late")
    if promised_on > today:
        days = working_days_between(working_day_at(now, cutoff, own), promised_on, own)
        return TimeLeft(f"还有 {days} 个工作日" if days else "下一个工作日", "later")
    minutes = (cutoff.hour - local.hour) * 60 + cutoff.minute - local.minute
    if minutes <= 0:
        return TimeLeft("今天到期，已下班", "soon")
    hours, rest = divmod(minutes, 60)
    text = f"{hours} 小时 {rest} 分" if hours and rest else f"{hours} 小时" if hours else f"{rest} 分钟"
    return TimeLeft(f"今天，还有 {text}", "soon" if minutes <= _SOON_MINUTES else "today")
