"""What is answered to who means another matter than was told or answered: «不是学籍，是账号里名字打错了»."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.asked_next import asked_next, reply_of
from actions.conversation import Memory, message_text
from actions.leading import case_of
from actions.ticket_case import said_in
from actions.turning import Turned
from dialogue.languages import in_mandarin
from dialogue.put_right import PutRight, meant_instead
from faq.decision import Decision
from faq.entry import Entry
from faq.library import Library
from faq.membership import with_claim
from faq.normalise import matching_key

_LIKELY = 0.3
"""How likely what is meant must be when the matter that was refused is likelier still."""
_LEAST_ALONE, _BARE = 6, 3
"""From how many letters on what is meant says more by itself than in the question before; up to how many nothing."""


def corrected(library: Library, tracker: Tracker) -> Turned | None:
    """What is answered instead; None where nothing is put right, or nothing is known of what is meant."""
    text, case = in_mandarin(message_text(tracker)), case_of(tracker)
    found = None if case.english else meant_instead(text)
    if found is None:
        return None
    context = with_claim(text, Memory.of(tracker).school)
    if found.points_to and (entry := _pointed_at(library, tracker, found)) is not None:
        return _of_earlier(library, tracker, entry, found, context)
    refused = Memory.of(tracker).last_answer if found.wrong else None
    for meant in _readings(tracker, found):
        decision = library.decide(meant, context=context)
        decision = _without(refused, decision) if meant == found.meant else decision
        if decision.band == "answer":
            left = _left(library, tracker, decision)
            tracker.slots["last_question"] = meant  # what follows in this turn keeps it, too
            return Turned((*left, SlotSet("last_question", meant)), replace(decision, text=text))
    return None


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
    said = found.meant.removesuffix(f"，{found.asks}")
    changed = before.replace(found.wrong, said) if found.wrong and found.wrong in before else ""
    whole = "，".join(filter(None, (changed, found.asks))) if changed else ""
    bare = len(matching_key(said)) < _LEAST_ALONE
    return [
        text
        for text in ((whole, "" if bare and not found.asks else found.meant) if bare else (found.meant, whole))
        if text
    ]


def _without(refused: str | None, decision: Decision) -> Decision:
    """The decision without the matter that was refused: what is next is meant where it is likely."""
    if refused is None or not decision.candidates or decision.candidates[0].entry_id != refused:
        return decision
    rest = tuple(item for item in decision.candidates if item.entry_id != refused)
    sure = bool(rest) and rest[0].score >= _LIKELY
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
