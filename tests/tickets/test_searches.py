"""Searches in vain are counted, not collected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from tickets import searches
from tickets.searches import Miss, misses, record_miss


def test_the_same_words_are_one_row_that_counts(engine: Engine, clock: FakeClock) -> None:
    first = clock.now()
    record_miss(engine, "一" * 150, first)
    record_miss(engine, "驾照", first)
    clock.advance(60)
    record_miss(engine, "驾照", clock.now())
    later = first + timedelta(seconds=60)
    assert misses(engine) == [Miss("驾照", 2, first, later), Miss("一" * 100, 1, first, first)]
    assert misses(engine, limit=1) == [Miss("驾照", 2, first, later)]


def test_a_flood_of_words_fills_no_more_and_shuts_nobody_out(
    engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the new one goes the oldest that was searched for once; what many look for stays."""
    monkeypatch.setattr(searches, "_MOST_ROWS", 3)
    for text in ("甲", "甲", "乙", "丙", "丁", "戊"):
        record_miss(engine, text, clock.now())
        clock.advance(1)
    assert [(miss.text, miss.times) for miss in misses(engine)] == [("甲", 2), ("戊", 1), ("丁", 1)]
