"""What the ticket form answers at once, whatever it asks: about the data left here, about other people's records."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation import entity
from actions.english import keep_safe, speaks_english
from actions.english_answers import CONTACT
from actions.human_lines import OTHERS
from actions.privacy_lines import pasted_told, privacy_told
from actions.ticket_parts import Said
from common.settings import Settings
from dialogue.english_aspects import asks_contact
from dialogue.outbursts import calmed
from dialogue.privacy import asks_privacy


def aside(tracker: Tracker, said: Said, settings: Settings) -> str:
    """The answer to a message that the form only waits for; empty when it is for the form itself."""
    if said.option or not said.text:
        return ""
    if said.intent == "look_up_other":
        if speaks_english(tracker):
            return keep_safe("other")
        return OTHERS.get(entity(tracker, "kind"), OTHERS["record"])[0]
    if asks_contact(said.text):
        return CONTACT
    kinds, english = asks_privacy(calmed(said.text), going_on=True), speaks_english(tracker)
    return pasted_told(kinds, said.text, settings, english=english) or privacy_told(kinds, settings, english=english)
