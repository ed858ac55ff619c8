"""The order of what was said, or one step of it, asked for: read before a number is taken for a choice."""

from __future__ import annotations

from dialogue.heard import Act, ConversationState, Heard
from dialogue.questions.steps_asked import STEP, asks_order, step_asked
from dialogue.readers.aspects import ASPECT
from faq.guiding.guidance import Guidance


def read_steps(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """«刚才说的第二步是啥», «给我排个一二三» of what was said, be it a list."""
    talked = state.topic or state.case.guide or state.listed
    if heard.option or heard.pictures or state.form or not talked:
        return None
    if number := step_asked(heard.text):
        return Act("follow_up", {"kind": f"{STEP}{number}"})
    if not asks_order(heard.text):
        return None
    if heard.text.isascii() and state.case.running:  # the step that waits comes first
        return Act("resume", {"kind": "first"})
    return Act("follow_up", {"kind": f"{ASPECT}first"})
