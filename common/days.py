"""Days as operators write them in the settings: `2027-02-05..2027-02-11 2027-03-01`."""

from __future__ import annotations

import re
from datetime import date, timedelta

_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?", re.ASCII)
_MOST_SPAN_DAYS = 60


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
