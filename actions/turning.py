"""What somebody turns to from the matter under way: something else instead of it, or the next thing after it."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.conversation import message_text
from actions.leading import case_of
from actions.question_reading import AskedQuestion
from dialogue.asides import question_beside
from dialogue.languages import in_mandarin
from dialogue.next_matter import tells_trouble, wanted_besides, wanted_instead
from dialogue.weighing import price_asked
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState
from faq.library import Library

DONE = "太好了，那件事办成了。"
_SURELY = 0.9
"""How likely another matter must be that a guide is put aside for it."""
_GIVEN_UP = "好，刚才那件先放下。"


def with_price(lead: str, text: str, library: Library) -> str:
    """The first words, with what a step costs that cannot be taken back where that is asked along with the rest."""
    price = price_asked(in_mandarin(text), dict(library.guidance.guides.irreversible))
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
    return wanted_besides(in_mandarin(text)) or question_beside(text, guidance)


def given_up(library: Library, tracker: Tracker) -> tuple[GuideState, str, str] | None:
    """The case without the guide that is given up or was of no need any more, what is wanted now, and the first words.

    None when the guide goes on, or nothing is known of what is wanted.
    """
    case, text = case_of(tracker), in_mandarin(message_text(tracker))
    if not case.running or case.english:
        return None
    instead = wanted_instead(text)
    wish = instead or wanted_besides(text)
    decision = library.decide(wish) if wish else None
    if decision is None or (decision.band == "none" and not decision.elsewhere):
        return None
    return replace(case, step="", over=True), wish, _GIVEN_UP if instead else DONE
