"""Copies, applied events and what rules see are what Rasa's own replay gives, whatever happened in a conversation."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.featurizers.tracker_featurizers import MaxHistoryTrackerFeaturizer
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from nlu import lighter_rules, lighter_trackers

DOMAIN = """
version: "3.1"
intents: [greet, ask]
entities: [facts]
actions: [action_answer, action_ask]
forms: {ticket_form: {required_slots: [school]}}
slots:
  school: {type: text, influence_conversation: false, mappings: [{type: from_text}]}
  rows: {type: any, influence_conversation: false, initial_value: [1], mappings: [{type: custom}]}
"""
TOLD = DOMAIN.replace("type: text, influence_conversation: false", "type: text, influence_conversation: true")


def _said(intent: str) -> UserUttered:
    parsed: Any = {"intent": {"name": intent}, "entities": [{"entity": "facts", "value": "a=b"}]}
    return UserUttered(intent, parsed["intent"], parsed["entities"], parsed)


def _rule(*steps: tuple[str, str]) -> str:
    return json.dumps([{"prev_action": {"action_name": name}, "user": {"intent": intent}} for name, intent in steps])


def _policy() -> RulePolicy:
    policy = RulePolicy.__new__(RulePolicy)
    policy.__dict__["_Policy__featurizer"] = MaxHistoryTrackerFeaturizer()
    policy.lookup = {
        "rules": {
            _rule(("action_listen", "greet")): "action_answer",
            _rule(("action_listen", "ask")): "action_ask",
            _rule(("action_listen", "ask"), ("action_ask", "ask")): "action_listen",
            _rule(("action_listen", "ask"), ("action_ask", "ask"), ("action_answer", "ask")): "action_listen",
        },
        "rules_for_loop_unhappy_path": {},
    }
    return policy


HAPPENS: tuple[tuple[Event, ...], ...] = (
    (ActionExecuted("action_listen"), _said("greet")),
    (ActionExecuted("action_listen"), _said("ask"), ActionExecuted("action_ask"), BotUttered("好")),
    (ActionExecuted("action_ask"), SlotSet("school", "某大学")),
    (ActionExecuted("ticket_form"), ActiveLoop("ticket_form"), SlotSet("requested_slot", "school")),
    (ActionExecuted("action_listen"), _said("ask"), ActionExecuted("ticket_form")),
    (ActionExecutionRejected("ticket_form"), ActionExecuted("action_answer")),
    (ActiveLoop(None),),
    (SlotSet("rows", [2]), AllSlotsReset()),
    (SessionStarted(),),
    (Restarted(),),
    (ActionReverted(),),
    (UserUtteranceReverted(),),
)


def _conversations(domain: Domain, among: int) -> Iterator[DialogueStateTracker]:
    """Many that differ, of the first kinds of things that may happen."""
    chance = random.Random(7)
    for _ in range(150):
        pieces = chance.choices(HAPPENS[:among], k=chance.randint(0, 9))
        yield DialogueStateTracker.from_events("web-1", [event for piece in pieces for event in piece], domain.slots)


def _inside(tracker: DialogueStateTracker) -> dict[str, Any]:
    """All that a tracker holds."""
    slots = {name: dict(vars(slot)) for name, slot in tracker.slots.items()}
    return {**vars(tracker), "slots": slots, "events": list(tracker.events)}


@pytest.fixture
def domain() -> Domain:
    return Domain.from_yaml(DOMAIN)


def test_a_copy_is_what_a_replay_makes(domain: Domain) -> None:
    for tracker in _conversations(domain, len(HAPPENS)):
        assert _inside(lighter_trackers.copied(tracker)) == _inside(tracker.travel_back_in_time(float("inf")))


def test_what_happens_to_a_copy_does_not_happen_to_the_conversation(domain: Domain) -> None:
    events = [ActionExecuted("ticket_form"), ActiveLoop("ticket_form"), SlotSet("school", "某大学")]
    tracker = DialogueStateTracker.from_events("web-1", events, domain.slots)
    tracker.model_id = "m"
    before = _inside(tracker)
    copied = lighter_trackers.copied(tracker)
    assert copied.model_id is None, "like a replayed one it names no model in what happens to it"
    for event in (ActionExecutionRejected("ticket_form"), SlotSet("school", "另一所"), _said("ask")):
        copied.update(event)
    assert (copied.active_loop.rejected, copied.get_slot("school")) == (True, "另一所")
    assert not tracker.active_loop.rejected
    assert _inside(tracker) == before


def test_the_events_that_count_are_those_that_rasa_counts(domain: Domain) -> None:
    for tracker in _conversations(domain, len(HAPPENS)):
        assert lighter_trackers.applied_events(tracker) == lighter_trackers._stock_applied(tracker)


@pytest.mark.parametrize("text", [DOMAIN, TOLD], ids=["slots that say nothing", "a slot told to rules"])
def test_rules_see_the_last_steps_that_rasa_lays_out(text: str) -> None:
    domain, policy = Domain.from_yaml(text), _policy()
    longest = 3
    for tracker in _conversations(domain, len(HAPPENS)):
        for by_text in (True, False):
            stock = lighter_rules._stock_states(policy, tracker, domain, by_text)
            assert lighter_rules.last_states(policy, tracker, domain, by_text)[-longest:] == stock[-longest:]


def test_the_rules_that_fit_are_those_that_rasa_finds_in_the_whole_conversation(domain: Domain) -> None:
    policy, fitted = _policy(), 0
    rules = policy.lookup["rules"]
    for tracker in _conversations(domain, 8):
        stock = lighter_rules._stock_keys(policy, rules, lighter_rules._stock_states(policy, tracker, domain))
        for _ in range(2):  # made, and remembered
            found = lighter_rules.possible_keys(policy, rules, lighter_rules.last_states(policy, tracker, domain))
            assert found == stock
            found.clear()  # whoever asks may do with it what they like
        fitted += bool(stock)
    assert fitted, "some rule fits somewhere"
