"""How a guide opens behind a question: the most useful sentence of the answer first, then what is asked."""

from __future__ import annotations

from faq.content.likeness import letter_pairs

_MOST_OF_IT = 0.4
"""What part of a conclusion's pairs of letters a step must hold to say the same in its own words."""


def opened_with(conclusion: str, step: str) -> str:
    """The conclusion for before the first step of a guide; empty where that step says it itself."""
    asked = _pairs(conclusion)
    held = len(asked & _pairs(step))
    return "" if not asked or held >= _MOST_OF_IT * len(asked) else conclusion


def behind_first(text: str, line: str) -> str:
    """A step with a line behind its first one; before it where that one asks already."""
    first, _, rest = text.partition("\n")
    asks = first.endswith(("？", "?")) or not rest
    return "\n".join(filter(None, (line, text) if asks else (first, line, rest)))


def _pairs(text: str) -> set[str]:
    """The pairs of letters of Chinese, of which each says something; of other words the words themselves."""
    if text.isascii():
        return set(text.lower().split())
    return letter_pairs(text)
