"""An answer without the steps that somebody said cannot work for them, or that they have tried already."""

from __future__ import annotations

import re
from collections.abc import Mapping

from faq.guiding.situation import UNKNOWN, Fact, Situation

LEFT_OUT = "（您说用不了、试过的，已略去。）"
_ALSO = "\n也可能是：\n"
"""What else may be meant is listed behind it, by numbers that can be typed."""
_STEP = re.compile(r"^(\s*)\d{1,2}([.、]\s*)(.+)$")
_NOT_TO_USE = re.compile("别|不要|没有|补|想绑|填|核对|家人|本人|自己|还有|另|@")
"""A step that warns of a means, sets it up or names that of another one is no advice to use what is ruled out."""


def fitting(text: str, known: Mapping[str, str], situation: Situation) -> str:
    """The text without numbered steps all of whose means are ruled out; as it is when none is, or none would be left.

    What was left out is said: who looks for it shall not wonder.
    """
    ruled_out = {name for name, value in known.items() if _rules_out(situation.facts.get(name), value)}
    means = {fact.id: fact.means for fact in situation.facts.values() if fact.means}
    if not ruled_out & means.keys():
        return text
    answer, also, listed = text.partition(_ALSO)
    kept, steps, dropped = [], 0, 0
    for line in answer.splitlines():
        step = _STEP.match(line)
        if step is None:
            kept.append(line)
            continue
        needed = {name for name, words in means.items() if any(word in step[3] for word in words)}
        if needed and needed <= ruled_out and not _NOT_TO_USE.search(step[3]):
            dropped += 1
            continue
        steps += 1
        kept.append(f"{step[1]}{steps}{step[2]}{step[3]}")
    return "\n".join([*kept, LEFT_OUT]) + also + listed if dropped and steps else text


def _rules_out(fact: Fact | None, value: str) -> bool:
    """Whether a value says that the means of its fact are of no use (any more)."""
    if fact is None or value == UNKNOWN:
        return False
    return fact.in_vain or value == fact.no
