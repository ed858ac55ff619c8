"""A short message that is nothing but digits, with the digits as 0–9: numerals, words, what counts the pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.private.folding import NUMERALS, numeral_digits
from common.private.spelled import spelled_digits

_MOST_CHARS = 80
"""Whoever says more says other things too."""
_COUNTED = r"第[一二三四五六七八九十0-9]{1,2}(?:段|部分|位|组|截|节|份|个)(?:数字?)?[是为]?[: ]?"
_LABEL = re.compile(
    rf"(?P<head>[^0-9A-Za-z〔]{{0,10}}?)(?P<label>{_COUNTED}|(?<![A-Za-z])[A-Za-z]{{1,2}}[:.)、\-]?[ ]?)"
    rf"(?=[0-9{NUMERALS}])"
)
"""«第一段136», «A:136», «x136»."""
_TRAILING = re.compile(r"(?<=[0-9]{2})(?![Xx]$)[A-Za-z]{1,2}$")
_NUMERAL = f"[0-9{NUMERALS}]"
_IN_NUMERALS = re.compile(
    rf"[^0-9A-Za-z〔{NUMERALS}]{{0,10}}{_NUMERAL}(?:[ \-]{{0,3}}{_NUMERAL}){{1,17}}[^\w〔]{{0,5}}|[{NUMERALS}]"
)


@dataclass(frozen=True)
class Canonical:
    """`text` has the places of what was typed, unless it was `spelled`; `labelled` where a piece was counted."""

    text: str
    spelled: bool = False
    labelled: bool = False


def canonical(text: str) -> Canonical:
    """A folded message as digits where it is nothing but digits; any other as it is."""
    if len(text) > _MOST_CHARS:
        return Canonical(text)
    if digits := spelled_digits(text):
        return Canonical(digits, spelled=True)
    label = _LABEL.match(text)
    if label:
        text = f"{label['head']}{' ' * len(label['label'])}{text[label.end() :]}"
    text = _TRAILING.sub(lambda tail: " " * len(tail[0]), text)
    in_numerals = _IN_NUMERALS.fullmatch(text) is not None
    return Canonical(numeral_digits(text) if in_numerals else text, labelled=label is not None)
