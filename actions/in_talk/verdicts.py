"""The yes or no of what was answered, in other words, for who presses for it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.guiding.leading import conclusion
from faq.content.entry import Entry
from faq.text.polarity import says_whether

_UNDECIDED = ("不等于", "不一定")
"""How a conclusion begins that is neither, and answers who wants either."""
_MATTERS = 3
"""Among how many matters in talk the one is that decides what is pressed for."""


def pressed_line(topic: Entry, talk: Sequence[Entry]) -> str:
    """The conclusion again of the matter that decides it: of the last that says yes or no, else of the last."""
    decisive = (entry for entry in talk[:_MATTERS] if _decides(conclusion(entry)))
    line = conclusion(next(decisive, topic))
    verdict, mark, rest = line.partition("：")
    return f"{verdict}。{rest}" if mark and rest else line


def _decides(line: str) -> bool:
    return says_whether(line) or line.startswith(_UNDECIDED)
