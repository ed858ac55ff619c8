"""What the matter in talk answers by itself, also in the middle of a guide: how it does not happen again, and «你们改»."""

from __future__ import annotations

from dialogue.heard import Act, ConversationState, Heard
from dialogue.questions.asks_to_do import what_to_do
from dialogue.questions.prevention import asks_prevention
from faq.guiding.guidance import Guidance

PREVENTS = "prevents"
"""The kind of who asks how it does not happen again."""
OF_US = "of_us"
"""The kind of who wants us to do it for them."""


def read_of_matter(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """What was talked of before tells which matter is meant."""
    if heard.option or heard.pictures or state.form or not (state.topic or state.case.guide):
        return None
    if asks_prevention(heard.text):
        return Act("follow_up", {"kind": PREVENTS})
    return Act("follow_up", {"kind": OF_US}) if what_to_do(heard.text) else None
