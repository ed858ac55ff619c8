"""The yes or no of what was answered, in other words, for who presses for it or wants something confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from actions.aspects import texts_of
from actions.leading import conclusion
from dialogue.aspect_texts import closest_sentence
from faq.entry import Entry
from faq.polarity import says_whether

_AGAIN, _AS_WRITTEN = "还是那句：{}", "查到的是这样说的：{}"
_UNDECIDED = ("不等于", "不一定")
"""How a conclusion begins that is neither, and answers who wants either."""
_MATTERS = 3
"""Among how many matters in talk the one is that decides what is pressed for."""
_LEAST = 2


def pressed_line(topic: Entry, talk: Sequence[Entry]) -> str:
    """The conclusion again of the matter that decides it: of the last that says yes or no, else of the last."""
    decisive = (entry for entry in talk[:_MATTERS] if _decides(conclusion(entry)))
    line = conclusion(next(decisive, topic))
    verdict, mark, rest = line.partition("：")
    return _AGAIN.format(f"{verdict}。{rest}" if mark and rest else line)


def confirming_line(what: str, talk: Sequence[Entry]) -> str:
    """What is written of something that is to be confirmed; empty where nothing is."""
    if not what:
        return ""
    texts = [text for entry in talk[:_MATTERS] for text in texts_of(entry)]
    found = closest_sentence(what, "", texts, least=_LEAST)
    return _AS_WRITTEN.format(found) if found else ""


def _decides(line: str) -> bool:
    return says_whether(line) or line.startswith(_UNDECIDED)
