"""Whether to do what cannot be taken back, or what it does, asked in the middle of a matter."""

from __future__ import annotations

from dialogue.heard import Act, ConversationState, Heard
from dialogue.weighing import price_asked
from faq.guiding.guidance import Guidance

WEIGHS = "weighs"
"""The kind of such a follow-up."""


def read_weighing(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """The price of it before anything else; the guide that weighs it, and what answers a step, come before."""
    if heard.option or heard.pictures or state.form or not state.case.guide or state.case.over:
        return None
    irreversible = guidance.guides.irreversible
    guide = guidance.guides.guides.get(state.case.guide)
    if guide is None or not price_asked(heard.text, dict(irreversible)):
        return None
    return Act("follow_up", {"kind": WEIGHS})
