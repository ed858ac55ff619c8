"""What holds once something has happened: «已经提交重新注册了» is answered with what comes after, no more the way.

Which facts of a case are such, where it stands what holds afterwards, and which entries only lead up to it, staff write
beside the fact (`then` and `instead` in `faq/situation.yml`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from faq.guiding.situation import Afterwards, Situation, Value
from faq.ranking.decision import Candidate, Decision

AFTERWARDS = "afterwards"
"""The rule by which an entry is answered because of what has happened."""


def told_afterwards(told: Mapping[str, str], known: Mapping[str, str], situation: Situation) -> Afterwards | None:
    """What holds after the last thing that a message tells to have happened; None where it tells no such thing."""
    case = situation.with_implied({**known, **told})
    values = (situation.value(*item) for item in reversed([*told.items()]))
    return next((then for value in values if value is not None and (then := _fitting(value, case))), None)


def superseded(known: Mapping[str, str], situation: Situation) -> dict[str, Afterwards]:
    """The entries that only lead up to what has happened, each with what is answered in its place."""
    case = situation.with_implied(known)
    found: dict[str, Afterwards] = {}
    for item in case.items():
        value = situation.value(*item)
        then = _fitting(value, case) if value is not None else None
        if value is not None and then is not None:
            found |= dict.fromkeys(value.instead, then)
    return found


def moved_on(
    decision: Decision,
    told: Mapping[str, str],
    known: Mapping[str, str],
    situation: Situation,
    talk: Collection[str],
    *,
    tells_only: bool,
) -> Decision:
    """The decision without what lies behind the person: what leads up to it gives way to what holds after it.

    Who only tells that it has happened (`tells_only`), or of whose words little else is known, is told that, too,
    where it is the matter in `talk` or near what was found.
    """
    passed = superseded({**known, **told}, situation)
    first = next(iter(decision.candidates), None)
    if first is not None and first.entry_id in passed and decision.band != "none":
        return _answering(decision, passed[first.entry_id], passed)
    then = told_afterwards(told, known, situation)
    own = {then.entry_id, *(name for name, after in passed.items() if after == then)} if then is not None else set()
    if then is not None and (not decision.elsewhere or own & set(talk)):  # who is in the matter names a place for it
        same = first is not None and first.entry_id == then.entry_id
        near = {*talk, *(item.entry_id for item in decision.candidates)}
        if same or ((decision.band != "answer" or tells_only) and near & own):
            return _answering(decision, then, passed)
    left = tuple(item for item in decision.candidates if item.entry_id not in passed)
    return decision if len(left) == len(decision.candidates) else replace(decision, candidates=left)


def _answering(decision: Decision, then: Afterwards, passed: Mapping[str, Afterwards]) -> Decision:
    dropped = {then.entry_id, *passed}
    rest = (item for item in decision.candidates if item.entry_id not in dropped)
    return replace(
        decision,
        band="answer",
        candidates=(Candidate(then.entry_id, 1.0), *rest),
        reason=AFTERWARDS,
        second=decision.second if decision.second not in dropped else None,
    )


def _fitting(value: Value, case: Mapping[str, str]) -> Afterwards | None:
    return next((one for one in value.then if one.given.items() <= case.items()), None)
