"""What Rasa's rules say to a conversation, without reading all of it for each step of a turn.

A rule looks no further back than it is long, ours two or three steps, and at no slot; so the last few steps say it,
and the same few come again and again. Stock Rasa lays out every step since the session began and tries every rule on
each (docs/benchmarks.md). Where rules look at slots, or at the text of a message, they are tried in its own way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rasa.core.policies import rule_policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

_MOST_KEPT = 4096
"""Of how many last steps it is remembered which rules fit."""
State = dict[str, Any]
_stock_find = RulePolicy._find_action_from_rules
_stock_states = RulePolicy._prediction_states
_stock_keys = RulePolicy._get_possible_keys


def install_lighter_rules() -> None:
    """Install the replacements."""
    RulePolicy._find_action_from_rules = _find_action_from_rules
    RulePolicy._prediction_states = last_states
    RulePolicy._get_possible_keys = possible_keys


def _find_action_from_rules(
    policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
) -> tuple[str | None, str | None, bool]:
    """Rules are tried by the message's text and again by its intent; ours have no texts, so the first finds nothing."""
    if use_text_for_last_user_input and not tracker.active_loop_name and not has_text_rules(policy):
        return None, None, False
    found: tuple[str | None, str | None, bool] = _stock_find(policy, tracker, domain, use_text_for_last_user_input)
    return found


def has_text_rules(policy: RulePolicy) -> bool:
    """Whether any rule could follow a message by its text, or whatever was said."""
    rules = policy.lookup.get(rule_policy.RULES, {})
    known: tuple[int, bool] | None = policy.__dict__.get("_text_rules")
    if known is None or known[0] != len(rules):
        last = [json.loads(rule)[-1] for rule in rules]
        listening = [state for state in last if state.get("prev_action", {}).get("action_name") == ACTION_LISTEN_NAME]
        known = len(rules), any("intent" not in state.get("user", {}) for state in [*listening, *_open(last)])
        policy.__dict__["_text_rules"] = known
    return known[1]


def _open(states: list[State]) -> list[State]:
    """Those that say nothing of the action before."""
    return [state for state in states if "prev_action" not in state]


def last_states(
    policy: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool = False,
    rule_only_data: dict[str, Any] | None = None,
) -> list[State]:
    """The last steps of what Rasa lays out: as many as the longest rule has."""
    if _looks_at_slots(policy, domain):
        stock: list[State] = _stock_states(policy, tracker, domain, use_text_for_last_user_input, rule_only_data)
        return stock
    events = [event for event in tracker.applied_events() if type(event) is not SlotSet]
    ends = [place for place, event in enumerate(events) if type(event) is ActionExecuted]
    wanted = frozenset([*ends, len(events)][-_longest(policy) :])
    replayed = DialogueStateTracker(tracker.sender_id, (), is_rule_tracker=tracker.is_rule_tracker)
    states = []
    for place, event in enumerate([*events, None]):
        if place in wanted:
            states.append(domain.get_active_state(replayed))
        if event is not None:
            replayed.update(event)
    policy.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
    return states


def possible_keys(policy: RulePolicy, lookup: Mapping[str, str], states: list[State]) -> set[str]:
    """What Rasa finds, once for steps that came before."""
    kept: dict[tuple[int, str], frozenset[str]] = policy.__dict__.setdefault("_kept_keys", {})
    key = id(lookup), repr(states)
    if key not in kept:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[key] = frozenset(_stock_keys(policy, lookup, states))
    return set(kept[key])


def _longest(policy: RulePolicy) -> int:
    """How many steps the longest rule has."""
    known: int | None = policy.__dict__.get("_longest_rule")
    if known is None:
        lookups = (policy.lookup.get(name, {}) for name in (rule_policy.RULES, rule_policy.RULES_FOR_LOOP_UNHAPPY_PATH))
        known = max((len(json.loads(rule)) for lookup in lookups for rule in lookup), default=1)
        policy.__dict__["_longest_rule"] = known
    return known


def _looks_at_slots(policy: RulePolicy, domain: Domain) -> bool:
    """Whether any slot of a domain is told to rules."""
    known: tuple[Domain, bool] | None = policy.__dict__.get("_slots_told")
    if known is None or known[0] is not domain:
        known = domain, any(slot.has_features() for slot in domain.slots)
        policy.__dict__["_slots_told"] = known
    return known[1]
