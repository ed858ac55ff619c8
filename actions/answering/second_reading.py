"""A second reading of a life story that is like nothing as a whole: as told for oneself, then two clauses at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from actions.answering.first_asked import of_part
from actions.lines.asked_to_do import decided_for_them
from dialogue.mixed.several import asks, is_trouble
from dialogue.people.on_behalf import CHILDREN, ELDERS, asks_for
from dialogue.text.clauses import is_asked, typed_clauses
from faq.content.elsewhere import place_named
from faq.engine.library import Library
from faq.ranking.decision import LEANING, Decision
from faq.text.normalise import normalise
from faq.text.wishes import wishes

_SURE = 0.9
"""How sure a part must be: what is told beside it may change what is asked."""
_LIKELY = 0.1
"""How likely the whole story must have it: two clauses of what is none of ours can sound like ours."""
_MAY_BE = 0.25
"""The same for what a single clause is sure of, where the whole is not unlike anything."""
_MOST_CLAUSES, _LEAST_LEFT = 8, 3
_OURS = re.compile("学信|学籍|学历|学位|毕业证|文凭|验证报告|书面认证|研招|征兵|自考|成考")
"""What a story is still about without the place that it names in passing."""
_KIN = re.compile(f"(?:我们?|俺|咱)?(?:家|自己)?的?(?:{CHILDREN}|{ELDERS})(?:的|(?=[想要忘没登查]))")
_THEY = re.compile("(?<!其)[他她](?!们)的?")
_WHO_ASKS = re.compile("(?:替|帮|代)[^，]{0,6}[问查]|没空|不方便|不会弄|不会用|在医院")
"""A clause that only tells why somebody else asks."""


def looked_again(library: Library, text: str, decision: Decision, context: str) -> Decision:
    """The decision, or the one on what is wished of us, on one's own words, or on a part that is sure by itself."""
    decision = decided_for_them(library, text, decision, context)
    if decision.elsewhere:
        return _without_place(library, text, context) or decision
    if decision.band == "clarify" and decision.second is None:
        decision = _by_clause(library, text, decision, context) or decision
    likely = [item.entry_id for item in decision.candidates if item.score >= _LIKELY]
    for reading in _readings(text) if decision.doubtful else ():
        if place_named(normalise(reading), library.places) is not None:
            continue
        one = library.decide(reading, context=context)
        sure = one.band == "answer" and one.second is None and one.candidates[0].score >= _SURE and not one.elsewhere
        if sure and one.candidates[0].entry_id in likely:
            return replace(one, text=text, reason=LEANING)
    return decision


def _by_clause(library: Library, text: str, decision: Decision, context: str) -> Decision | None:
    """The decision on the one entry that the clauses of a story which ask, wish or complain are sure of by themselves.

    Who somebody is («专升本的») and what they need it for make the whole unsure, not what they come with.
    """
    clauses = typed_clauses(text)
    if not _LEAST_LEFT <= len(clauses) <= _MOST_CLAUSES:
        return None
    least = _LIKELY if decision.doubtful else _MAY_BE
    likely = {item.entry_id for item in decision.candidates if item.score >= least}
    found: dict[str, Decision] = {}
    for clause in clauses:
        if is_trouble(clause) or asks(clause) or wishes(clause):
            one = library.decide(clause, context=context)
            if one.band == "answer" and one.second is None and not one.elsewhere:
                found.setdefault(one.candidates[0].entry_id, one)
    if len(found) != 1 or not found.keys() <= likely:
        return None
    return replace(of_part(next(iter(found.values())), text, decision), reason=LEANING)


def _without_place(library: Library, text: str, context: str) -> Decision | None:
    """The decision on what is left without the clause that names a place in passing: «……，学位英语也过了，……»."""
    clauses = typed_clauses(text)
    rest = [clause for clause in clauses if is_asked(clause) or place_named(normalise(clause), library.places) is None]
    if len(rest) == len(clauses) or len(rest) < _LEAST_LEFT or not any(map(_OURS.search, rest)):
        return None
    one = library.decide("，".join(rest), context=context)
    sure = one.band == "answer" and one.candidates[0].score >= _SURE and not one.elsewhere
    return replace(one, text=text, reason=LEANING) if sure else None


def _readings(text: str) -> Iterator[str]:
    clauses = typed_clauses(text)[:_MOST_CLAUSES]
    if asks_for(text) or _KIN.search(text):
        own = (_THEY.sub("我", _KIN.sub("我的", clause)) for clause in clauses if not _WHO_ASKS.search(clause))
        yield "，".join(own)
    if len(clauses) > 2:
        yield from ("，".join(pair) for pair in pairwise(clauses))
