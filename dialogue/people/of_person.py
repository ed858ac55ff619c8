"""What somebody tells of themselves in the middle of a guide that has no question for it: «我说的是我妈的号»."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dialogue.text.clauses import is_asked
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState


def told_of_person(
    text: str, facts: Mapping[str, str], own: Collection[str], case: GuideState, guidance: Guidance, *, moves: bool
) -> bool:
    """Whether the guide takes it: it opens again what was told of another thing, or it is of the person and no more.

    `own` are the facts the guide asks for or goes by, `moves` is whether it goes to another step with what is told.
    """
    new = {name for name, value in facts.items() if case.known.get(name) != value}
    if not new - frozenset(own):
        return False
    known = guidance.guides.situation.facts
    of_person = all(known[name].lasting for name in new)
    only = not is_asked(text) and guidance.extractor.says_only_facts(text, guidance.engine.asked(case))
    return moves or (of_person and only)


def deeds_told(text: str, guidance: Guidance) -> dict[str, str]:
    """What others can do or what is the case at home, which changes what can be done: «我爸能去营业厅复机»."""
    facts, value = guidance.guides.situation.facts, guidance.guides.situation.value
    told = guidance.extractor.facts(text) if text else {}
    return {name: said for name, said in told.items() if facts[name].page and (one := value(name, said)) and one.then}
