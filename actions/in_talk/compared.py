"""The last two answers side by side, for who asks what tells them apart."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, say_fresh
from actions.guiding.leading import conclusion
from faq.content.entry import Entry
from faq.content.loader import Content


def say_compared(
    dispatcher: CollectingDispatcher, tracker: Tracker, content: Content, topic: Entry
) -> list[EventType] | None:
    """The conclusions of both; None where there is no other one."""
    memory = Memory.of(tracker)
    other = content.entry(memory.previous_answer or "")
    if other is None or other.id == topic.id:
        return None
    lines = [f"· {entry.title}\n{conclusion(entry)}" for entry in (other, topic)]
    return say_fresh(dispatcher, memory, "\n".join(["两件事不一样：", *lines]))
