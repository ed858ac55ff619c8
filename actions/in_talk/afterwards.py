"""What a person is told once something has happened: the decision without the way there, and what holds after it."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Tracker

from actions.conversation import Memory
from actions.english.leads import speaks_english
from actions.guiding.leading import case_of, conclusion, told_facts
from dialogue.text.clauses import is_asked
from dialogue.turns.variety import answers_given
from faq.content.entry import Entry
from faq.engine.afterwards import AFTERWARDS, moved_on, superseded, told_afterwards
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.ranking.decision import Decision
from faq.saying.reply import Reply
from faq.text.choice import Option
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, line_count

_ALREADY = re.compile("已经|早就|早都|刚才就|都.{0,4}了|说了|说过")
"""How somebody says once more that it has happened: «我说了已经提交了»."""


def after_what_happened(library: Library, tracker: Tracker, text: str, decision: Decision) -> Decision:
    """The decision for who has done already what the likeliest entry only leads up to."""
    guidance, memory = library.guidance, Memory.of(tracker)
    told, known = told_facts(tracker), case_of(tracker).known
    situation, talk = guidance.guides.situation, _near_talk(library, tracker, memory)
    insists = not is_asked(text) and decision.band != "answer" and _ALREADY.search(text)
    if insists and not told:  # what they said before is meant
        told = {name: value for name, value in known.items() if told_afterwards({name: value}, known, situation)}
    only = not is_asked(text) and guidance.extractor.says_only_facts(text)
    return moved_on(decision, told, known, situation, talk, tells_only=only)


def line_of_what_happened(
    library: Library, tracker: Tracker, said: str, decision: Decision
) -> tuple[str, Entry] | None:
    """What holds after something that a message tells beside a question, in a line, and the entry it is of.

    None where it is what was answered (`said`), is no news, or is of a matter that is neither in talk nor near.
    """
    told, known, memory = told_facts(tracker), case_of(tracker).known, Memory.of(tracker)
    news = {name: value for name, value in told.items() if known.get(name) != value}
    situation = library.guidance.guides.situation
    then = told_afterwards(news, known, situation)
    entry = library.content.entry(then.entry_id) if then is not None else None
    if then is None or entry is None or entry.id == said or speaks_english(tracker):
        return None
    own = {entry.id, *(name for name, after in superseded({**known, **news}, situation).items() if after == then)}
    near = {*_in_talk(memory), *(item.entry_id for item in decision.candidates)}
    asked = next((to_plain(item.say) for item in entry.follow_ups if item.asks[0] == then.asked), "")
    return (asked or conclusion(entry), entry) if own & near else None


def _in_talk(memory: Memory) -> set[str]:
    return {*filter(None, (memory.last_answer, memory.previous_answer)), *answers_given(memory.recent)}


def _near_talk(library: Library, tracker: Tracker, memory: Memory) -> set[str]:
    """The matters in talk, and those of the guide that the last answer leads to; in a guide whatever is told."""
    case, content, guides = case_of(tracker), library.content, library.guidance.guides
    if case.running:
        return {entry.id for entry in content.entries}
    leads = str(tracker.get_slot("leads") or "")
    linked = guides.linked(leads) if leads in guides.guides else frozenset()
    return _in_talk(memory) | {entry.id for entry in content.entries if entry.guide in linked}


def of_what_happened(library: Library, tracker: Tracker, decision: Decision) -> AskedNext | None:
    """The follow-up that says what holds afterwards; None where the entry itself does, or nothing has happened."""
    if decision.reason != AFTERWARDS or speaks_english(tracker):
        return None
    told, known = told_facts(tracker), case_of(tracker).known
    situation, entry_id = library.guidance.guides.situation, decision.candidates[0].entry_id
    told_now = told_afterwards(told, known, situation)
    possible = [*([told_now] if told_now is not None else []), *superseded({**known, **told}, situation).values()]
    entry = library.content.entry(entry_id)
    asked = next((then.asked for then in possible if then.entry_id == entry_id), "")
    follow_ups = entry.follow_ups if entry is not None and asked else ()
    found = next((item for item in follow_ups if item.asks[0] == asked), None)
    return AskedNext(entry_id, found, 1.0, happened=True) if found is not None else None


def with_what_happened(library: Library, tracker: Tracker, decision: Decision, reply: Reply, entry: Entry) -> Reply:
    """The answer with what holds after something that is told beside the question, where there is room for it."""
    found = line_of_what_happened(library, tracker, entry.id, decision)
    text = f"{reply.text}\n{found[0]}" if found is not None else ""
    if found is None or found[0] in reply.text or line_count(text) > SCREEN_LINES:
        return reply
    return replace(reply, text=text, options=(*reply.options, Option(found[1].id, found[1].title)))
