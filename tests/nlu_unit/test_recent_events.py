"""What is folded away leaves a tracker that predicts and remembers like the whole one."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    AllSlotsReset,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from dialogue.said import SAID_SLOT, Utterance, said_from
from nlu.recent_events import TURNS, RecentMemory, first_kept

LISTEN = ActionExecuted("action_listen")
DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
slots:
  last_answer: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  misses: {type: any, initial_value: 0, influence_conversation: false, mappings: [{type: custom}]}
  said_before: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  ticket_form: {required_slots: [last_answer]}
"""
)


def turn(number: int, *more: Event) -> list[Event]:
    said = UserUttered(f"第{number}句", {"name": "greet", "confidence": 1.0})
    return [said, SlotSet("last_answer", f"entry_{number}"), *more, ActionExecuted("action_listen")]


def turns(count: int) -> list[Event]:
    return [LISTEN, *(event for number in range(1, count + 1) for event in turn(number))]


def tracker_of(events: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("k", events, DOMAIN.slots)


@pytest.mark.parametrize("count", range(TURNS + 1))
def test_few_turns_are_kept_whole(count: int) -> None:
    assert first_kept(turns(count)) == 0


def test_the_last_turns_begin_with_the_listen_before_them() -> None:
    events = turns(10)
    kept = events[first_kept(events) :]
    assert kept == [LISTEN, *turn(8), *turn(9), *turn(10)]


@pytest.mark.parametrize(
    "before",
    [
        [],
        [SlotSet("misses", 2), SlotSet("misses", 1), SlotSet("last_answer", None)],
        [ActiveLoop("ticket_form"), ActionExecuted("ticket_form")],
        [ActiveLoop("ticket_form"), ActionExecutionRejected("ticket_form"), ActionExecuted("action_answer_question")],
        [ActiveLoop("ticket_form"), ActionExecutionRejected("ticket_form"), ActionExecuted("ticket_form")],
        [ActiveLoop("ticket_form"), ActiveLoop(None)],
        [SlotSet("misses", 5), ActionExecuted("action_session_start"), SessionStarted()],
        [SlotSet("misses", 5), ActiveLoop("ticket_form"), Restarted()],
        [SlotSet("misses", 5), AllSlotsReset()],
    ],
)
def test_a_folded_tracker_is_in_the_state_of_the_whole_one(before: list[Event]) -> None:
    events = [LISTEN, *turn(1, *before), *turns(5)]
    place = first_kept(events)
    assert place > 0
    memory = RecentMemory.from_dict(RecentMemory().after(events[:place]).as_dict())
    folded, whole = tracker_of([*memory.as_events(), *events[place:]]), tracker_of(events)
    assert _others(folded) == _others(whole)
    assert (folded.active_loop_name, folded.is_active_loop_rejected) == (
        whole.active_loop_name,
        whole.is_active_loop_rejected,
    )
    assert (folded.latest_action_name, folded.latest_message) == (whole.latest_action_name, whole.latest_message)
    recent: list[Any] = [folded.past_states(DOMAIN)[-TURNS:], whole.past_states(DOMAIN)[-TURNS:]]
    assert recent[0] == recent[1]


def _others(tracker: DialogueStateTracker) -> dict[str, Any]:
    """All slots but the one that only a folded conversation needs."""
    return {name: value for name, value in tracker.current_slot_values().items() if name != SAID_SLOT}


def test_what_was_said_before_the_kept_turns_stays_known() -> None:
    told = UserUttered(
        "旧卡停了", {"name": "greet", "confidence": 1.0}, [{"entity": "facts", "value": "phone=unusable"}]
    )
    events = [LISTEN, told, SlotSet("last_answer", "phone_dead"), LISTEN, *turns(4)]
    memory = RecentMemory().after(events[: first_kept(events)])
    assert said_from(memory.slots[SAID_SLOT]) == (
        Utterance("旧卡停了", "phone_dead", "phone=unusable"),
        Utterance("第1句", "entry_1"),
    )


def test_a_new_session_and_a_sent_ticket_begin_with_nothing_said() -> None:
    old = [{"text": "旧卡停了", "topic": "", "facts": ""}]
    memory = RecentMemory(slots={SAID_SLOT: old})
    assert SAID_SLOT not in memory.after([SessionStarted(), SlotSet(SAID_SLOT, old)]).slots
    assert memory.after([SlotSet("last_answer", None)]).slots[SAID_SLOT] == []


def test_folding_in_steps_is_folding_at_once() -> None:
    events = [LISTEN, *turn(1, ActiveLoop("ticket_form"), ActionExecutionRejected("ticket_form")), *turns(9)]
    stepwise = RecentMemory()
    for start in range(0, len(events), 4):
        stepwise = stepwise.after(events[start : start + 4])
    assert stepwise == RecentMemory().after(events)
