"""A conversation as Rasa needs it for the next turn: the last turns whole, everything before as slots and open form.

Stock Rasa replays every event of a session several times in each turn, and a new session carries every slot it ever
set along, so a turn costs more the longer somebody talks (docs/benchmarks.md). Rules look no further back than the
turns kept here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)

from dialogue.said import (
    SAID_SLOT,
    answered,
    as_stored,
    facts_in,
    heard,
    replied,
    said_from,
    with_missed,
    without_form,
)

TURNS = 3
"""How many turns stay whole: an action may look at the message before the last, the rest is for the rules.

What was said in earlier ones is kept beside the slots (`dialogue.said`), for the ticket that may come of it.
"""
_TOPIC = "last_answer"


@dataclass(frozen=True)
class RecentMemory:
    """What the events before the kept ones amount to."""

    slots: dict[str, Any] = field(default_factory=dict)
    loop: str | None = None
    rejected: bool = False
    """Whether the open form refused the last message, so that another action answered it."""

    def after(self, events: Iterable[Event]) -> RecentMemory:
        """The memory when these events have become part of it."""
        memory, slots = self, dict(self.slots)
        for event in events:
            match event:
                case UserUttered():
                    said = with_missed(said_from(slots.get(SAID_SLOT)), event.metadata)
                    said = heard(said, event.text or "", _facts(event))
                    slots[SAID_SLOT] = as_stored(said)
                case BotUttered():
                    trace = ((event.data or {}).get("custom") or {}).get("trace")
                    said = replied(said_from(slots.get(SAID_SLOT)), event.text or "", trace)
                    slots[SAID_SLOT] = as_stored(said)
                case SlotSet() if event.key == SAID_SLOT:
                    pass  # carried into a new session, in which nothing has been said yet
                case SlotSet():
                    slots[event.key] = event.value
                    before = said_from(slots.get(SAID_SLOT))
                    if (said := without_form(before, event.key, event.value)) != before:
                        slots[SAID_SLOT] = as_stored(said)
                    if event.key == _TOPIC:
                        slots[SAID_SLOT] = as_stored(answered(said_from(slots.get(SAID_SLOT)), event.value))
                case Restarted() | SessionStarted():
                    memory, slots = RecentMemory(), {}
                case AllSlotsReset():
                    slots = {}
                case ActiveLoop():
                    memory = replace(memory, loop=event.name, rejected=False)
                case ActionExecutionRejected() if event.action_name == memory.loop:
                    memory = replace(memory, rejected=True)
                case ActionExecuted() if event.action_name == memory.loop:
                    memory = replace(memory, rejected=False)
        return replace(memory, slots=slots)

    def as_events(self) -> list[Event]:
        """Events that bring a fresh tracker into this state."""
        events: list[Event] = [SlotSet(key, value) for key, value in self.slots.items()]
        if self.loop:
            events.append(ActiveLoop(self.loop))
            if self.rejected:
                events.append(ActionExecutionRejected(self.loop))
        return events

    def as_dict(self) -> dict[str, Any]:
        """The form of the database."""
        return {"slots": self.slots, "loop": self.loop, "rejected": self.rejected}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> RecentMemory:
        """Read back what `as_dict` wrote."""
        return cls(stored["slots"], stored["loop"], stored["rejected"])


def _facts(event: UserUttered) -> str:
    """The facts that the reading of a message put beside its act."""
    return facts_in(event.entities)


def first_kept(events: Sequence[Event], turns: int = TURNS) -> int:
    """The place where the last turns begin: with the «listen» before the first message of them."""
    said = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(said) <= turns:
        return 0
    place = said[-turns]
    before = events[place - 1]
    listens = isinstance(before, ActionExecuted) and before.action_name == ACTION_LISTEN_NAME
    return place - 1 if listens else place
