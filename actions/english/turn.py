"""What follows an English message that the library has read: a step of a guide, or an answer in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, just_said, message_text, say_reply
from actions.english.answers import english_details, english_titles, follow_up_in_english, in_english
from actions.english.asked import SURE_ALONE, asked_in_english, said_before, said_in_english
from actions.english.follow_ups import aspects_told
from actions.english.guides import GUIDE_OPTION, NOT_KNOWN, NOT_UNDERSTOOD, THEN_STEPS, steps_option
from actions.english.several import asked_too, beside_others, circumstance_told
from actions.guiding.leading import case_of, granted_by, lead_into, leads_slot, say_step, with_facts
from actions.in_talk.asked_next import in_talk
from actions.in_talk.beside import waiting_note, with_open_step
from dialogue.english.aspects import aspect_meant_instead, supposes
from dialogue.english.helper import Helps, helps_whom
from dialogue.english.sentences import asks_in_english, asks_only_what_to_do, clauses, questions, tells_only
from dialogue.turns.variety import Wording, was_given
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState
from faq.ranking.decision import Decision
from faq.ranking.english_gloss import in_chinese
from faq.saying.reply import Reply
from faq.text.phone import SCREEN_LINES, first_lines

_ANOTHER_MATTER = 0.9
"""How likely another matter must be that what only tells or repeats is taken for it."""
_BY_OTHERS = "parent_operate"
_HELPS: Mapping[Helps, str] = {
    "me": "Better not: the face check needs you yourself, and the password stays with you. Somebody may help you.",
    "them": "Better not: the face check needs the holder, who keeps the password. You may help, or send the steps.",
}
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
    if asked is None and (line := circumstance_told(library, message_text(tracker), told)):
        told = replace(told, text=f"{told.text}\n{line}")
    told = with_helper(told, helps_whom(message_text(tracker)), library.content)
    kept: list[EventType] = [SlotSet("case", with_facts(case, facts).as_dict())] if facts else []
    if case.running and told.band != "none":
        guidance = library.guidance
        told = with_open_step(
            told, guidance.engine.remind(case), waiting_note(guidance, case), just_said(tracker), english=True
        )
    again = (Wording(said_before(told.text), told.options),) if asked is not None else ()
    return [*kept, *say_reply(dispatcher, Memory.of(tracker), told, again), *leads_slot(told, library.content)]


def with_helper(told: Reply, whom: Helps | None, content: Content) -> Reply:
    """A reply under whether somebody else may do it; that alone where nothing else is sure."""
    entry = content.entry(_BY_OTHERS)
    if whom is None or told.entry_id == _BY_OTHERS:
        return told
    if told.band != "answer" and entry is not None:
        return Reply(_HELPS[whom], english_titles([entry]), "answer", None, told.candidates)
    return replace(told, text=first_lines(f"{_HELPS[whom]}\n{told.text}", SCREEN_LINES))


def sentence_asked_next(tracker: Tracker, library: Library, decision: Decision) -> Reply | None:
    """What people ask next about the answer before, said by one sentence of a message: the others only surround it.

    «I renewed it last year. The account has the new one.» None where another matter is likelier.
    """
    text, talk = message_text(tracker), in_talk(library, tracker)
    first = next(iter(decision.candidates), None)
    if not talk or (len(questions(text)) > 1 and decision.band == "answer"):  # each of them is answered by itself
        return None
    parts = clauses(text, told=True)
    found = asked_in_english(library, parts, [talk[0].id]) or _of_what_is_near(library, parts, talk, decision)
    line = said_in_english(library, found, text) if found is not None else ""
    entry = library.content.entry(found.entry_id) if found is not None else None
    if found is None or entry is None or not line:
        return None
    if first is not None and first.entry_id != entry.id and first.score > found.chance:
        return None
    return Reply(line, english_details(entry), "answer", entry.id, decision.candidates, found.follow_up.asks[0])


def _of_what_is_near(
    library: Library, parts: Sequence[str], talk: Sequence[Entry], decision: Decision
) -> AskedNext | None:
    """What people ask next about earlier matters, or those beside the last one, where nothing is decided."""
    if decision.band == "answer":
        return None
    near = dict.fromkeys([*(entry.id for entry in talk[1:]), *talk[0].related, *talk[-1].related])
    found = asked_in_english(library, parts, list(near))
    return found if found is not None and found.chance >= SURE_ALONE else None


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
    if entry is None or decision.second is not None:
        return None
    if not entry.answer_en or (asks_only_what_to_do(text) and _skips_a_step(entry, guidance, case, facts)):
        return lead_into(dispatcher, tracker, guidance, entry, facts, reply.trace())
    return None


def _skips_a_step(entry: Entry, guidance: Guidance, case: GuideState, facts: Mapping[str, str]) -> bool:
    """Whether what was told leads past the beginning of the entry's guide: its general answer would not fit."""
    guide = guidance.guides.guides.get(entry.guide or "")
    if guide is None or not guide.english or not facts:
        return False
    untold, _ = guidance.engine.begin(case, guide.id)
    told, _ = guidance.engine.begin(with_facts(case, facts), guide.id)
    return told.step != untold.step


def english_reply(tracker: Tracker, library: Library, decision: Decision, reply: Reply, entry: Entry | None) -> Reply:
    """The answer in English, with a button that leads through the matter where a guide does."""
    memory, content, text = Memory.of(tracker), library.content, message_text(tracker)
    topic = content.entry(memory.last_answer or "")
    if topic is not None and supposes(text) and not _is_new(decision, reply, memory):
        return follow_up_in_english("failed", topic, content)
    if topic is not None and (aspect := aspect_meant_instead(text)) is not None:
        return aspects_told(library, [aspect], topic)
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
