"""What cannot be taken back is weighed: its price before anything else, then what that depends on."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, message_text, say_fresh
from actions.english.leads import speaks_english
from actions.guiding.guide_choice import guide_that_weighs
from actions.guiding.leading import case_of, lead_into, say_step, told_facts
from actions.in_talk.aspects import topic_of
from dialogue.questions.weighing import action_asked, price_asked, price_meant
from dialogue.text.languages import in_mandarin
from faq.engine.library import Library
from faq.guiding.state import GuideState
from faq.text.choice import HUMAN_OPTION, Option


def say_weighed(dispatcher: CollectingDispatcher, tracker: Tracker, library: Library) -> list[EventType]:
    """What it costs; the guide that weighs it where the case is known, else the step that waits again."""
    guidance, case = library.guidance, case_of(tracker)
    if (moved := guide_that_weighs(library, tracker)) is not None and not speaks_english(tracker):
        return say_step(dispatcher, tracker, guidance, *moved)
    text, actions = in_mandarin(message_text(tracker)), guidance.guides.irreversible
    price, action = price_meant(text, actions) or price_asked(text, actions), action_asked(text, actions)
    entry = library.content.entry(action.entry) if action is not None else None
    trace = {"band": "answer", "faq_id": entry.id if entry is not None else None}
    if case.running:
        told = guidance.engine.tell(case, told_facts(tracker)) if told_facts(tracker) else None
        moved = told if told is not None and not told[0].over else guidance.engine.resume(case)
        return say_step(dispatcher, tracker, guidance, *moved, lead=price, trace=trace)
    weighs = GuideState(guide=action.id) if action is not None and action.id in guidance.guides.guides else None
    topic = topic_of(None, weighs, library.content, guidance) if weighs is not None else None
    if topic is not None and not speaks_english(tracker):  # the guide asks what it depends on
        led = lead_into(dispatcher, tracker, guidance, topic, told_facts(tracker), {}, before=price)
        if led is not None:
            return led
    options = (*((Option(entry.id, entry.title),) if entry is not None else ()), HUMAN_OPTION)
    return say_fresh(dispatcher, Memory.of(tracker), price, options, trace)
