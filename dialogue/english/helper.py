"""Who asks in English whether somebody else may do it: «can my mother do it for me», «can I apply for my son»."""

from __future__ import annotations

import re
from typing import Literal

from dialogue.english.sentences import sentences

Helps = Literal["me", "them"]
"""Whom somebody else would do it for: who asks, or another one for whom they ask."""

_KIN = "mother|mom|mum|father|dad|parents?|wife|husband|sister|brother|son|daughter|friend|cousin"
_WHO = (
    rf"(?:(?:my|our) (?:\w{{1,12}} )?(?:{_KIN}|uncle|aunt|colleague|boss|roommate|classmate|partner|family|relative)"
    r"|(?:some|any)(?:one|body)(?: else)?|a (?:friend|relative|family member)|an agent|another person|other people"
    r"|an agency)"
)
_THEM = rf"(?:(?:my|our) (?:\w{{1,12}} )?(?:{_KIN}|child|student)|him|her|them|someone else|somebody else)"
_MAY = r"(?:can|could|may|might|is|would|do you allow|am i allowed)"
_FOR_ME = re.compile(
    rf"\b{_MAY}\b[^?.!]{{0,30}}\b{_WHO}\b[^?.!]{{0,60}}\b"
    r"(?:for me|on my behalf|in my name|in my place|instead of me|my account|with my)\b"
    rf"|^(?:so |and |but |then |ok(?:ay)?,? |hi,? |hello,? ){{0,2}}{_MAY} {_WHO} (?:please )?"
    r"(?:do|apply|log ?in|sign in|handle|register|collect|download|get|request|pick|submit|change|reset)\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(rf"\bis it (?:ok(?:ay)?|possible|allowed|fine|all right) (?:that|if|for) {_WHO}\b", re.IGNORECASE)
_FOR_THEM = re.compile(
    rf"\b(?:can|could|may|am) (?:i|we)\b[^?.!]{{0,60}}\b(?:for|on behalf of) {_THEM}\b"
    rf"|\b(?:can|could|may|am) (?:i|we)\b[^?.!]{{0,40}}\bin (?:his|her|their) (?:name|place)\b",
    re.IGNORECASE,
)
_NO_DEED = re.compile(
    r"\b(?:see|check|verify|find|look|know)\b[^?.!]{0,20}\b(?:record|degree|diploma|enrol\w+)\b", re.IGNORECASE
)
"""Who wants to look at another's record is told otherwise."""


def helps_whom(text: str) -> Helps | None:
    """For whom somebody else would do it, by who asks whether they may; None where nobody asks that."""
    plain = text.replace("’", "'")
    for sentence in sentences(plain):
        if _NO_DEED.search(sentence):
            continue
        if _FOR_ME.search(sentence) or _ALLOWED.search(sentence):
            return "me"
        if _FOR_THEM.search(sentence):
            return "them"
    return None
