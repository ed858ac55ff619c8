"""What somebody turns to from the matter under way: something else instead of it, or the next thing after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.answering.reading import AskedQuestion
from actions.conversation import Memory, message_text
from actions.guiding.leading import case_of, guide_of
from actions.in_talk.asked_next import asked_next, reply_of
from actions.ticket.case import said_in
from dialogue.facts.outcomes import came_up_behind
from dialogue.facts.steps_in_vain import asks_how_it_went
from dialogue.mixed.asides import question_beside
from dialogue.mixed.several import came_up_anew, questions_in, tells_failure
from dialogue.questions.weighing import price_asked
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import tells_trouble, wanted_besides, wanted_instead
from faq.content.entry import Entry
from faq.content.membership import with_claim
from faq.engine.library import Library
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState
from faq.ranking.decision import Decision
from faq.saying.reply import Reply, answer_of

DONE, PASSED = "太好了，那件事办成了。", "好，这一步过了。"
"""What is said first where a matter is done, and where only a step of it is, with another trouble behind it."""
_SURELY = 0.9
"""How likely another matter must be that a guide is put aside for it."""
_GIVEN_UP = "好，刚才那件先放下。"
_OF_THE_TALK = ("contact_support", "ticket_status")
"""Intents of entries that are about reaching somebody, and no matter of a talk."""


@dataclass(frozen=True)
class Turned:
    """What takes the place of the matter under way: what is kept, the decision, the follow-up where it is one.

    `lead` is said before the answer.
    """

    events: tuple[EventType, ...]
    decision: Decision
    reply: Reply | None = None
    lead: str = ""


@dataclass(frozen=True)
class MatterBefore:
    """What a talk was about before a guide took its place, and the words it was told with."""

    entry: Entry
    told: str


def matter_before(library: Library, tracker: Tracker) -> MatterBefore | None:
    """The matter that somebody comes back to when the guide under way is over; None when the talk began with it."""
    case, content, said = case_of(tracker), library.content, said_in(tracker)[:-1]
    walked = {case.guide, *(place.partition(".")[0] for place in case.path)}
    topics = [content.entry(item.topic) for item in said]
    own = [place for place, entry in enumerate(topics) if entry is not None and guide_of(entry, content) in walked]
    for place in reversed(range(own[0] if own else 0)):
        entry = topics[place]
        if entry is None or (place and said[place - 1].topic == entry.id) or entry.intent in _OF_THE_TALK:
            continue
        return MatterBefore(entry, said[place].text)
    return None


def left_for(library: Library, tracker: Tracker, over: GuideState) -> list[EventType]:
    """The case without the guide that is over, and the matter before it as the one in talk: also for this turn."""
    return _left(tracker, over, matter_before(library, tracker))


def _left(tracker: Tracker, over: GuideState, before: MatterBefore | None) -> list[EventType]:
    tracker.slots["case"] = over.as_dict()
    if before is not None:
        tracker.slots |= {"last_answer": before.entry.id, "previous_answer": None}
    topic = [SlotSet("last_answer", before.entry.id)] if before is not None else []
    return [SlotSet("case", over.as_dict()), *topic]


def turned_to(library: Library, tracker: Tracker, over: GuideState, question: str) -> Turned:
    """What is told or asked where a guide is over."""
    before = matter_before(library, tracker)
    events, context = _left(tracker, over, before), with_claim(question, Memory.of(tracker).school)
    decision = _decided(library, question, before, context)
    if decision.band == "clarify":  # what is said to be done may tell what the rest is of: «扫进去了，又要人脸»
        whole = library.decide(in_mandarin(message_text(tracker)), context=context)
        decision = whole if whole.band == "answer" and whole.second is None else decision
    told = decision.band == "answer" and tells_failure(question)
    if not told and (found := asked_next(library, tracker, question, decision)) is not None:
        return Turned(tuple(events), decision, reply_of(library, tracker, found))
    back = before is not None and decision.band == "answer" and decision.candidates[0].entry_id == before.entry.id
    if before is not None and back and not before.entry.guide:  # a whole guide stood between: its gist is not enough
        return Turned(tuple(events), decision, answer_of(before.entry, library.content, context=context))
    return Turned(tuple(events), decision)


def _decided(library: Library, question: str, before: MatterBefore | None, context: str) -> Decision:
    """The decision on a question behind a guide: by itself where it is sure, else together with the matter before."""
    *_, asking = questions_in(question) or [question]
    asked = asking.rsplit("，", 1)[-1]  # what is told of oneself beside it decides nothing
    previous = before.entry.id if before is not None else None
    alone = library.decide(question, previous=previous, context=context)
    if before is None or all(map(_is_sure, (alone, library.decide(asked, previous=previous, context=context)))):
        return alone
    together = library.decide(f"{before.told}，{asked}", previous=previous, context=context)
    return replace(together, text=alone.text) if together.band == "answer" else alone


def _is_sure(decision: Decision) -> bool:
    first = next(iter(decision.candidates), None)
    return decision.band == "answer" and first is not None and first.score >= _SURELY


def with_price(lead: str, text: str, library: Library) -> str:
    """The first words, with what a step costs that cannot be taken back where that is asked along with the rest.

    Nobody is glad with who tells of another trouble.
    """
    lead = PASSED if lead == DONE and tells_trouble(text) else lead
    price = price_asked(in_mandarin(text), library.guidance.guides.irreversible)
    return "\n".join(filter(None, (lead, price)))


def put_aside(question: AskedQuestion) -> list[EventType]:
    """What leaves the step waiting for «继续», where what is told is surely another matter; nothing for all else."""
    return [SlotSet("case", replace(question.case, step="").as_dict())] if _tells_of_another(question) else []


def _tells_of_another(question: AskedQuestion) -> bool:
    """Whether somebody in a guide tells of a trouble that is surely another matter: «学位也查不到»."""
    entry, first = question.entry, next(iter(question.decision.candidates), None)
    if not question.case.running or question.english or question.facts or question.reply.band != "answer":
        return False
    sure = first is not None and first.score >= _SURELY and entry is not None and first.entry_id == entry.id
    return sure and entry is not None and entry.guide != question.case.guide and tells_trouble(question.text)


def asked_after(text: str, guidance: Guidance) -> str:
    """What is asked in the breath in which a matter is said to be done; empty when nothing is."""
    plain = in_mandarin(text)
    return wanted_besides(plain) or question_beside(text, guidance) or next(iter(came_up_anew(plain)), "")


def _came_up(case: GuideState, text: str, guidance: Guidance) -> str:
    """The trouble that is told behind the word that the matter is done, at a step that asks something else."""
    fact = guidance.engine.asked(case) or ""
    return "" if asks_how_it_went(fact, guidance) else came_up_behind(text)


def given_up(library: Library, tracker: Tracker) -> tuple[GuideState, str, str] | None:
    """The case without the guide that is given up or was of no need any more, what is wanted now, and the first words.

    None when the guide goes on, or nothing is known of what is wanted.
    """
    case, text = case_of(tracker), in_mandarin(message_text(tracker))
    if not case.running or case.english:
        return None
    instead = wanted_instead(text)
    wish = instead or wanted_besides(text) or _came_up(case, text, library.guidance)
    decision = library.decide(wish) if wish else None
    if decision is None or (decision.band == "none" and not decision.elsewhere):
        return None
    return replace(case, step="", over=True), wish, _GIVEN_UP if instead else DONE
