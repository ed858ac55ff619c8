"""What is answered to who means another matter than was told or answered: «不是学籍，是账号里名字打错了»."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.conversation import Memory, message_text
from actions.guiding.leading import case_of
from actions.in_talk.asked_next import asked_next, in_talk, reply_of
from actions.in_talk.aspects import QUOTED_CHARS, first_thing, texts_of
from actions.in_talk.fact_put_right import fact_put_right, told_otherwise
from actions.in_talk.turning import Turned
from actions.in_talk.written import nearest_sentence
from actions.ticket.case import said_in
from dialogue.facts.put_right import PutRight, meant_instead
from dialogue.questions.aspect_texts import closest_sentence, sentences_naming
from dialogue.text.languages import in_mandarin
from dialogue.text.siblings import put_in_place
from faq.content.entry import Entry
from faq.content.membership import with_claim
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.ranking.decision import OBJECTED, Decision
from faq.saying.answer import answer_options
from faq.saying.reply import Reply
from faq.text.normalise import matching_key

_INSTEAD = "好，按“{}”说：{}"
_NOTED = "好，按“{}”记下了，前面说的办法不变。\n{}"
_LIKELY, _AS_LIKELY = 0.3, 0.5
"""How likely what is meant must be when the matter that was refused is likelier still, also where none was named."""
_AHEAD = 0.25
"""How far ahead of the next the likeliest must be then that is answered."""
_LEAST_NAMED, _MATTERS = 2, 2
_LEAST_TOLD = 10
"""How long a sentence is that says something of what is meant."""
_TWICE = re.compile(r"(.{2,6})\1")
"""What stands twice where what is meant names the thing, too: «六级的准考证准考证几时打印»."""
_LEAST_ALONE = 6
"""From how many letters on what is meant says more by itself than in the question before."""


def corrected(library: Library, tracker: Tracker) -> Turned | None:
    """What is answered instead; None where nothing is put right, or nothing is known of what is meant."""
    if (fact := fact_put_right(library, tracker)) is not None:
        return fact
    text, case = in_mandarin(message_text(tracker)), case_of(tracker)
    found = None if case.english else meant_instead(text)
    if found is None:
        return told_otherwise(library, tracker)
    context = with_claim(text, Memory.of(tracker).school)
    if found.points_to and (entry := _pointed_at(library, tracker, found)) is not None:
        return _of_earlier(library, tracker, entry, found, context)
    last = Memory.of(tracker).last_answer
    readings = _readings(tracker, found)
    decided = {meant: library.decide(meant, context=context) for meant in readings}
    if found.refuses and last:  # what may be another matter by itself is of the one in talk where both are read
        readings = sorted(readings, key=lambda meant: not _is_next_to(library, last, decided[meant]))
    for meant in readings:
        decision = decided[meant]
        if found.refuses or (found.wrong and meant == found.meant):
            decision = _without(last, decision, _AS_LIKELY if found.refuses and not found.wrong else _LIKELY)
        if decision.band != "answer":
            continue
        left = _left(library, tracker, decision)
        tracker.slots["last_question"] = meant  # what follows in this turn keeps it, too
        events = (*left, SlotSet("last_question", meant))
        same = None if found.refuses or left else _of_the_same(library, last, found, decision)
        return Turned(events, replace(decision, text=text), same)
    return _without_refused(library, tracker, found, context, last) if (found.refuses or found.wrong) and last else None


def _is_next_to(library: Library, last: str, decision: Decision) -> bool:
    """Whether a decision answers with a matter next to the one answered last, and not with that one again."""
    entry = library.content.entry(last)
    if entry is None or decision.band != "answer":
        return False
    return decision.candidates[0].entry_id in {*entry.related, *neighbours(entry, library.content.entries)} - {last}


def _of_the_same(library: Library, last: str | None, found: PutRight, decision: Decision) -> Reply | None:
    """What the matter that was just answered says of what is meant, where that is of the same matter."""
    entry = library.content.entry(decision.candidates[0].entry_id)
    said = found.said.removesuffix("的")
    if entry is None or entry.id != last or len(said) > QUOTED_CHARS:
        return None
    texts = texts_of(entry)
    named = sentences_naming(said, texts, lines=2) or closest_sentence(said, "", texts, least=min(2, len(said) - 1))
    if len(named) < _LEAST_TOLD:
        near = nearest_sentence(library, said, [entry, *filter(None, map(library.content.entry, entry.related))])
        named = near[0] if near is not None else ""
    text = _INSTEAD.format(said, named) if named else _NOTED.format(said, first_thing(entry, ""))
    return Reply(text, answer_options(entry, library.content), "answer", entry.id, decision.candidates)


def _without_refused(library: Library, tracker: Tracker, found: PutRight, context: str, last: str) -> Turned | None:
    """What is written of just this, or what else may be meant, where nothing is sure: never what was refused."""
    if case_of(tracker).running:
        return None
    before = in_mandarin(str(tracker.get_slot("last_question") or ""))
    decision = library.decide("，".join(filter(None, (before, found.meant))), context=context)
    content = library.content
    rest = tuple(
        item
        for item in decision.candidates
        if item.entry_id != last and not _is_named(found.wrong, content.entry(item.entry_id))
    )
    told = nearest_sentence(library, found.meant, in_talk(library, tracker)[:_MATTERS]) if found.refuses else None
    events = (SlotSet("last_question", found.meant),)
    if told is not None:
        sentence, entry = told
        reply = Reply(sentence, answer_options(entry, content), "answer", entry.id, rest)
        return Turned(events, decision, reply)
    if not rest:
        return None
    ahead = rest[0].score - rest[1].score if len(rest) > 1 else rest[0].score
    sure = rest[0].score >= _AS_LIKELY and ahead >= _AHEAD  # what is left is clearly meant
    if not (sure or found.refuses):
        return None
    refused = replace(decision, band="answer" if sure else "clarify", candidates=rest, second=None, text=found.meant)
    return Turned(events, replace(refused, reason="put_right" if sure else OBJECTED))


def _is_named(wrong: str, entry: Entry | None) -> bool:
    """Whether what is refused names the matter of an entry: «我没要注册» wants none of 重新注册."""
    return entry is None or (len(wrong) >= _LEAST_NAMED and wrong in entry.title)


def _left(library: Library, tracker: Tracker, decision: Decision) -> list[EventType]:
    """The case without the guide under way where what is meant is none of its matter."""
    case, entry = case_of(tracker), library.content.entry(decision.candidates[0].entry_id)
    own = entry is None or entry.guide in library.guidance.guides.linked(case.guide)
    if not case.running or own:
        return []
    tracker.slots["case"] = replace(case, step="", over=True).as_dict()
    return [SlotSet("case", tracker.slots["case"])]


def _readings(tracker: Tracker, found: PutRight) -> list[str]:
    """What is meant by itself, and the question before with it in the place of what was wrong; first what says more."""
    before = in_mandarin(str(tracker.get_slot("last_question") or ""))
    said, wrong = found.said, found.wrong.removesuffix("的")
    changed = before.replace(wrong, said.removesuffix("的")) if wrong and wrong in before else ""
    bare = len(matching_key(said)) < _LEAST_ALONE
    if bare and before and not changed:
        typed = [in_mandarin(item.text) for item in said_in(tracker)[:-1] if not item.text.startswith("/")]
        changed = put_in_place(said, before)
        if typed and changed == f"{said}{before}":  # nothing of it was said then: what was typed last is meant
            changed = f"{said}，{typed[-1]}"
    changed = _TWICE.sub(r"\1", changed)
    whole = "，".join(filter(None, (changed, found.asks))) if changed else ""
    together = f"{before}，{found.meant}" if before and found.refuses else ""
    alone = found.meant if found.asks or not bare else ""
    readings = (whole, alone, together) if bare else (alone, whole, together)  # a word alone says too little
    return list(dict.fromkeys(filter(None, readings)))


def _without(refused: str | None, decision: Decision, least: float) -> Decision:
    """The decision without the matter that was refused: what is next is meant where it is likely."""
    if refused is None or not decision.candidates or decision.candidates[0].entry_id != refused:
        return decision
    rest = tuple(item for item in decision.candidates if item.entry_id != refused)
    sure = bool(rest) and rest[0].score >= least
    return replace(decision, band="answer" if sure else "clarify", candidates=rest, reason="put_right")


def _pointed_at(library: Library, tracker: Tracker, found: PutRight) -> Entry | None:
    """The latest matter of the talk that is called so: «手机号那个»."""
    for said in reversed(said_in(tracker)):
        entry = library.content.entry(said.topic)
        if entry is not None and found.points_to in f"{entry.title}{' '.join(entry.keywords)}":
            return entry
    return None


def _of_earlier(library: Library, tracker: Tracker, entry: Entry, found: PutRight, context: str) -> Turned:
    """What is asked of an earlier matter: with the message, or with the one that was taken for another matter."""
    memory, said = Memory.of(tracker), [item.text for item in said_in(tracker)[:-1] if not item.text.startswith("/")]
    events = [SlotSet("previous_answer", memory.last_answer), SlotSet("last_answer", entry.id)]
    tracker.slots |= {"previous_answer": memory.last_answer, "last_answer": entry.id}
    asked = found.asks or in_mandarin(said[-1] if said else "")
    alone = library.decide(f"{found.points_to}，{asked}", previous=entry.id, context=context)
    own = next((item for item in alone.candidates if item.entry_id == entry.id), None)
    rest = tuple(item for item in alone.candidates if item.entry_id != entry.id)
    decision = replace(alone, band="answer", candidates=(*((own,) if own else ()), *rest)) if own else alone
    next_one = asked_next(library, tracker, asked, decision) if asked else None
    return Turned(tuple(events), decision, reply_of(library, tracker, next_one) if next_one is not None else None)
