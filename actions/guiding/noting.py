"""What is said to a fact of a case that no guide asked for, as from a button of long ago."""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, say_fresh
from actions.english.guides import NOTED
from actions.guiding.leading import case_of, opening_options, with_facts
from faq.engine.library import Library
from faq.text.choice import numbered_option_lines

_NOTED = "记下了。是哪一件事里的？"


def noted(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, facts: Mapping[str, str]
) -> list[EventType]:
    """Keep it, and ask which matter it belongs to."""
    state = case_of(tracker)
    kept = SlotSet("case", with_facts(state, facts).as_dict())
    if state.english:
        return [kept, *say_fresh(dispatcher, Memory.of(tracker), NOTED)]
    options = opening_options(library.content, library.guidance)
    text = f"{_NOTED}\n{numbered_option_lines(options)}"
    return [kept, *say_fresh(dispatcher, Memory.of(tracker), text, options)]
