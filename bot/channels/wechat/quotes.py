"""A reply that quotes: WeChat puts the quoted words before the person's own."""

from __future__ import annotations

import re

_QUOTE = re.compile(r"\A\s*「[^」]*」\s*\n(?:- ?){5,}-?[ ]*\n", re.DOTALL)


def own_words(text: str) -> str:
    """What the person wrote themselves; the whole text when they quoted nothing or added nothing."""
    own = _QUOTE.sub("", text, count=1)
    return own if own.strip() else text
