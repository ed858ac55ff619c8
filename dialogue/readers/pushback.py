"""«你确定吗», «可是学校说改不了», «我是函授的» behind an answer: heard as what they are."""

from __future__ import annotations

from dialogue.facts.done_already import DEED, deed_told
from dialogue.facts.places_tried import place_tried
from dialogue.heard import Act, ConversationState, Heard
from dialogue.moods.in_vain import says_in_vain
from dialogue.moods.pushback import blames_answer, doubts, kind_told, objection_in, tried_in_vain
from dialogue.readers.aspects import ASPECT
from faq.guiding.guidance import Guidance

DOUBT, OBJECTION, KIND = "doubt", "objection", "kind"
"""The kinds of such follow-ups."""
WORD = "word"
"""What was said of oneself, without what stands around it."""


def read_doubt(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """What an answer, or the step of a guide, rests on."""
    talked = state.topic or state.case.guide
    if heard.option or heard.pictures or state.form or not talked or not doubts(heard.core_key):
        return None
    return Act("follow_up", {"kind": DOUBT})


def read_blame(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """That what was told is wrong: a verdict, also while a guide waits, whose step it does not answer."""
    if heard.option or heard.pictures or state.form or not (state.topic or state.case.guide):
        return None
    if place_tried(heard.text) is not None:  # it is no answer of ours that failed
        return None if state.case.running else Act("ask_other_service")
    return Act("unhelpful") if blames_answer(heard.text) else None


def read_pushback(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """Why an answer does not fit, or for whom it was asked; what a guide under way makes of it comes before."""
    if heard.option or heard.pictures or state.form or not (state.topic or state.case.guide):
        return None
    if not state.case.running and (deed := deed_told(heard.core_key)):
        return Act("follow_up", {"kind": DEED, WORD: deed})
    if not state.case.running and tried_in_vain(heard.core_key):
        return Act("follow_up", {"kind": f"{ASPECT}failed"})
    if not state.case.running and says_in_vain(heard.text):
        return Act("unhelpful")
    if kind := kind_told(heard.core_key):
        return Act("follow_up", {"kind": KIND, WORD: kind})
    if objection := objection_in(heard.text):
        return Act("follow_up", {"kind": OBJECTION, WORD: objection})
    return None
