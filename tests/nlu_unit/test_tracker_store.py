"""The tracker store: stock Rasa can read what it saves, any process reads the same, and a turn's cost stays flat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import create_engine, text
from sqlalchemy import event as sql_event

from nlu.recent_events import TURNS
from nlu.tracker_store import ConversationStore, LateTurnError, trust_the_store
from tests.tickets.conftest import BOTH, create_postgres, postgres_url

__all__ = ["postgres_url"]

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
slots:
  last_answer: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  school: {type: text, influence_conversation: false, mappings: [{type: custom}]}
"""
)
SENDER = "web-1"


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/tracker.db"
    server, name = request.getfixturevalue("postgres_url"), f"tracker_{abs(hash(request.node.name))}"
    create_postgres(server, name)
    return str(server.format(name=name))


def store_at(address: str) -> ConversationStore:
    return ConversationStore(DOMAIN, address=address)


def turn(number: int) -> list[Any]:
    return [
        UserUttered(f"第{number}句", {"name": "greet", "confidence": 1.0}),
        BotUttered(f"答{number}"),
        SlotSet("last_answer", f"entry_{number}"),
        ActionExecuted("action_listen"),
    ]


async def talk(store: SQLTrackerStore, *numbers: int, sender: str = SENDER) -> DialogueStateTracker:
    for number in numbers:
        tracker = await store.get_or_create_tracker(sender)
        for event in turn(number):
            tracker.update(event)
        await store.save(tracker)
    return tracker


def said(tracker: DialogueStateTracker | None) -> list[str | None]:
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_every_turn_is_stored_once_and_in_order(address: str) -> None:
    await talk(store_at(address), *range(1, 9))
    stock = SQLTrackerStore(DOMAIN, host=address) if address.startswith("postgres") else None
    stock = stock or SQLTrackerStore(DOMAIN, db=address.removeprefix("sqlite:///"))
    stored = await stock.retrieve_full_tracker(SENDER)
    assert stored is not None
    assert said(stored) == [f"第{number}句" for number in range(1, 9)]
    assert len(stored.events) == 1 + 8 * 4  # Rasa begins a tracker with action_listen
    assert stored.get_slot("last_answer") == "entry_8"


@pytest.mark.parametrize("count", [1, TURNS, TURNS + 1, 20])
async def test_a_remembered_conversation_equals_the_one_read(address: str, count: int) -> None:
    store = store_at(address)
    first = await store.get_or_create_tracker(SENDER)
    first.update(SlotSet("school", "某大学"))
    first.update(ActiveLoop("ticket_form"))
    await store.save(first)
    await talk(store, *range(1, count + 1))
    remembered, read = await store.retrieve(SENDER), await store_at(address).retrieve(SENDER)
    assert remembered is not None and read is not None
    assert list(remembered.events) == list(read.events)
    assert remembered.current_slot_values() == read.current_slot_values()
    assert (read.get_slot("school"), read.active_loop_name) == ("某大学", "ticket_form")
    assert said(read) == [f"第{number}句" for number in range(max(1, count - TURNS + 1), count + 1)]


async def test_two_processes_take_turns_and_neither_forgets_anything(address: str) -> None:
    """What one Rasa remembered used to be the truth: a second one on the same database saw half a conversation."""
    one, other = store_at(address), store_at(address)
    for number in range(1, 11):
        tracker = await talk(one if number % 2 else other, number)
        assert said(tracker)[-2:] == [f"第{item}句" for item in (number - 1, number) if item]
    full = await one.retrieve_full_tracker(SENDER)
    assert said(full) == [f"第{number}句" for number in range(1, 11)]


@pytest.mark.parametrize("begun", [True, False])
async def test_a_turn_that_was_overtaken_is_not_written(address: str, begun: bool) -> None:
    """A server that stood still for longer than its lock lasts wrote the same message a second time."""
    slow, quick = store_at(address), store_at(address)
    if begun:
        await talk(quick, 1)
    late = await slow.get_or_create_tracker(SENDER)
    await talk(quick, 2)
    for event in turn(2):
        late.update(event)
    with pytest.raises(LateTurnError):
        await slow.save(late)
    assert said(await talk(slow, 3))[-2:] == ["第2句", "第3句"]
    assert said(await quick.retrieve_full_tracker(SENDER)) == [*["第1句"][: int(begun)], "第2句", "第3句"]


async def test_the_hundredth_turn_reads_and_writes_no_more_than_the_tenth(address: str) -> None:
    store, cold = store_at(address), store_at(address)
    counts: dict[int, tuple[int, int]] = {}
    statements: list[str] = []
    sql_event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for number in range(1, 101):
        statements.clear()
        tracker = await talk(store, number)
        read = await cold.retrieve(SENDER)
        assert read is not None
        counts[number] = (len(statements), len(read.events))
        cold._recent.clear()
        assert len(tracker.events) < 30
    assert counts[100] == counts[10]


async def test_a_turn_that_fails_before_it_saves_leaves_nothing_behind(address: str) -> None:
    store = store_at(address)
    await talk(store, 1)
    broken = await store.get_or_create_tracker(SENDER)
    broken.update(UserUttered("没存下来的一句"))
    assert said(await talk(store, 2)) == ["第1句", "第2句"]


async def test_a_conversation_from_before_there_was_a_memory_is_read_whole(address: str) -> None:
    store = store_at(address)
    await talk(store, *range(1, 8))
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM conversation_memory"))
    read = await store_at(address).retrieve(SENDER)
    assert said(read) == ["第5句", "第6句", "第7句"]
    assert said(await talk(store_at(address), 8)) == ["第5句", "第6句", "第7句", "第8句"]
    assert said(await store_at(address).retrieve(SENDER)) == ["第6句", "第7句", "第8句"]


async def test_an_erased_conversation_is_forgotten_in_memory_too(address: str) -> None:
    store = store_at(address)
    first = await store.get_or_create_tracker(SENDER)
    first.update(SlotSet("school", "某大学"))
    await store.save(first)
    await talk(store, *range(1, 8))
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM events"))  # a crash came before the memory went
    assert await store.retrieve(SENDER) is None
    await talk(store, 8)
    read = await store_at(address).retrieve(SENDER)
    assert read is not None
    assert (said(read), read.get_slot("school")) == (["第8句"], None)


async def test_only_the_most_recent_conversations_are_remembered(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu.tracker_store._MOST_RECENT", 2)
    store = store_at(address)
    for sender in ("a", "b", "c"):
        await talk(store, 1, sender=sender)
    assert list(store._recent) == ["b", "c"]


@pytest.mark.postgres
@pytest.mark.parametrize("cut_in", ["retrieve", "save", "commit"])
async def test_a_connection_that_breaks_in_the_middle_loses_nothing(postgres_url: str, cut_in: str) -> None:
    """Rasa took a store that failed for an empty one: whoever was filling in a ticket began anew, for good."""
    create_postgres(postgres_url, f"cut_{cut_in}")
    store = store_at(postgres_url.format(name=f"cut_{cut_in}"))
    await talk(store, 1, 2)
    cuts: list[int] = []

    def cut(connection: Any, *_: Any) -> None:
        if cuts:
            return
        cuts.append(connection.connection.dbapi_connection.info.backend_pid)
        with other.begin() as killer:
            killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": cuts[0]})

    other = create_engine(store.engine.url, future=True)
    tracker = await store.get_or_create_tracker(SENDER) if cut_in != "retrieve" else None
    sql_event.listen(store.engine, "commit" if cut_in == "commit" else "before_cursor_execute", cut)
    tracker = tracker or await store.get_or_create_tracker(SENDER)
    for event in turn(3):
        tracker.update(event)
    await store.save(tracker)
    assert len(cuts) == 1
    again = await store_at(str(store.engine.url)).retrieve(SENDER)
    assert said(again) == ["第1句", "第2句", "第3句"]
    other.dispose()


def test_a_store_that_fails_is_not_taken_for_an_empty_one(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(Agent, "_create_tracker_store", Agent._create_tracker_store)
    trust_the_store()
    store = store_at(address)
    assert Agent._create_tracker_store(store, DOMAIN) is store
    assert isinstance(Agent._create_tracker_store(InMemoryTrackerStore(DOMAIN), DOMAIN), FailSafeTrackerStore)


async def test_what_a_message_might_have_meant_is_kept_for_its_own_turn_only(address: str) -> None:
    ranking = [{"name": f"intent_{number}", "confidence": 0.5 / number} for number in range(1, 11)]
    store = store_at(address)
    tracker = await store.get_or_create_tracker(SENDER)
    parsed = {"intent": ranking[0], "entities": [], "intent_ranking": list(ranking), "text_tokens": [[0, 1]]}
    tracker.update(UserUttered("密码", ranking[0], parse_data=parsed))
    await store.save(tracker)
    for kept in (await store.retrieve(SENDER), await store_at(address).retrieve(SENDER)):
        assert kept is not None
        assert kept.latest_message.parse_data["intent_ranking"] == ranking[:2]
        assert "text_tokens" not in kept.latest_message.parse_data


async def test_a_tracker_that_was_only_looked_at_is_handed_out_again(address: str) -> None:
    store = store_at(address)
    await talk(store, 1)
    looked_at = await store.retrieve(SENDER)
    assert looked_at is not None
    store.give_back(looked_at)
    assert await store.retrieve(SENDER) is looked_at
    store.give_back(looked_at)
    await talk(store_at(address), 2)
    assert said(await store.retrieve(SENDER)) == ["第1句", "第2句"], "another process has written since"


async def test_one_that_its_turn_goes_on_with_is_handed_out_once_and_checked_when_it_is_saved(address: str) -> None:
    store = store_at(address)
    await talk(store, 1)
    going_on = await store.retrieve(SENDER)
    assert going_on is not None
    await talk(store_at(address), 2)
    store.give_back_now(going_on)
    assert await store.retrieve(SENDER) is going_on
    for event in turn(3):
        going_on.update(event, DOMAIN)
    with pytest.raises(LateTurnError):
        await store.save(going_on)
    assert said(await store.retrieve(SENDER)) == ["第1句", "第2句"]
