"""A box over a page is one prompt: its text says what is the matter, its title (验证失败) goes with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faq.pages.lines import PageLine
from faq.pages.prompts import PromptMatch
from faq.text.normalise import matching_key

_VERDICT = re.compile(r"(?:未|不)(?:予)?通过$|失败$|错误$|异常$")
_TITLE_LETTERS = 8
_TITLE_GAP = 2.5
"""How many of its own heights the text of a box may stand below its title."""


def without_titles(lines: Sequence[PageLine], matches: Sequence[PromptMatch]) -> tuple[PromptMatch, ...]:
    """The prompts without a bare verdict that stands right over another complaint, which says more."""
    return tuple(match for match in matches if not _is_title(lines, match, matches))


def _is_title(lines: Sequence[PageLine], match: PromptMatch, others: Sequence[PromptMatch]) -> bool:
    if not match.blocks or len(matching_key(match.quote)) > _TITLE_LETTERS or not _VERDICT.search(match.quote):
        return False
    title = lines[match.numbers[-1]]
    below = [lines[other.numbers[0]].top - title.top - title.height for other in others if other.blocks]
    return any(0 <= gap < _TITLE_GAP * title.height for gap in below)
