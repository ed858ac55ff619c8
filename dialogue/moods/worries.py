"""What somebody fears beside what they tell: «是不是被退学了啊» behind «就我查不到» asks of no dismissal."""

from __future__ import annotations

import re

from dialogue.text.clauses import typed_clauses
from faq.text.normalise import letters, normalise

_FEARS = re.compile(
    r"^(?:我|又|就|真|好|都|很|也|现在|有点|特别|主要|心里){0,4}(?:怕|担心|害怕|生怕|恐怕|发愁)(?!是诈骗)"
    r"|^(?:我|他|她|这|那|学校|是){0,2}(?:是不是|会不会是?|该不会是?|不会是?|别是)(?:我|他|她|学校|又|已经|就|要){0,2}"
    r"(?:被|给|把|要).{1,10}$"
    r"|(?:不会|会不会|该不会|是不是|别是|难道)(?:是|就|都|算|已经|要|成|变成?){0,3}"
    r"(?:黑户|白[考念读学交忙跑等]|作废|没了|无效|不算数?|不作数|完[了蛋]|泡汤|凉了|毁了|废了|丢了|野鸡).{0,4}$"
)
"""How a clause begins that only fears something, or asks whether it was suffered."""
_ONLY_FEARS = re.compile(
    r"^(?:这样?|那|我|还|就|也){0,3}(?:会不会|不会)(?:耽误|出事|有事|有问题|完蛋|赶不上|来不及)[^，。]{0,4}$"
)
_LEAST = 8
"""How many letters must be left that tell what there is to fear for."""


def is_worry(clause: str) -> bool:
    """Whether a clause only fears what may come of it: where nothing is known of that, nothing need be said."""
    plain = normalise(clause)
    return _FEARS.search(plain) is not None or _ONLY_FEARS.search(plain) is not None


def without_worries(text: str) -> str:
    """A message without the clauses that only fear what may come of it; as it is where little else is said."""
    clauses = typed_clauses(text)
    kept = [clause for clause in clauses if not _FEARS.search(normalise(clause))]
    if len(kept) == len(clauses):
        return text
    rest = "，".join(kept)
    return rest if len(letters(normalise(rest))) >= _LEAST else text
