"""How a guide opens behind a question: the most useful sentence of the answer first, then what is asked."""

from __future__ import annotations

from faq.normalise import matching_key

_MOST_OF_IT = 0.4
"""What part of a conclusion's pairs of letters a step must hold to say the same in its own words."""


def opened_with(conclusion: str, step: str) -> str:
    """The conclusion for before the first step of a guide; empty where that step says it itself."""
    asked = _pairs(conclusion)
    held = len(asked & _pairs(step))
    return "" if not asked or held >= _MOST_OF_IT * len(asked) else conclusion


def _pairs(text: str) -> set[str]:
    """The pairs of letters of Chinese, of which each says something; of other words the words themselves."""
    if text.isascii():
        return set(text.lower().split())
    key = matching_key(text)
    return {key[at : at + 2] for at in range(len(key) - 1)}
