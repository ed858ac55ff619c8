"""Names that English speakers use and those that the questions of the knowledge base are written with."""

from __future__ import annotations

import re

_USUAL = (
    (
        re.compile(
            r"\b(?:selfie|facial|face|biometric)(?: \w+)? ?"
            r"(?:check|scan|recognition|test|verification|authentication|match\w*|id)\b"
            r"|\b(?:identity|id) (?:check|verification) (?:with|of|by) my face\b|\bselfie\b",
            re.IGNORECASE,
        ),
        "face verification",
    ),
    (re.compile(r"\b(?:login|account|user) name\b", re.IGNORECASE), "username"),
    (re.compile(r"\b(?:text message|verification text|otp|pin code)s?\b", re.IGNORECASE), "SMS code"),
    (
        re.compile(
            r"\b(?:(?:was|were|is|are|gets?|got|been) )?"
            r"(?:refused|rejected|declined|turned down|denied|unsuccessful)\b",
            re.IGNORECASE,
        ),
        "failed",
    ),
    (re.compile(r"\b(?:sign up|create an account|open an account|enroll?)\b", re.IGNORECASE), "register"),
    (re.compile(r"\b(?:mobile|cell ?phone|cell|telephone) number\b", re.IGNORECASE), "phone number"),
)


def in_usual_words(text: str) -> str:
    """An English text with the words that the knowledge base knows; any other text as it is."""
    for pattern, usual in _USUAL:
        text = pattern.sub(usual, text)
    return text
