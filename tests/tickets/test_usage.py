"""What is read is counted by day, over all processes, and never lost to a busy database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from tickets import usage
from tickets.database import transact
from tickets.usage import Usage

DAY_S = timedelta(days=1).total_seconds()


def test_two_processes_count_together(engine: Engine, clock: FakeClock) -> None:
    one, other = Usage(engine, clock), Usage(engine, clock)
    for entry_id in ("a", "b", "b"):
        one.note(entry_id)
    other.note("b")
    one.flush()
    other.flush()
    assert (one.popular(), other.popular()) == ({"b": 2, "a": 1}, {"b": 3, "a": 1})
    one.flush()
    assert list(one.popular().items()) == [("b", 3), ("a", 1)]


def test_old_days_no_longer_count(engine: Engine, clock: FakeClock) -> None:
    counts = Usage(engine, clock)
    counts.note("a")
    counts.flush()
    clock.advance(29 * DAY_S)
    counts.note("b")
    counts.flush()
    assert counts.popular() == {"a": 1, "b": 1}
    clock.advance(DAY_S)
    counts.flush()
    assert counts.popular() == {"b": 1}


def test_what_could_not_be_written_is_written_later(
    engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    counts = Usage(engine, clock)
    counts.note("a")
    monkeypatch.setattr(usage, "transact", broken)
    with pytest.raises(RuntimeError):
        counts.flush()
    monkeypatch.setattr(usage, "transact", transact)
    counts.note("a")
    counts.flush()
    assert counts.popular() == {"a": 2}
