"""What is answered where a fact told before is put right: «打错字了，是94年», «说错了，是我妈», «Sorry, I meant 2013».

The trouble is read anew with the fact in its place: another answer is given, or it is said that nothing changes.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.conversation import Memory, message_text
from actions.guiding.leading import case_of
from actions.in_talk.aspects import first_thing
from actions.in_talk.beside import with_step_of
from actions.in_talk.circumstances import told_beside
from actions.in_talk.turning import Turned
from actions.ticket.case import said_in
from dialogue.facts.in_place import said_otherwise
from dialogue.facts.values import ValueInPlace, value_in_place
from dialogue.mixed.several import may_ask
from dialogue.people.persons import is_past_first_year, told_of_person
from dialogue.text.clauses import MARK, split_clauses
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.content.membership import with_claim
from faq.engine.library import Library
from faq.ranking.decision import Decision
from faq.saying.answer import answer_options
from faq.saying.reply import Reply

_INSTEAD = "好，按“{}”算："
_SAME = "好，改成“{}”了，前面说的办法不变。"
_GOES_ON = "办不成就回复“人工”，您说过的都会带上。"
_UNANSWERED = "好，改成“{}”了。\n这件事我没有把握答；回复“人工”，您说过的都会带上。"
_NOTED = "好，按“{}”算，前面说的办法不变。"
_NUMBER = "好，照改过的算，办法不变；号码不用发给我，页面上填对就行。"
_OF_NUMBER = re.compile(
    "(?:第[一二三四五六七八九十0-9]{1,2}位|中间|最后|末尾|开头|结尾|尾号|[前后][一二两三四0-9]位).{0,4}是?[0-9a-z]"
    "|[0-9a-z]{1,12}(?:不是|，不是)[0-9a-z]"
)
"""A slip in a number that was typed: it stands nowhere here."""
_OWN_CASE = re.compile("我自己|本人|自己")
_OWN = 0.8
"""From how likely on what is said instead is a matter of its own."""
_LEAST = 0.4
"""From how likely on an entry is answered in place of one that is for others."""
_LATEST, _LATEST_ENGLISH = "后面说的那个", "the one you gave last"
"""How a masked value is called that was put right."""
_MOST_AGAIN = 26
"""Up to how many letters the next step is said again."""
_ENGLISH = {
    _INSTEAD: "OK, with “{}”:",
    _SAME: "OK, “{}”. What I said above stays the same.",
    _GOES_ON: "If it does not help, reply “human”; all you told goes along.",
    _UNANSWERED: "OK, “{}”.\nI am not sure about this one; reply “human”, and all you told goes along.",
}


def fact_put_right(library: Library, tracker: Tracker) -> Turned | None:
    """The answer for the fact that holds; None where the message puts none right."""
    typed = [item.text for item in said_in(tracker)[:-1]]
    text, memory, case = message_text(tracker), Memory.of(tracker), case_of(tracker)
    found = value_in_place(typed, text, facts=True)
    if found is None:
        return _number_put_right(library, tracker)
    asked = str(tracker.get_slot("last_question") or "")
    before, now = _readings(asked, typed[found.place], found, text)
    context = with_claim(in_mandarin(text), memory.school)
    was, decision = (library.decide(reading, context=context) for reading in (before, now))
    events = (SlotSet("last_question", now),)
    tracker.slots["last_question"] = now  # what follows in this turn keeps it, too
    words = _ENGLISH if case.english else {}
    shown = MARK.sub(_LATEST_ENGLISH if case.english else _LATEST, found.now)
    entry = library.content.entry(memory.last_answer or "")
    other = _first(decision) if decision.band == "answer" else None
    if entry is not None and other in (None, _first(was), entry.id):
        # «大一刚报到» as «大二»: what was told in the clause of the value may hold no more
        alone = _for_such(library, library.decide(_bare(found.changed, found), context=context), found.now)
        if alone.band == "answer" and _first(alone) != entry.id:
            return Turned(events, alone, lead=words.get(_INSTEAD, _INSTEAD).format(shown))
    if other is not None and (entry is None or other not in (_first(was), entry.id)):
        return Turned(events, decision, lead=words.get(_INSTEAD, _INSTEAD).format(shown))
    if entry is None:
        unanswered = words.get(_UNANSWERED, _UNANSWERED).format(shown)
        return Turned(events, decision, Reply(unanswered, (), "none", None, decision.candidates))
    said = "" if case.english else _of_circumstance(library, before, now, entry, found)
    if said:
        lines = f"{_INSTEAD.format(shown)}{said}"
    else:
        step = "" if case.english or case.running else first_thing(entry, "")
        same, goes_on = (words.get(line, line) for line in (_SAME, _GOES_ON))
        lines = "\n".join(filter(None, (same.format(shown), step if len(step) <= _MOST_AGAIN else "", goes_on)))
    options = () if case.english else answer_options(entry, library.content)
    reply = Reply(lines, options, "answer", entry.id, decision.candidates)
    return Turned(events, decision, with_step_of(library, tracker, reply, case) if case.running else reply)


def _for_such(library: Library, decision: Decision, told: str) -> Decision:
    """The decision without the entries that by their title are for others than who tells that of themselves."""
    persons, entry_of = told_of_person([told]), library.content.entry
    theirs = [
        item
        for item in decision.candidates
        if (entry := entry_of(item.entry_id)) is not None
        and not (persons.excludes(entry.title) or is_past_first_year(told, entry.title))
    ]
    if len(theirs) == len(decision.candidates) or not theirs or theirs[0].score < _LEAST:
        return decision
    return replace(decision, band="answer", candidates=tuple(theirs), second=None)


def _bare(text: str, found: ValueInPlace) -> str:
    """A text in which the clause of the value says nothing but that."""
    return "，".join(found.now if found.now in clause else clause for clause in split_clauses(text))


def _number_put_right(library: Library, tracker: Tracker) -> Turned | None:
    """A word to a slip in a number that was typed on a page, with the step that waits."""
    text, case = in_mandarin(message_text(tracker)), case_of(tracker)
    said, entry = "，".join(said_otherwise(text)), library.content.entry(Memory.of(tracker).last_answer or "")
    if entry is None or case.english or may_ask(said) or not _OF_NUMBER.search(said):
        return None
    reply = Reply(_NUMBER, answer_options(entry, library.content), "answer", entry.id, ())
    shown = with_step_of(library, tracker, reply, case) if case.running else reply
    return Turned((), library.decide(text), shown)


def told_otherwise(library: Library, tracker: Tracker) -> Turned | None:
    """The trouble told before with what somebody says is so instead, where that takes no place of what they typed.

    «不对，这号用了五年了» puts right what was taken for granted. What is another matter by itself is none of this.
    """
    text, memory, case = in_mandarin(message_text(tracker)), Memory.of(tracker), case_of(tracker)
    said, entry = "，".join(said_otherwise(text)), library.content.entry(memory.last_answer or "")
    before = in_mandarin(str(tracker.get_slot("last_question") or ""))
    if not said or entry is None or not before or case.english or case.running or may_ask(said):
        return None
    context = with_claim(text, memory.school)
    alone = library.decide(said, context=context)
    of_person = told_of_person([said]).kinds or library.guidance.extractor.says_only_facts(said)
    if not of_person and (
        alone.elsewhere or (_first(alone) != entry.id and alone.band == "answer" and alone.candidates[0].score >= _OWN)
    ):
        return None
    decision = library.decide(f"{before}，{said}", previous=entry.id, context=context)
    now = f"{before}，{said}"
    events = (SlotSet("last_question", now),)
    other = _first(decision) if decision.band == "answer" else ""
    if other and other != entry.id:
        if decision.candidates[0].score < _OWN:  # read behind another trouble it makes a third of both
            return None
        tracker.slots["last_question"] = now
        return Turned(events, replace(decision, text=said), lead=_INSTEAD.format(said))
    told = library.asked_next(said, [entry.id], beside=True) or library.asked_next(now, [entry.id])
    if told is not None:
        lines = f"{_INSTEAD.format(said)}{told.follow_up.say}"
    else:
        step = first_thing(entry, "")
        lines = "\n".join(filter(None, (_NOTED.format(said), step if len(step) <= _MOST_AGAIN else "", _GOES_ON)))
    reply = Reply(lines, answer_options(entry, library.content), "answer", entry.id, decision.candidates)
    return Turned(events, decision, reply)


def _readings(asked: str, told: str, found: ValueInPlace, text: str) -> tuple[str, str]:
    """The trouble as it was told, and with the fact in its place: of what was asked last where that tells it, too."""
    put = value_in_place([asked], text, facts=True) if asked else None
    if put is not None:
        before, now = asked, put.changed
    elif asked and asked != told:
        before, now = f"{told}，{asked}", f"{found.changed}，{asked}"
    else:
        before, now = told, found.changed
    return in_mandarin(before), in_mandarin("，".join(filter(None, (now, found.rest))))


def _of_circumstance(library: Library, before: str, now: str, entry: Entry, found: ValueInPlace) -> str:
    """What the entry says of the circumstance as it is now, where it said something else, or nothing, before."""
    if _OWN_CASE.search(found.now):  # what is written for others is none of theirs
        return ""
    old, new = split_clauses(before), split_clauses(now)
    for clause in (clause for clause in new if clause not in old):
        told = told_beside(library, clause, entry)
        if told is None:
            continue
        earlier = (told_beside(library, other, entry) for other in old if other not in new)
        if all(one is None or one.follow_up is not told.follow_up for one in earlier):
            return told.follow_up.say
    return ""


def _first(decision: Decision) -> str:
    return decision.candidates[0].entry_id if decision.candidates else ""
