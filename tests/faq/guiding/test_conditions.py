"""Conditions on the facts of a case."""

from __future__ import annotations

import pytest

from faq.content.conditions import ALWAYS, read_condition


@pytest.mark.parametrize(
    ("written", "facts", "holds", "ruled_out"),
    [
        ("phone is usable", {"phone": "usable"}, True, False),
        ("phone is usable", {"phone": "unusable"}, False, True),
        ("phone is usable", {}, False, False),
        ("phone is not usable", {"phone": "unusable"}, True, False),
        ("phone is not usable", {}, False, False),
        ("phone is usable and mail is known", {"phone": "usable"}, False, False),
        ("phone is usable and mail is known", {"phone": "unusable"}, False, True),
        ("phone is usable or mail is known", {"phone": "unusable"}, False, False),
        ("phone is usable or mail is known", {"phone": "unusable", "mail": "unknown"}, False, True),
    ],
)
def test_it_holds_or_can_hold_no_more(written: str, facts: dict[str, str], holds: bool, ruled_out: bool) -> None:
    condition = read_condition(written)
    assert condition is not None
    assert condition.holds(facts) is holds
    assert condition.is_ruled_out(facts) is ruled_out


def test_without_tests_it_always_holds() -> None:
    assert ALWAYS.holds({})
    assert not ALWAYS.is_ruled_out({"phone": "usable"})


@pytest.mark.parametrize("written", ["", "毕业了", "phone", "phone = usable", "phone is usable and", "Phone is usable"])
def test_what_nobody_can_read_is_no_condition(written: str) -> None:
    assert read_condition(written) is None


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("phone is usable", "phone is unusable", True),
        ("phone is usable", "phone is not usable", True),
        ("phone is usable and mail is known", "mail is unknown", True),
        ("phone is usable", "phone is usable", False),
        ("phone is not usable", "phone is not unusable", False),
        ("phone is usable", "mail is unknown", False),
        ("phone is usable or mail is known", "phone is unusable", False),
        ("phone is not usable", "phone is unusable", False),
    ],
)
def test_two_exclude_each_other(one: str, other: str, apart: bool) -> None:
    first, second = read_condition(one), read_condition(other)
    assert first is not None
    assert second is not None
    assert first.excludes(second) is second.excludes(first) is apart
