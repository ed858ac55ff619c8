"""What somebody turns to from the matter under way: something else instead of it, or the next thing after it."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.leading import case_of
from dialogue.asides import question_beside
from dialogue.languages import in_mandarin
from dialogue.next_matter import wanted_besides, wanted_instead
from faq.guiding.engine import GuideState
from faq.guiding.guidance import Guidance
from faq.library import Library

DONE = "太好了，那件事办成了。"
_GIVEN_UP = "好，刚才那件先放下。"


def asked_after(text: str, guidance: Guidance) -> str:
    """What is asked in the breath in which a matter is said to be done; empty when nothing is."""
    return wanted_besides(in_mandarin(text)) or question_beside(text, guidance)


def given_up(library: Library, tracker: Tracker) -> tuple[GuideState, str, str] | None:
    """The case without the guide that is given up, what is wanted instead, and what is said first.

    None when no guide is given up, or nothing is known of what is wanted.
    """
    case = case_of(tracker)
    wish = wanted_instead(in_mandarin(message_text(tracker))) if case.running and not case.english else ""
    if not wish:
        return None
    decision = library.decide(wish)
    known = decision.band != "none" or decision.elsewhere
    return (replace(case, step="", over=True), wish, _GIVEN_UP) if known else None
