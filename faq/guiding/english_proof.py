"""What holds for the English of a guide: it is whole, and all that is proved of the Chinese holds for it too."""

from __future__ import annotations

from collections.abc import Iterator

from common.errors import Problem
from faq.guiding.proof import prove
from faq.guiding.situation import Fact
from faq.guiding.tree import Guide, Guides

MOST_SHARED_ENGLISH = 75
"""From how many equal letters in a row on two English texts say the same thing twice; words are longer there."""


def prove_english(guides: Guides) -> list[Problem]:
    """Every way in which the English of the guides is not what it should be; a guide without any is left alone."""
    begun = [guide for guide in guides.guides.values() if guide.begun_in_english]
    problems = [problem for guide in begun for problem in _half(guides, guide)]
    if problems or not begun:
        return problems
    paths = {guide.path for guide in begun}
    return [
        problem
        for problem in prove(guides.in_english(), most_shared=MOST_SHARED_ENGLISH, language="英文的")
        if problem.path in paths
    ]


def _half(guides: Guides, guide: Guide) -> Iterator[Problem]:
    """Texts that are said in the middle of English and are there in Chinese only."""
    for step in guide.steps.values():
        for key in step.untranslated():
            message = f"步骤「{step.id}」的 {key} 没有英文，别的步骤有"
            yield Problem(guide.path, step.line, message, f"补上 {key}_en", "half_english")
        fact = guides.situation.facts.get(step.collect)
        if fact is not None and not _whole(fact):
            message = f"步骤「{step.id}」问的「{fact.id}」在 situation.yml 里没有写全英文"
            yield Problem(guide.path, step.line, message, "补上它的 title_en、ask_en、again_en", "half_english")
        action = guides.irreversible.get(step.warn)
        if action is not None and not action.warnings_en:
            message = f"步骤「{step.id}」的警告「{action.id}」没有英文"
            yield Problem(guide.path, step.line, message, "在 irreversible.yml 里补上 warnings_en", "half_english")


def _whole(fact: Fact) -> bool:
    texts = (fact.english.title, fact.english.ask, fact.english.again, *(value.title_en for value in fact.values))
    return all(texts)
