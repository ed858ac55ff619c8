"""Going on with an earlier matter of the talk that is called by its name: its guide at the place where it was left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, message_text
from actions.guiding.leading import case_of, conclusion, guide_of, say_step, show_reply
from actions.in_talk.aspects import quoted
from actions.ticket.case import said_in
from dialogue.text.languages import in_mandarin
from dialogue.turns.earlier_matter import LAST_BUT_ONE, earlier_matter
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideReply, GuideState
from faq.saying.answer import answer_options
from faq.saying.reply import Reply

_AT = "好，接着说“{}”："


def say_earlier(dispatcher: CollectingDispatcher, tracker: Tracker, library: Library) -> list[EventType] | None:
    """The earlier matter that the message names, from where it was left; None where none of the talk is called so."""
    what, told = earlier_matter(message_text(tracker))
    entry = next(_called(library, tracker, what), None)
    if entry is None:
        return None
    memory, guidance, content = Memory.of(tracker), library.guidance, library.content
    guide = guide_of(entry, content)
    topic = [SlotSet("previous_answer", memory.last_answer), SlotSet("last_answer", entry.id), SlotSet("leads", guide)]
    if guide in guidance.guides.guides:
        moved = _at_its_place(guidance, replace(case_of(tracker), over=False), guide, told)
        lead = _AT.format(guidance.guides.guides[guide].name)
        return [*say_step(dispatcher, tracker, guidance, *moved, lead=lead), *topic]
    text = f"{_AT.format(quoted(entry.title))}\n{conclusion(entry)}"
    return show_reply(dispatcher, tracker, content, Reply(text, answer_options(entry, content), "answer", entry.id))


def _at_its_place(guidance: Guidance, case: GuideState, guide: str, told: str) -> tuple[GuideState, GuideReply]:
    """Where all that is known leads in the guide, asked in short: how to do it was said there before."""
    begun, reply = guidance.engine.begin(case, guide)
    facts = guidance.extractor.facts(in_mandarin(told), guidance.engine.asked(begun)) if told else {}
    if facts:
        return guidance.engine.tell(begun, facts)
    return guidance.engine.resume(begun) if begun.running else (begun, reply)


def _called(library: Library, tracker: Tracker, what: str) -> Iterator[Entry]:
    """The matters of the talk that are called so, the last one first, without the one that is talked about now."""
    last, case, content = Memory.of(tracker).last_answer, case_of(tracker), library.content
    for said in reversed(said_in(tracker)[:-1]):
        entry = content.entry(said.topic)
        if entry is None or (entry.id == last and what == LAST_BUT_ONE):
            continue
        same = case.running and guide_of(entry, content) == case.guide
        if what == LAST_BUT_ONE:
            if not same:
                yield entry
        elif what in f"{entry.title}{' '.join(entry.keywords)}" or what in in_mandarin(said.text):
            yield entry
