"""A matter told with what its guide asks: of «密码忘了，手机还能收短信» the rest answers a question to come."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dialogue.heard import Heard
from dialogue.moods.worries import without_worries
from dialogue.questions.aspects import aspect_in
from dialogue.text.clauses import split_clauses
from faq.content.elsewhere import place_named
from faq.engine.library import Library
from faq.ranking.decision import CAREFUL, Decision
from faq.text.normalise import normalise

_MARK = re.compile(r"[，,。！!？?；;~…\s]{1,6}(?:但是?|不过|可是?|而且|然后|现在)?|(?:但是?|不过|可是|而且)")
_MOST_PARTS = 4
_LEAST_LETTERS = 3
_SURE = 0.9


def matter_beside_facts(library: Library, decision: Decision, text: str, context: str) -> Decision | None:
    """The decision on the one clause that names a matter; None unless all others answer what its guide asks.

    Where two clauses could be the matter, and lead into different guides, a list is better.
    """
    parts = [part for part in _MARK.split(text) if len(part) >= _LEAST_LETTERS and not _is_helpless(part)]
    if not 2 <= len(parts) <= _MOST_PARTS:
        return None
    if any(place_named(normalise(part), library.places) and not _is_in_order(library, part) for part in parts):
        return None  # whose trouble is with a mailbox may have forgotten its password
    extractor, guides = library.guidance.extractor, library.guidance.guides
    found: Decision | None = None
    led = ""
    for place, part in enumerate(parts):
        others = [other for number, other in enumerate(parts) if number != place]
        if not all(map(extractor.says_only_facts, others)) or _is_in_order(library, part):
            continue
        alone = library.decide(part, context=context)
        entry = library.content.entry(alone.candidates[0].entry_id) if alone.band == "answer" else None
        if entry is None or not entry.guide or alone.second is not None:
            continue
        told = {name for other in others for name in extractor.facts(other)}
        if not told <= guides.asked_in(entry.guide):
            continue
        if led and led != entry.guide:
            return None
        found, led = replace(alone, text=decision.text), entry.guide
    return found


def without_fears(library: Library, decision: Decision, text: str, context: str) -> Decision:
    """The decision without what is only feared, where with it nothing is sure: «怕是被退学了» is of no dismissal."""
    rest = without_worries(text) if decision.band != "answer" and decision.reason != CAREFUL else text
    if rest == text:
        return decision
    alone = library.decide(rest, context=context)
    surer = alone.says and (alone.band == "answer" or alone.candidates[0].score > decision.candidates[0].score)
    return replace(alone, text=decision.text) if surer else decision


def surely_told(text: str, decide: Callable[[str], Decision]) -> Decision | None:
    """The decision on the first clause that is sure by itself, for a message that nothing answers as a whole."""
    clauses = [clause for clause in split_clauses(text) if len(clause) >= _LEAST_LETTERS]
    alone = (decide(clause) for clause in clauses if len(clauses) > 1 and not _is_helpless(clause))
    sure = (one for one in alone if one.band == "answer" and one.second is None and one.candidates[0].score >= _SURE)
    return next((replace(one, text=text) for one in sure), None)


def _is_helpless(part: str) -> bool:
    """«怎么办» alone: it asks for whatever is said beside it."""
    return aspect_in(Heard(part).core_key) == "how"


def _is_in_order(library: Library, part: str) -> bool:
    """Whether all that a clause says is that something works: nobody asks for help with that."""
    extractor, facts = library.guidance.extractor, library.guidance.guides.situation.facts
    told = extractor.facts(part)
    return bool(told) and extractor.says_only_facts(part) and all(facts[name].yes == told[name] for name in told)
