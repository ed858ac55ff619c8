"""Whether somebody writes English."""

from __future__ import annotations

import re

from faq.normalise import normalise

_WORD = re.compile(r"[a-z']+")
_LEAST_WORDS = 3
_GREETINGS = frozenset({"hi", "hello", "hey", "thanks", "thank", "thx", "ok", "bye", "help"})
_HAN = re.compile(r"[一-鿿]")


def is_english(text: str) -> bool:
    """Whether a message is English: Latin words and no Chinese; addresses, names and codes are not."""
    plain = normalise(text)
    if _HAN.search(plain):
        return False
    words = _WORD.findall(plain)
    return len(words) >= _LEAST_WORDS or (bool(words) and set(words) <= _GREETINGS)
