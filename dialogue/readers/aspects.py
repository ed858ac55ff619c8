"""«要多久», «要钱吗», «在哪改», «怎么改» behind an answer or inside a guide: about that matter, never about another."""

from __future__ import annotations

import re

from dialogue.aspects import aspect_in, aspect_of_thing
from dialogue.heard import Act, ConversationState, Heard
from dialogue.ticket_words import is_asked, split_clauses
from faq.choice import NONE_OF_THESE, choose
from faq.guiding.guidance import Guidance

ASPECT = "aspect_"
"""How the kind of such a follow-up begins."""
BESIDE = "beside"
"""What such a follow-up says before it asks."""
THING = "thing"
"""What such a follow-up asks about, where it names it."""
_ASKED_LAST = ("fee", "time", "whom", "phone", "self", "fast", "effect", "place")
"""Aspects of any matter: what is told before them is mostly the circumstance."""
_LONGEST = 30
_ASKS_FAST = re.compile("加急|催|优先")
_AT_A_LOSS = ("怎么办", "怎么弄", "怎么整", "咋办", "咋整", "咋弄", "怎么搞", "怎么处理")


def read_aspect(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """What a short question asks about the matter before it; None when there is none or a list is open."""
    if heard.option or heard.pictures or state.form:
        return None
    key = heard.core_key
    if not (state.topic or state.case.guide):
        return None
    aspect = aspect_in(key)
    if not aspect:
        return _asked_last(heard)
    if aspect == "first" and state.case.running:
        return Act("resume", {"kind": "first"})
    listed = any(option.id == NONE_OF_THESE for option in state.offered)
    if listed and choose(heard.key, state.offered) is not None:
        return None
    if aspect == "fast" and state.case.running and not _ASKS_FAST.search(key):
        return None  # in a hurry for the next step
    lost = aspect == "how" and key.endswith(_AT_A_LOSS)
    if lost and not state.case.running and state.leads in guidance.guides.guides and state.leads != state.case.guide:
        return None  # the guide of the matter begins
    if lost and state.case.running:
        asked = guidance.guides.situation.facts.get(guidance.engine.asked(state.case) or "")
        if asked is not None and not asked.local:  # the open question is the way on
            return None
    return Act("follow_up", {"kind": f"{ASPECT}{aspect}"})


def _asked_last(heard: Heard) -> Act | None:
    """«我人在外地，能让家里人去办吗»: the last clause asks an aspect, what stands before it tells and asks nothing."""
    *told, last = split_clauses(heard.text) or [""]
    aspect = aspect_in(Heard(last).core_key)
    if not told or len(heard.key) > _LONGEST or aspect not in _ASKED_LAST or any(map(is_asked, told)):
        return None
    return Act("follow_up", {"kind": f"{ASPECT}{aspect}", BESIDE: "，".join(told)})


def read_thing(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """«证明书要多少钱»: an aspect of a thing, which the matter before may name."""
    if heard.option or heard.pictures or state.form or not state.topic:
        return None
    aspect, thing = aspect_of_thing(heard.core_key)
    return Act("follow_up", {"kind": f"{ASPECT}{aspect}", THING: thing}) if aspect else None
