"""Days as operators write them in the settings (`2027-02-05..2027-02-11 2027-03-01`) and as people are told them."""

from __future__ import annotations

import re
from datetime import date, timedelta

_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?", re.ASCII)
_MOST_SPAN_DAYS = 60
_DIGITS = "零一二三四五六七八九"


def read_days(text: str) -> frozenset[date]:
    """Days of a setting: `2027-02-05` or a span `2027-02-05..2027-02-11`, apart by spaces or commas.

    Raises:
        ValueError: another way of writing, no such day, or a span that ends before it begins.
    """
    days: set[date] = set()
    for part in re.split(r"[\s,，、]+", text.strip()):
        if not part:
            continue
        written = _SPAN.fullmatch(part)
        if written is None:
            raise ValueError(part)
        first = date.fromisoformat(written[1])
        last = date.fromisoformat(written[2] or written[1])
        if not 0 <= (last - first).days <= _MOST_SPAN_DAYS:
            raise ValueError(part)
        days |= {first + timedelta(days=count) for count in range((last - first).days + 1)}
    return frozenset(days)


def counted(count: int, unit: str) -> str:
    """How many of something as people say it: 两分钟, 十五个工作日."""
    return f"{'两' if count == 2 else _number(count)}{unit}"


def _number(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    spoken = ("十" if tens == 1 else f"{_DIGITS[tens]}十") if tens else ""
    return spoken + (_DIGITS[ones] if ones else "")
