"""The line of an English answer that has most to do with what somebody says after it."""

from __future__ import annotations

import re

from dialogue.english.aspects import LEANING
from faq.text.markup import to_plain

_WORD = re.compile(r"[a-z]{3,30}|[0-9]{2,12}")
_STEP = re.compile(r"^\d+\.\s*")
_ENDINGS = re.compile(r"(?:ing|ed|es|s|e|ment|ation|ion)$")
_LEAST_STEM = 3
_LEAST_SHARED = 1
_ENOUGH_SHARED = 2
"""So many words a line shares that has to do with a long text; of a short one it is half of them."""


def nearest_line(text: str, answer: str) -> str:
    """The line that shares most words with a text, without its number; empty when none shares any of weight.

    Words of one stem count as one, a word of many lines for less: «number» is in each, «expired» in one.
    """
    asked = _stems(text)
    lines = [_STEP.sub("", line.strip()) for line in to_plain(answer).splitlines() if line.strip()]
    held = [_stems(line) for line in lines]
    weights = [sum(1 / sum(word in other for other in held) for word in asked & words) for words in held]
    best = max(range(len(lines)), key=lambda place: (weights[place], -place), default=None)
    if best is None or weights[best] < _LEAST_SHARED:
        return ""
    shared = len(asked & held[best])
    return lines[best] if shared >= _ENOUGH_SHARED or shared * 2 >= len(asked) else ""


def _stems(text: str) -> set[str]:
    words = (word for word in _WORD.findall(text.lower()) if word not in LEANING)
    return {stem if len(stem := _ENDINGS.sub("", word)) >= _LEAST_STEM else word for word in words}
