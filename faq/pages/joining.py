"""Lines put together as one text: without a break inside a sentence, with a comma where a new clause begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BEGINS = re.compile(r"请(?:稍|重|核|检|先|到|在|尽|明|联|您)|点击|如(?:有|需|已|非)")
_OPEN = re.compile(r"[申邀聘，。；：！？,.;:!?、（(“「]$")
"""What the next line goes on with: 申 / 请稍后."""


def joined(texts: Iterable[str]) -> str:
    """The lines as one text."""
    whole = ""
    for text in texts:
        apart = whole and _BEGINS.match(text) and not _OPEN.search(whole)
        whole += f"，{text}" if apart else text
    return whole
