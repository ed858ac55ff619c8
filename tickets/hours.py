"""`help_desk.hours` as people write it (工作日 9:00–12:00、14:00–17:00；周六 9:00–12:00): is somebody there now?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from common.clock import china_time

_WEEKDAYS = "一二三四五六日"
_DASH = r"\s*(?:-|–|—|－|~|～|至|到)+\s*"
_RANGE = re.compile(rf"(\d{{1,2}})[:：点时](\d{{2}})?分?{_DASH}(\d{{1,2}})[:：点时](\d{{2}})?分?", re.ASCII)
_DAY_SPAN = re.compile(rf"(?:周|星期|礼拜)([一二三四五六日天]){_DASH}(?:周|星期|礼拜)?([一二三四五六日天])")
_ONE_DAY = re.compile("(?:周|星期|礼拜)([一二三四五六日天])|周末|双休日")
_BETWEEN = re.compile(r"[\s,，、和及。：:（）()]*(?:上午|下午|早上|晚上|法定节假日除外|节假日除外)?")


@dataclass(frozen=True)
class _Span:
    """Some days of the week, or working days, and times of each."""

    weekdays: frozenset[int] | None
    """None: the working days of the calendar."""
    times: tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class OpeningHours:
    """When somebody answers."""

    spans: tuple[_Span, ...]

    def is_open(self, moment: datetime, is_working_day: Callable[[date], bool]) -> bool:
        """Whether a moment is within them; both ends belong to it."""
        local = china_time(moment)
        now = local.time()
        return any(first <= now <= last for first, last in self.times_on(local.date(), is_working_day))

    def times_on(self, day: date, is_working_day: Callable[[date], bool]) -> tuple[tuple[time, time], ...]:
        """From when to when on a day; () when nobody is there."""
        found: list[tuple[time, time]] = []
        for span in self.spans:
            if is_working_day(day) if span.weekdays is None else day.weekday() in span.weekdays:
                found += span.times
        return tuple(found)


def read_hours(text: str) -> OpeningHours | None:
    """The hours in a setting; None when it is empty or written in another way."""
    spans = [_read_span(part) for part in re.split("[;；\n]", text) if part.strip()]
    read = tuple(span for span in spans if span is not None)
    return OpeningHours(read) if read and len(read) == len(spans) else None


def _read_span(text: str) -> _Span | None:
    weekdays: frozenset[int] | None = frozenset(range(7))
    rest = text
    if "工作日" in text:
        weekdays, rest = None, text.replace("工作日", "", 1)
    elif found := re.search("每天|每日|天天|全年", text):
        rest = text.replace(found[0], "", 1)
    else:
        named: set[int] = set()
        for match in _DAY_SPAN.finditer(text):
            first, last = _weekday(match[1]), _weekday(match[2])
            named |= {day % 7 for day in range(first, last + (7 if last < first else 0) + 1)}
        rest = _DAY_SPAN.sub("", text)
        for match in _ONE_DAY.finditer(rest):
            named |= {_weekday(match[1])} if match[1] else {5, 6}
        rest = _ONE_DAY.sub("", rest)
        weekdays = frozenset(named) or weekdays
    times = tuple(_read_times(match) for match in _RANGE.finditer(rest))
    kept = tuple(span for span in times if span is not None)
    strange = "".join(_BETWEEN.sub("", piece) for piece in _RANGE.split(rest)[:: _RANGE.groups + 1])
    return _Span(weekdays, kept) if kept and len(kept) == len(times) and not strange else None


def _read_times(match: re.Match[str]) -> tuple[time, time] | None:
    try:
        first = time(int(match[1]), int(match[2] or 0))
        # 24:00 is how people write the end of a day.
        last = time.max if int(match[3]) == 24 and not int(match[4] or 0) else time(int(match[3]), int(match[4] or 0))
    except ValueError:
        return None
    return (first, last) if first < last else None


def _weekday(character: str) -> int:
    return _WEEKDAYS.index("日" if character == "天" else character)
