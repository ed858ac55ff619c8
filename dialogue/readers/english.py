"""Questions in English that lean on the answer before them, or ask for our phone, e-mail or hours."""

from __future__ import annotations

from dialogue.english import asks_contact, aspect_leaned_on
from dialogue.heard import Act, ConversationState, Heard
from faq.guiding.guidance import Guidance

ENGLISH = "english_"
"""How the kind of a follow-up in English begins; the aspect stands behind it."""
ENGLISH_CONTACT = f"{ENGLISH}contact"


def read_english(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """The aspect of the topic that a short English question asks for; how to reach somebody, whatever the topic."""
    if heard.option or heard.pictures or state.form:
        return None
    if asks_contact(heard.text):
        return Act("follow_up", {"kind": ENGLISH_CONTACT})
    aspect = aspect_leaned_on(heard.text) if state.topic or state.case.guide else None
    return Act("follow_up", {"kind": f"{ENGLISH}{aspect}"}) if aspect else None
