"""Copies of a conversation, and its events that count, without Rasa's replay of everything that ever happened in it.

Every action gets a copy of the conversation, also the one that only waits; every prediction and every look at the
session begins with the events that were not taken back. Stock Rasa replays them all for each (docs/benchmarks.md).
"""

from __future__ import annotations

import copy
from dataclasses import replace

from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
)
from rasa.shared.core.trackers import DialogueStateTracker

_BEGIN = frozenset({Restarted, SessionStarted})
_TAKE_BACK = frozenset({ActionReverted, UserUtteranceReverted})
_stock_applied = DialogueStateTracker.applied_events


def install_lighter_trackers() -> None:
    """Install the replacements."""
    DialogueStateTracker.copy = copied
    DialogueStateTracker.applied_events = applied_events


def copied(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """What a replay of its events makes, but that a followup action under way is no longer called one to come."""
    result: DialogueStateTracker = object.__new__(type(tracker))
    result.__dict__.update(tracker.__dict__)
    result.events = tracker._create_events(list(tracker.events))
    result.slots = type(tracker.slots)((name, copy.copy(slot)) for name, slot in tracker.slots.items())
    result.active_loop = replace(tracker.active_loop) if tracker.active_loop else None
    result.model_id = result.assistant_id = None
    return result


def applied_events(tracker: DialogueStateTracker) -> list[Event]:
    """What Rasa gives; where nothing can have been taken back, they are those since the session began."""
    events = list(tracker.events)
    kinds = list(map(type, events))  # their own `isinstance` is several times as dear
    begins = next((place for place in range(len(kinds), 0, -1) if kinds[place - 1] in _BEGIN), 0)
    loops = {event.name for event, kind in zip(events, kinds, strict=True) if kind is ActiveLoop}
    for event, kind in zip(events[begins:], kinds[begins:], strict=True):
        if kind in _TAKE_BACK or (kind is ActionExecuted and event.action_name in loops):
            applied: list[Event] = _stock_applied(tracker)
            return applied
    return events[begins:]
