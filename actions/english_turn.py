"""What follows an English message that the library has read: a step of a guide, or an answer in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.asked_next import in_english_words
from actions.beside import with_open_step
from actions.conversation import Memory, message_text, say_reply
from actions.english_answers import english_details, follow_up_in_english, in_english
from actions.english_guides import GUIDE_OPTION, NOT_KNOWN, NOT_UNDERSTOOD, THEN_STEPS, steps_option
from actions.english_several import asked_too, beside_others
from actions.leading import case_of, granted_by, lead_into, leads_slot, say_step, with_facts
from dialogue.english_aspects import supposes
from dialogue.english_sentences import asks_in_english, sentences, tells_only
from dialogue.variety import was_given
from faq.decision import Decision
from faq.english_gloss import in_chinese
from faq.entry import Entry
from faq.library import Library
from faq.reply import Reply

_ANOTHER_MATTER = 0.9
"""How likely another matter must be that what only tells or repeats is taken for it."""
_NAMED_MATTER = 0.35
"""The same where it names something of ours: «my phone number is gone»."""


def say_in_english(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    library: Library,
    decision: Decision,
    reply: Reply,
    entry: Entry | None,
    facts: Mapping[str, str],
) -> list[EventType]:
    """A step of a guide, or an answer with the open step behind it; facts told beside it are kept."""
    case = case_of(tracker)
    asked = None if case.running else sentence_asked_next(tracker, library, decision)
    stepped = None if asked else english_step(dispatcher, tracker, library, decision, reply, entry, facts)
    if stepped is not None:
        return stepped
    told = asked or english_reply(tracker, library, decision, reply, entry)
    if others := asked_too(library, tracker, message_text(tracker), told, decision.text):
        told = replace(told, text=beside_others(told.text, others))
    kept: list[EventType] = [SlotSet("case", with_facts(case, facts).as_dict())] if facts else []
    if case.running and told.band != "none":
        told = with_open_step(told, library.guidance.engine.remind(case), english=True)
    return [*kept, *say_reply(dispatcher, Memory.of(tracker), told), *leads_slot(told, library.content)]


def sentence_asked_next(tracker: Tracker, library: Library, decision: Decision) -> Reply | None:
    """What people ask next about the answer before, said by one sentence of a message: the others only surround it.

    «I renewed it last year. The account has the new one.» None where another matter is likelier.
    """
    topic = library.content.entry(Memory.of(tracker).last_answer or "")
    first = next(iter(decision.candidates), None)
    if topic is None:
        return None
    readings = (library.asked_next(sentence, [topic.id]) for sentence in sentences(message_text(tracker)))
    found = max(filter(None, readings), key=lambda one: one.chance, default=None)
    line = in_english_words(library, found) if found is not None else ""
    if found is None or not line or (first is not None and first.entry_id != topic.id and first.score > found.chance):
        return None
    return Reply(line, english_details(topic), "answer", topic.id, decision.candidates, found.follow_up.asks[0])


def led_by_option(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, option_id: str, facts: Mapping[str, str]
) -> list[EventType] | None:
    """The guide that a «Step by step» button leads through; None for other options, and when staff took it away."""
    entry = library.content.entry(option_id.removeprefix(GUIDE_OPTION))
    if not option_id.startswith(GUIDE_OPTION) or entry is None:
        return None
    return lead_into(dispatcher, tracker, library.guidance, entry, facts, {})


def english_step(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    library: Library,
    decision: Decision,
    reply: Reply,
    entry: Entry | None,
    facts: Mapping[str, str],
) -> list[EventType] | None:
    """The guide that goes on, or begins, with what was said; None when an answer is due.

    Who only tells more after an answer whose matter has a guide is led through it, not told that this is all; who
    is not understood in a guide gets its step again.
    """
    guidance, case, text = library.guidance, case_of(tracker), message_text(tracker)
    new = _is_new(decision, reply, Memory.of(tracker))
    if case.running:
        if not new and not (asks_in_english(text) and reply.band != "none"):
            lead = NOT_KNOWN if asks_in_english(text) else NOT_UNDERSTOOD
            moved = guidance.engine.resume(with_facts(case, facts))
            return say_step(dispatcher, tracker, guidance, *moved, lead=lead, trace=reply.trace())
        return None
    leads = guidance.guides.guides.get(str(tracker.get_slot("leads") or ""))
    if leads is not None and leads.english and leads.id != case.guide and tells_only(text) and not new:
        granted = granted_by(Memory.of(tracker).last_answer, leads.id, case, guidance)
        moved = guidance.engine.begin(with_facts(case, {**granted, **facts}), leads.id)
        return say_step(dispatcher, tracker, guidance, *moved, lead=THEN_STEPS, trace=reply.trace())
    if entry is not None and not entry.answer_en and decision.second is None:
        return lead_into(dispatcher, tracker, guidance, entry, facts, reply.trace())
    return None


def english_reply(tracker: Tracker, library: Library, decision: Decision, reply: Reply, entry: Entry | None) -> Reply:
    """The answer in English, with a button that leads through the matter where a guide does."""
    memory, content, text = Memory.of(tracker), library.content, message_text(tracker)
    topic = content.entry(memory.last_answer or "")
    if topic is not None and supposes(text) and not _is_new(decision, reply, memory):
        return follow_up_in_english("failed", topic, content)
    given = {item.entry_id for item in decision.candidates if was_given(memory.recent, item.entry_id)}
    told = in_english(reply, decision, content, text, memory.last_answer, given)
    if entry is not None and told.entry_id == entry.id:
        told = replace(told, options=(*told.options, *steps_option(entry, library.guidance)))
    return told


def _is_new(decision: Decision, reply: Reply, memory: Memory) -> bool:
    """Whether a message surely is about a matter that was not answered yet."""
    first = next(iter(decision.candidates), None)
    if first is None or reply.band == "none":
        return False
    named = len(in_chinese(decision.text, least=1)) > 0
    if first.score < (_NAMED_MATTER if named else _ANOTHER_MATTER):
        return False
    return first.entry_id != memory.last_answer and not was_given(memory.recent, first.entry_id)
