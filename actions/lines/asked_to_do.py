"""What is said to who asks us to change or look up something ourselves: that we cannot, and how it is done."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogue.questions.asks_to_do import WE_CANNOT, WE_CANNOT_LOOK_UP, what_to_do, what_to_look_up
from faq.engine.library import Library
from faq.ranking.decision import LEANING, Decision
from faq.text.phone import first_sentence

_HOW = "{}怎么办"
_OF_RECORDS = ("学籍", "学历", "学位")
_RECORD = "学校漏报了{}，找谁补"
"""How it is asked what to do about a record that is not there, in the plainest words."""


_SAID = re.compile("改不了|补不了|补不出|不能自己改|不能补|查不了|动不了")


def we_cannot(text: str, answer: str = "") -> str:
    """That we cannot, for before the answer; empty where nothing is asked of us, or the answer begins with it."""
    line = WE_CANNOT if what_to_do(text) else WE_CANNOT_LOOK_UP if what_to_look_up(text) else ""
    return "" if line == WE_CANNOT and _SAID.search(first_sentence(answer)) else line


def decided_for_them(library: Library, text: str, decision: Decision, context: str) -> Decision:
    """The decision on how it is done, where the wish as it stands is like too many matters."""
    what = what_to_do(text)
    if not what or decision.band == "answer":
        return decision
    record = next((name for name in _OF_RECORDS if name in what), "")
    asked = (_HOW.format(what), *((_RECORD.format(record),) if record else ()))
    decided = (library.decide(question, context=context) for question in asked)
    found = next((one for one in decided if one.band == "answer"), None)
    return decision if found is None else replace(found, text=text, reason=LEANING, second=None)
