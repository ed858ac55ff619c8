from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.rasa_trackers import forget_old_trackers, tracker_engine
from common.clock import FakeClock
from common.settings import Settings, StorageSettings

NOW = FakeClock().moment


@pytest.fixture
def database(tmp_path: Path) -> sqlite3.Connection:
    (tmp_path / "var").mkdir()
    connection = sqlite3.connect(tmp_path / "var/tracker.db")
    connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, timestamp FLOAT, data TEXT)")
    rows = [("old", 40), ("old", 31), ("alive", 40), ("alive", 1), ("edge", 30)]
    connection.executemany(
        "INSERT INTO events (sender_id, timestamp) VALUES (?, ?)",
        [(sender, (NOW - timedelta(days=days)).timestamp()) for sender, days in rows],
    )
    connection.commit()
    return connection


def test_silent_conversations_go_whole_and_living_ones_stay_whole(tmp_path: Path, database: sqlite3.Connection) -> None:
    engine = tracker_engine(tmp_path, Settings())
    assert forget_old_trackers(engine, NOW - timedelta(days=30)) == 2
    assert database.execute("SELECT sender_id FROM events ORDER BY id").fetchall() == [
        ("alive",),
        ("alive",),
        ("edge",),
    ]
    assert forget_old_trackers(engine, NOW - timedelta(days=30)) == 0


def test_without_a_store_there_is_nothing_to_forget(tmp_path: Path) -> None:
    assert forget_old_trackers(tracker_engine(tmp_path, Settings()), NOW) == 0


def test_on_postgresql_it_is_the_same_database() -> None:
    settings = replace(Settings(), storage=StorageSettings(database_url="postgresql://u:p@127.0.0.1/bot"))
    address = tracker_engine(Path(), settings).url
    assert (address.drivername, address.host, address.database) == ("postgresql", "127.0.0.1", "bot")
