"""What cannot be taken back: about to be done, wherever somebody is, or asked about in the middle of a matter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogue.heard import Act, ConversationState, Heard
from dialogue.questions.weighing import action_meant, price_asked
from dialogue.readers.case import said_facts
from dialogue.turns.closings import sums_up
from faq.guiding.guidance import Guidance
from faq.guiding.tree import Irreversible

_LEAVES = re.compile("先?(?:别|不要|不能|不)(?=点|勾|选|提交|重新|注销|再|乱)")
WEIGHS = "weighs"
"""The kind of such a follow-up."""


def read_meant(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """Who is about to do it hears its price before anything else, but what answers the guide that weighs it."""
    if heard.option or heard.pictures or state.form:
        return None
    action = action_meant(heard.text, _undone(heard, state, guidance))
    if action is None or (_LEAVES.search(heard.text) and sums_up(heard.text)):  # «就是先别点，对不» heard it already
        return None
    guide = guidance.guides.guides.get(action.id)
    if guide is not None and state.case.running and state.case.guide == guide.id:
        asked = guidance.engine.asked(state.case)
        if asked != guide.asks_first or asked in said_facts(heard, state, guidance):
            return None
    return Act("follow_up", {"kind": WEIGHS})


def read_weighing(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """The price of it before anything else; the guide that weighs it, and what answers a step, come before."""
    if heard.option or heard.pictures or state.form or not state.case.guide or state.case.over:
        return None
    guide = guidance.guides.guides.get(state.case.guide)
    if guide is None or not price_asked(heard.text, _undone(heard, state, guidance)):
        return None
    return Act("follow_up", {"kind": WEIGHS})


def _undone(heard: Heard, state: ConversationState, guidance: Guidance) -> Mapping[str, Irreversible]:
    """What may still be weighed: who has done it already is told what holds now, and warned no more."""
    return guidance.guides.undone({**state.case.known, **said_facts(heard, state, guidance)})
