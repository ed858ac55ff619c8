"""Somebody comes back about a ticket, before anything in that is taken for a wish or for a question of its own."""

from __future__ import annotations

from dialogue.heard import Act, ConversationState, Heard
from dialogue.turns.coming_back import comes_back_about
from faq.guiding.guidance import Guidance

CAME_BACK = "came_back"
"""The last act of who was told how their tickets stand, or how to find them: a bare «编号没有» then means those."""


def read_coming_back(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """How what they sent in stands, how to find it, that it is seen to; what is under way goes on behind it."""
    if heard.option or heard.pictures or state.form:
        return None
    idle = not (state.topic or state.case.running)
    about = comes_back_about(
        heard.text, sent=bool(state.ticket) and idle, asked_before=state.last_act == CAME_BACK, begins=idle
    )
    return Act("ticket_status", {"kind": about}) if about else None
