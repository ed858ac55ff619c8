"""The tracker store: what it saves can be read by stock Rasa, and a remembered session equals a read one."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import text

from nlu.tracker_store import SqliteTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
slots:
  last_answer: {type: text, influence_conversation: false, mappings: [{type: custom}]}
"""
)
SENDER = "web-1"


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "tracker.db")


def turn(number: int) -> list[object]:
    return [
        UserUttered(f"第{number}句", {"name": "greet", "confidence": 1.0}),
        BotUttered(f"答{number}"),
        SlotSet("last_answer", f"entry_{number}"),
        ActionExecuted("action_listen"),
    ]


async def talk(store: SQLTrackerStore, *numbers: int) -> DialogueStateTracker:
    for number in numbers:
        tracker = await store.get_or_create_tracker(SENDER)
        for event in turn(number):
            tracker.update(event)  # type: ignore[arg-type]
        await store.save(tracker)
    return tracker


async def test_every_turn_is_stored_once_and_in_order(path: str) -> None:
    await talk(SqliteTrackerStore(DOMAIN, db=path), 1, 2, 3)
    stored = await SQLTrackerStore(DOMAIN, db=path).retrieve_full_tracker(SENDER)
    assert stored is not None
    assert [event.text for event in stored.events if isinstance(event, UserUttered)] == ["第1句", "第2句", "第3句"]
    assert len(stored.events) == 1 + 3 * 4  # Rasa begins a tracker with action_listen
    assert stored.get_slot("last_answer") == "entry_3"


async def test_a_remembered_session_equals_the_one_read_from_the_file(path: str) -> None:
    store = SqliteTrackerStore(DOMAIN, db=path)
    await talk(store, 1, 2)
    remembered = await store.retrieve(SENDER)
    read = await SqliteTrackerStore(DOMAIN, db=path).retrieve(SENDER)
    assert remembered is not None and read is not None
    assert list(remembered.events) == list(read.events)
    assert remembered.current_slot_values() == read.current_slot_values()


async def test_a_turn_that_fails_before_it_saves_leaves_nothing_behind(path: str) -> None:
    store = SqliteTrackerStore(DOMAIN, db=path)
    await talk(store, 1)
    broken = await store.get_or_create_tracker(SENDER)
    broken.update(UserUttered("没存下来的一句"))
    tracker = await talk(store, 2)
    assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == ["第1句", "第2句"]


async def test_a_new_session_carries_no_old_events_along(path: str) -> None:
    store = SqliteTrackerStore(DOMAIN, db=path)
    await talk(store, 1, 2)
    tracker = await store.get_or_create_tracker(SENDER)
    for event in (ActionExecuted("action_session_start"), SessionStarted(), SlotSet("last_answer", "entry_2")):
        tracker.update(event)
    await store.save(tracker)
    after = await talk(store, 3)
    assert [event.text for event in after.events if isinstance(event, UserUttered)] == ["第3句"]
    assert after.get_slot("last_answer") == "entry_3"


async def test_an_erased_conversation_is_forgotten_in_memory_too(path: str) -> None:
    store = SqliteTrackerStore(DOMAIN, db=path)
    await talk(store, 1)
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM events"))
    assert await store.retrieve(SENDER) is None


async def test_only_the_most_recent_conversations_are_remembered(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu.tracker_store._MOST_RECENT", 2)
    store = SqliteTrackerStore(DOMAIN, db=path)
    for sender in ("a", "b", "c"):
        tracker = await store.get_or_create_tracker(sender)
        tracker.update(UserUttered("你好"))
        await store.save(tracker)
    assert list(store._recent) == ["b", "c"]
