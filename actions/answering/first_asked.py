"""Which of several questions of a message is decided first, where the message as a whole is of none, or mixes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dialogue.heard import Heard
from dialogue.mixed.several import asks, is_trouble, questions_in
from dialogue.questions.aspects import aspect_in
from dialogue.text.clauses import typed_clauses
from faq.ranking.decision import Decision

SURELY = 0.8
"""From how likely on a part asks for a matter whose name it does not say."""
_SURE = 0.5
"""How likely an entry must be that is answered beside another one, under its own question."""
_MAY_BE = 0.1
"""How likely the whole message must have what one part of it asks alone: «他学籍会不会没了» is said of many matters."""
_BEYOND_DOUBT = 0.9
"""From how likely on the entry of a whole message is not doubted for the sake of its parts."""
LEAST_CLAUSE = 6
Decide = Callable[[str], Decision]


def first_of_several(text: str, whole: Decision, decide: Decide) -> Decision | None:
    """The decision on the first question that can be answered outright, for a message that cannot as a whole."""
    parts = questions_in(text)
    if len(parts) < 2:
        return None
    # What a part says alone must be near what is told as a whole: «要开证明不» asks the same of a dozen matters.
    near = {item.entry_id for item in whole.candidates if item.score >= _MAY_BE}
    sure = (decision for decision in _each(parts, decide) if decision.band == "answer")
    first = next((one for one in sure if one.candidates[0].entry_id in near or whole.band == "none"), None)
    return None if first is None else of_part(_told_before(text, first, decide) or first, text, whole)


def of_part(part: Decision, text: str, whole: Decision) -> Decision:
    """The decision on a part of a message for all of it: what else may be meant is what the whole may mean."""
    first = part.candidates[0]
    rest = (item for item in whole.candidates if item.entry_id != first.entry_id)
    return replace(part, text=text, candidates=(first, *rest))


def _told_before(text: str, asked: Decision, decide: Decide) -> Decision | None:
    """The decision on the trouble that is told before the question that was found; None where none is sure.

    Who cannot see their record, and asks whether to print it, wants to see it first.
    """
    clauses = typed_clauses(text)
    told = (decide(clause) for clause in clauses if is_trouble(clause) and not asks(clause))
    sure = (one for one in told if one.band == "answer" and score_of(one) >= SURELY)
    first = next(sure, None)
    return first if first is not None and first.candidates[0].entry_id != asked.candidates[0].entry_id else None


def of_two_matters(text: str, whole: Decision, decide: Decide) -> Decision | None:
    """The decision on the first of two matters, where the message as a whole was decided for a third that mixes them.

    None where the message is one matter, or the whole was decided for one of the two.
    """
    parts = questions_in(text)
    if len(parts) < 2 or whole.second is not None or not whole.candidates or score_of(whole) >= _BEYOND_DOUBT:
        return None
    likely = [decision for decision in _each(parts, decide) if is_likely(decision)]
    named = [decision.candidates[0].entry_id for decision in likely]
    if len(set(named)) < 2 or whole.candidates[0].entry_id in named or likely[0].band != "answer":
        return None
    return of_part(likely[0], text, whole)


def _each(parts: Sequence[str], decide: Decide) -> Iterator[Decision]:
    """The decision on each part that names a matter: one that asks only for a price or a place is of any."""
    return (best_of_part(part, decide) for part in parts if not aspect_in(Heard(part).core_key))


def best_of_part(part: str, decide: Decide) -> Decision:
    """The surer decision on a part of a message: as it stands with what was told before it, or its last clause."""
    whole, last = decide(part), part.rsplit("，", 1)[-1]
    if whole.band == "answer" or last == part or len(last) < LEAST_CLAUSE:
        return whole
    alone = decide(last)
    if score_of(alone) <= score_of(whole):
        return whole
    # A clause that leans on what was told before it, «他学籍会不会没了», means one of what that may be.
    likely = {item.entry_id for item in whole.candidates if item.score >= _MAY_BE}
    return alone if score_of(whole) < _SURE or alone.candidates[0].entry_id in likely else whole


def is_likely(decision: Decision) -> bool:
    """Whether the first entry of a decision may be named as what a part of a message asks."""
    return decision.band != "none" and not decision.elsewhere and score_of(decision) >= _SURE


def score_of(decision: Decision) -> float:
    """How sure the first entry of a decision is."""
    return decision.candidates[0].score if decision.candidates else 0.0
