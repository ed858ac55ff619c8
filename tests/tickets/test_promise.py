"""Three working days by China's calendar, 调休 included, and an honest guess where it has no data."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from common.clock import CHINA
from tickets.promise import OwnDays, Promise, day_start, promise_for, read_cutoff, read_days


@pytest.mark.parametrize(
    ("opened", "promised"),
    [
        ("2026-11-02 10:00", "2026-11-05"),  # Monday to Thursday
        ("2026-11-02 17:30", "2026-11-05"),  # the cut-off itself is still in time
        ("2026-11-02 17:31", "2026-11-06"),
        ("2026-11-05 09:00", "2026-11-10"),  # over a weekend
        ("2026-11-07 09:00", "2026-11-12"),  # Saturday counts from Monday
        ("2026-11-08 23:59", "2026-11-12"),
        ("2026-09-29 10:00", "2026-10-09"),  # 国庆节: 1 to 7 October off, 8 and 9 are working days
        ("2026-10-07 12:00", "2026-10-12"),  # day off; from the 8th: 9th, Saturday the 10th (调休), 12th
        ("2026-02-13 10:00", "2026-02-25"),  # 春节: 14 (调休 working Saturday), then 24, 25
    ],
)
def test_promised_day(opened: str, promised: str) -> None:
    moment = datetime.fromisoformat(opened).replace(tzinfo=CHINA)
    assert promise_for(moment.astimezone(UTC)) == Promise(date.fromisoformat(promised), True)


def test_a_year_without_data_counts_weekdays_but_the_fixed_holidays_and_says_so() -> None:
    promise = promise_for(datetime(2048, 12, 31, 2, 0, tzinfo=UTC))  # a Thursday; 1 January is a Friday
    assert promise == Promise(date(2049, 1, 6), False)
    assert promise.text() == "2049年1月6日（星期三）前（那一年的放假安排还没有公布，先按星期一到星期五和固定的节日算）"
    assert promise_for(datetime(2049, 9, 30, 2, 0, tzinfo=UTC)).day == date(2049, 10, 6)  # 1 October is a Friday


def test_the_help_desks_own_days_go_first() -> None:
    own = OwnDays(read_days("2026-11-03..2026-11-04，2026-11-06"), read_days("2026-11-07 2026-11-08"))
    assert promise_for(datetime(2026, 11, 2, 2, 0, tzinfo=UTC), own=own) == Promise(date(2026, 11, 8), True)
    # Once its days are written down, a year the calendar does not know yet is no guess where they reach.
    known = OwnDays(working=read_days("2049-03-01..2049-03-05"))
    assert promise_for(datetime(2049, 3, 1, 2, 0, tzinfo=UTC), own=known).exact is True


@pytest.mark.parametrize("text", ["2027-2-5", "明天", "2027-02-30", "2027-02-05..2027-02-01", "2027-01-01..2027-12-31"])
def test_days_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError):
        read_days(text)


def test_a_promise_that_runs_into_a_year_without_data_is_not_exact() -> None:
    assert promise_for(datetime(2026, 12, 31, 2, 0, tzinfo=UTC)).exact is False
    # A ticket of the last days of a year is never promised for New Year's Day.
    assert promise_for(datetime(2026, 12, 29, 2, 0, tzinfo=UTC)).day == date(2027, 1, 4)


def test_settings_change_the_promise() -> None:
    moment = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    assert promise_for(moment, 1, time(8, 0)) == Promise(date(2026, 11, 4), True)
    assert promise_for(moment, 5).text() == "2026年11月9日（星期一）前"


def test_cutoff_is_hour_and_minute() -> None:
    assert read_cutoff("17:30") == time(17, 30)
    for bad in ("", "25:00", "半点", "17.30"):
        with pytest.raises(ValueError, match=r"does not match|unconverted"):
            read_cutoff(bad)


def test_today_begins_at_midnight_in_china() -> None:
    assert day_start(datetime(2026, 11, 1, 17, 0, tzinfo=UTC)) == datetime(2026, 11, 2, tzinfo=CHINA)
