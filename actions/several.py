"""Several questions in one message: the first is answered, the others briefly beside it or as buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rasa_sdk import Tracker

from actions.aspects import aspect_told, topic_of
from actions.conversation import Memory
from actions.leading import asked_fact, case_of, conclusion
from dialogue.asides import question_beside
from dialogue.aspects import aspect_in
from dialogue.heard import Heard
from dialogue.languages import in_mandarin
from dialogue.meanings import plain_line
from dialogue.several import questions_in
from faq.choice import Option
from faq.decision import Decision
from faq.entry import Entry
from faq.guiding.engine import GuideState
from faq.library import Library
from faq.loader import Content
from faq.membership import with_claim
from faq.phone import SCREEN_LINES, fits_screen, reply_lines
from faq.reply import Reply

_ALSO = "另外问的“{}”：{}"
_SURE = 0.8
"""How likely an entry must be that is answered beside another one: a part of a message says less than a message."""
_MOST_OTHERS = 2
_ASIDE_LATER = "您问的那句我没有把握，请单独再问我一次。"
_ASIDE_SCORE = 0.35
"""From how likely on an entry answers what is asked in passing; it is named when another might be meant."""
Decide = Callable[[str], Decision]


@dataclass(frozen=True)
class Others:
    """What a message asks besides its first question: other entries, and aspects of the first one's matter."""

    entries: tuple[Entry, ...] = ()
    aspects: tuple[str, ...] = ()


def aside_answer(library: Library, tracker: Tracker, text: str) -> str:
    """The answer to what a message asks beside the facts it tells, in a line or two; empty when it asks nothing."""
    question = question_beside(text, library.guidance)
    if not question:
        return ""
    memory = Memory.of(tracker)
    topic = topic_of(memory.last_answer, case_of(tracker), library.content, library.guidance)
    aspect = aspect_in(Heard(question).core_key)
    told = aspect_told(aspect, topic, library.content) if aspect and topic is not None else None
    if told is not None and told.found:
        return told.text
    decision = library.decide(question, context=with_claim(text, memory.school))
    likely = next((item for item in decision.candidates if item.score >= _ASIDE_SCORE), None)
    entry = library.content.entry(likely.entry_id) if likely and decision.band != "none" else None
    if entry is None:
        return decision.elsewhere or _ASIDE_LATER
    if entry.guide and entry.guide == case_of(tracker).guide:  # the next step is its answer
        return ""
    return conclusion(entry) if decision.band == "answer" else f"您问的若是“{entry.title}”：{conclusion(entry)}"


def said_beside(library: Library, tracker: Tracker, text: str, before: GuideState, after: GuideState) -> str:
    """What a message asks beside its facts, in a line or two: the words of a step, else another matter."""
    plain = plain_line(in_mandarin(text), *(asked_fact(library.guidance, case) for case in (before, after)))
    return plain or aside_answer(library, tracker, text)


def first_of_several(text: str, decide: Decide) -> Decision | None:
    """The decision on the first question that can be answered outright, for a message that cannot as a whole."""
    parts = questions_in(text)
    if len(parts) < 2:
        return None
    alone = (decide(part) for part in parts if not aspect_in(Heard(part).core_key))
    return next((decision for decision in alone if decision.band == "answer"), None)


def others_asked(text: str, first: str, content: Content, decide: Decide) -> Others:
    """What is asked beside the question that an entry answers; nothing when only one is."""
    parts = questions_in(text)
    if len(parts) < 2:
        return Others()
    entries: list[Entry] = []
    aspects: list[str] = []
    for part in parts:
        aspect = aspect_in(Heard(part).core_key)
        if aspect:
            aspects.append(aspect)
            continue
        decision = decide(part)
        sure = decision.band == "answer" and decision.candidates[0].score >= _SURE
        found = content.entry(decision.candidates[0].entry_id) if sure else None
        if found is not None and found.id != first and found not in entries:
            entries.append(found)
    return Others(tuple(entries[:_MOST_OTHERS]), tuple(dict.fromkeys(aspects)))


def others_lines(others: Others, topic: Entry, content: Content, said: str) -> str:
    """The other questions in a line or two each, as far as a screen has room under what is said."""
    lines: list[str] = []
    for aspect in (item for item in others.aspects if item != "how"):
        told = aspect_told(aspect, topic, content)
        if told is not None and told.text not in said:
            lines.append(told.text.splitlines()[0])
    lines += [_ALSO.format(entry.title, conclusion(entry)) for entry in others.entries]
    kept: list[str] = []
    for line in lines:
        if line not in said and fits_screen("\n".join([said, *kept, line])):
            kept.append(line)
    return "\n".join(kept)


def with_others(reply: Reply, others: Others, topic: Entry, content: Content, lines: int = SCREEN_LINES) -> Reply:
    """An answer, what else was asked in a line each where there is room, and buttons for it."""
    if not others.entries and not others.aspects:
        return reply
    bare, buttons = (
        reply.text.partition("\n也可能是：\n")[0],
        tuple(Option(item.id, item.title) for item in others.entries),
    )
    beside = others_lines(others, topic, content, bare)
    text = "\n".join(filter(None, (bare, beside)))
    kept = tuple(option for option in reply.options if option.id not in {button.id for button in buttons})
    if bare != reply.text:  # what it might be instead gives way to what was asked
        kept = kept[-1:] if kept and kept[-1].id.startswith("more:") else ()
    options = (*buttons, *kept)
    while len(options) > len(buttons) and reply_lines(text, [option.title for option in options]) > lines:
        options = options[:-1]
    return replace(reply, text=text, options=options)
