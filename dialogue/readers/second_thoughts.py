"""Going on after all with what was put aside, or with the step once something said beside it is dropped."""

from __future__ import annotations

from dialogue.heard import Act, ConversationState, Heard
from dialogue.text.languages import in_mandarin
from dialogue.turns.away import BACK
from dialogue.turns.second_thoughts import drops_aside, takes_up_again
from faq.guiding.guidance import Guidance


def read_second_thoughts(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """«算了还是弄吧» goes back to what was left; «那个先不管了» in the middle of a guide only to the step."""
    if heard.option or heard.pictures or state.form:
        return None
    text = in_mandarin(heard.text)
    if state.case.running:
        return Act("resume", {"kind": "nod"}) if drops_aside(text) else None
    left = state.topic or guidance.engine.left_open(state.case)
    taken = left and takes_up_again(text) and not guidance.extractor.facts(text)
    return Act("resume", {"kind": BACK}) if taken else None
