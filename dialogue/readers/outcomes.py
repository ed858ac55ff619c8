"""The step worked, and something else came up: «扫进去了，但是里面查不到学籍»."""

from __future__ import annotations

from dialogue.facts.outcomes import split_outcome
from dialogue.facts.put_right import without_mistaken
from dialogue.facts.steps_in_vain import asks_how_it_went
from dialogue.heard import Act, ConversationState, Heard
from dialogue.readers.case import TURNS, facts_text
from faq.guiding.guidance import Guidance

NEXT = "next"
"""What is told or asked behind the word that a step worked."""


def read_outcome(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """That the step is done, with what stands behind it, which is the next matter."""
    if state.form or heard.option or not state.case.running:
        return None
    step = guidance.guides.step(state.case.step)
    fact = guidance.guides.situation.facts.get(guidance.engine.asked(state.case) or "")
    if step is None or fact is None or not fact.local or not asks_how_it_went(fact.id, guidance):
        return None

    def is_done(clause: str) -> bool:
        return guidance.extractor.facts(clause, fact.id).get(fact.id) == fact.yes

    # «额不对 我登上了» takes back what was told of the trouble, and says that it is over.
    done, behind = split_outcome(without_mistaken(TURNS.sub("", heard.text)), step.ask or fact.ask, is_done)
    if not done or (not behind and is_done(heard.text)):  # the rest of a plain answer is read with it
        return None
    told = {**guidance.extractor.facts(done), **guidance.extractor.facts(behind), fact.id: str(fact.yes)}
    return Act("tell_fact", {"facts": facts_text(told), **({NEXT: behind} if behind else {})})
