"""One fault for each thing that is pointed to and is not there, however many places point to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from common.errors import Problem
from faq.content.draft import Draft

CONTACT = "contact:"
"""How targets begin that are contacts; the others are entries, or guides."""
GUIDE = "guide:"
"""How targets begin that are guides."""
_SHOWN = 3
_TOO_MANY_SLIPS = 3
"""So many places are not misspelt alike: what they name is gone."""


def one_each(problems: Iterable[Problem], renamed: Mapping[str, Draft] | None = None) -> list[Problem]:
    """The same faults, with one for each `target`: at the first place, or at the entry that once was called so.

    `renamed`: by the earlier id, the entries that have another one now.
    """
    told: list[Problem] = []
    lost: dict[str, set[Problem]] = {}
    for problem in problems:
        if problem.target:
            lost.setdefault(problem.target, set()).add(problem)
        else:
            told.append(problem)
    for target, found in lost.items():
        places = sorted(found)
        draft = (renamed or {}).get(target)
        told.append(_at_the_first(places) if draft is None else _at_the_renamed(draft, target, places))
    return told


def _at_the_first(places: Sequence[Problem]) -> Problem:
    first, *others = places
    if not others:
        return first
    message = f"{first.message}（还有 {len(others)} 处：{_listed(others)}）"
    if len(others) >= _TOO_MANY_SLIPS and "是不是想写" in first.remedy:
        return replace(first, message=message, remedy=f"多半是它被删掉或改了名：恢复它，或把这 {len(places)} 处都改掉")
    return replace(first, message=message)


def _at_the_renamed(draft: Draft, earlier: str, places: Sequence[Problem]) -> Problem:
    message = f"原来的编号是「{earlier}」，{len(places)} 处还指着它（{_listed(places)}）"
    remedy = f"把编号改回「{earlier}」，或把这 {len(places)} 处都改成「{draft.entry.id}」"
    return replace(draft.problem(message, remedy, "id", "dangling"), target=earlier)


def _listed(places: Sequence[Problem]) -> str:
    shown = "、".join(f"{place.path}:{place.line}" for place in places[:_SHOWN])
    return f"{shown}{' 等' if len(places) > _SHOWN else ''}"
