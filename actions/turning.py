"""What somebody turns to from the matter under way: something else instead of it, or the next thing after it."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.leading import case_of
from dialogue.asides import question_beside
from dialogue.languages import in_mandarin
from dialogue.next_matter import wanted_besides, wanted_instead
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState
from faq.library import Library

DONE = "太好了，那件事办成了。"
_GIVEN_UP = "好，刚才那件先放下。"


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
