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
    for entry_id, reader in (("a", "1"), ("b", "1"), ("b", "2")):
        one.note(entry_id, reader)
    other.note("b", "3")
    one.flush()
    other.flush()
    assert (one.popular(), other.popular()) == ({"b": 2, "a": 1}, {"b": 3, "a": 1})
    one.flush()
    assert list(one.popular().items()) == [("b", 3), ("a", 1)]


def test_old_days_no_longer_count(engine: Engine, clock: FakeClock) -> None:
    counts = Usage(engine, clock)
    counts.note("a", "1")
    counts.flush()
    clock.advance(29 * DAY_S)
    counts.note("b", "1")
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
    counts.note("a", "1")
    monkeypatch.setattr(usage, "transact", broken)
    with pytest.raises(RuntimeError):
        counts.flush()
    monkeypatch.setattr(usage, "transact", transact)
    counts.note("a", "2")
    counts.flush()
    assert counts.popular() == {"a": 2}


def test_a_reader_counts_once_a_day(engine: Engine, clock: FakeClock) -> None:
    counts = Usage(engine, clock)
    for _ in range(20):
        counts.note("a", "1", "192.0.2.1")
        counts.note("b", "1", "192.0.2.1")
    counts.note("a", "2", "192.0.2.1")
    clock.advance(DAY_S)
    counts.note("a", "1", "192.0.2.1")
    counts.flush()
    assert counts.popular() == {"a": 3, "b": 1}


def test_made_up_readers_of_one_address_are_few(engine: Engine, clock: FakeClock) -> None:
    counts = Usage(engine, clock)
    for number in range(100):
        counts.note("a", str(number), "192.0.2.1")
        counts.note("b", str(number))
    counts.note("a", "another", "192.0.2.2")
    counts.flush()
    assert counts.popular() == {"a": usage._OF_ONE_NETWORK + 1, "b": 100}


def test_who_reads_never_fills_the_memory(engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage, "_MOST_READERS", 10)
    counts = Usage(engine, clock)
    for number in range(100):
        counts.note("a", str(number))
    assert len(counts._seen) < 13
