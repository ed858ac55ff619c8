"""`help_desk.hours`: as people write it, and what cannot be read is said to be so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tickets.hours import read_hours


def china(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026; the 2nd is a Monday."""
    return datetime(2026, 11, day, hour - 8, minute, tzinfo=UTC)


def works(day: date) -> bool:
    return day.weekday() < 5 and day.day != 4  # the 4th is a holiday


@pytest.mark.parametrize(
    ("text", "open_at", "closed_at"),
    [
        (
            "工作日 9:00–17:00",
            [china(2, 9), china(2, 17)],
            [china(2, 8, 59), china(2, 17, 1), china(4, 10), china(7, 10)],
        ),
        ("9:00-12:00、14:00-17:30", [china(7, 9), china(4, 17, 30)], [china(2, 13), china(2, 18)]),
        ("周一至周五 9：00～17：00", [china(4, 10)], [china(7, 10)]),
        ("星期六到星期一 9点到11点", [china(7, 10), china(8, 10), china(2, 10)], [china(3, 10)]),
        ("工作日 9:00-17:00；周六 9:00-12:00", [china(7, 11), china(2, 16)], [china(7, 13), china(8, 10)]),
        ("每天 8:00-24:00", [china(8, 23, 59)], []),
        ("工作日上午9:00-11:30，下午13:00-17:00", [china(2, 11), china(2, 13)], [china(2, 12)]),
        ("周二、周四 10:00-16:00", [china(3, 10), china(5, 16)], [china(2, 10)]),
        ("周末 10:00-16:00", [china(7, 10), china(8, 16)], [china(2, 10)]),
    ],
)
def test_when_somebody_is_there(text: str, open_at: list[datetime], closed_at: list[datetime]) -> None:
    hours = read_hours(text)
    assert hours is not None
    assert [hours.is_open(moment, works) for moment in open_at] == [True] * len(open_at)
    assert [hours.is_open(moment, works) for moment in closed_at] == [False] * len(closed_at)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "随时",
        "工作日",
        "9:00",
        "25:00-26:00",
        "17:00-9:00",
        "工作日 9:00-17:00（寒暑假另行通知）",
        "9:00-17:00；看情况",
    ],
)
def test_what_cannot_be_read_is_none(text: str) -> None:
    assert read_hours(text) is None
