"""Whether the yes or no that an English answer begins with is about what is asked: need is not the same as can.

«Do I need a Chinese number?» is not answered by the «No» to «can I use a foreign one?».
"""

from __future__ import annotations

import re
from typing import Literal

from dialogue.english.sentences import asks_whether, without_verdict

_Kind = Literal["need", "can"]
_NEED = re.compile(
    r"\b(?:do|does|did|will|would) .{1,20}\b(?:need|have) (?:to|an?|the|my|any|another|it|that|this|some|more)\b"
    r"|\b(?:must|should) (?:i|we|it|the|my)\b"
    r"|\b(?:is|are) .{1,30}\b(?:needed|required|necessary|mandatory|compulsory)\b"
    r"|\b(?:need|required|necessary)\b",
    re.IGNORECASE,
)
_CAN = re.compile(
    r"\b(?:can|could|may|might) (?:i|we|you|he|she|they|it|my|the|this|that|somebody|someone|anyone)\b"
    r"|\b(?:possible|allowed|able to|without)\b",
    re.IGNORECASE,
)
_CAN_IN_CHINESE = re.compile(r"^(?:一般|多半|通常)?(?:不?能|不行|行|可以|不可以|不允许|能试)")
_NEED_IN_CHINESE = re.compile(r"^(?:一般|多半|通常)?(?:不?要|不?用|不?需要|不?必|必须|得)")
_OPEN_IN_CHINESE = re.compile(r"^(?:不一定|看情况|要看|说不准|不好说|分情况)")
_UNKNOWN_IN_CHINESE = re.compile(r"^[^，。；：,;]{0,14}没有?查到|^(?:官方)?没有?(?:写|说)")
_DENIES_IN_CHINESE = re.compile(r"^(?:一般|多半|通常)?不")
_ONLY = re.compile(r"^Only\b")


def fitting_in_english(question: str, said: str, chinese: str) -> str:
    """What is said to a question, without a yes or no about another thing; `chinese` tells what that is about.

    That only one thing will do answers with yes whether it is needed.
    """
    asked, told = _asked(question), _told(chinese)
    rest = without_verdict(said)
    if asked is None or told is None or asked == told or rest == said:
        return said
    return f"Yes: {rest[:1].lower()}{rest[1:]}" if asked == "need" and _ONLY.match(rest) else rest


def verdict_in_english(question: str, chinese: str) -> str:
    """The yes or no that a Chinese line begins with, for who asks in English just that; empty for any other."""
    asked = _asked(question)
    if asked is None or not asks_whether(question):
        return ""
    if _OPEN_IN_CHINESE.match(chinese):
        return "It depends"
    if _UNKNOWN_IN_CHINESE.match(chinese):
        return "I found no official word"
    told = _told(chinese)
    if told != asked:
        return ""
    return "No" if _DENIES_IN_CHINESE.match(chinese) else "Yes"


def _asked(question: str) -> _Kind | None:
    if _CAN.search(question):
        return "can"
    return "need" if _NEED.search(question) else None


def _told(chinese: str) -> _Kind | None:
    if _CAN_IN_CHINESE.match(chinese):
        return "can"
    return "need" if _NEED_IN_CHINESE.match(chinese) else None
