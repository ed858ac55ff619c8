"""Papers whose numbers begin with a letter, or are known by the word in front: passports, permits, Hong Kong,
Macau and Taiwan cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.checks import is_hong_kong_id, is_plain_date, is_taiwan_id
from common.private.context import names_document, names_other_number
from common.private.values import PrivateValue, Shape

_LETTERED = re.compile(
    r"(?<![0-9A-Za-z])(?P<letters>[A-Za-z]{1,2})[ \-·.]{0,2}"
    r"(?P<digits>[0-9]{6,10}+|[0-9]{4} [0-9]{4}|[0-9]{3} [0-9]{3} [0-9]{2})(?![0-9A-Z])"
)
_DIGITS_BY_LETTERS = {**dict.fromkeys("EGDSPCW", (8,)), **dict.fromkeys("HM", (8, 10))}
_TWO_LETTERS = re.compile(r"[EC][A-Z]", re.ASCII)
_HONG_KONG = re.compile(
    r"(?<![0-9A-Za-z])(?P<letters>[A-Za-z]{1,2})[ \-]?(?P<digits>[0-9]{3} ?[0-9]{3})[ \-]?"
    r"(?:\( ?(?P<inside>[0-9Aa]) ?\)|(?P<bare>[0-9Aa]))(?![0-9A-Za-z])"
)
_MACAU = re.compile(r"(?<![0-9A-Za-z])(?P<value>[157][ /\-]?[0-9]{6}(?: ?\( ?[0-9] ?\)|/[0-9](?![0-9/])))")
_TAIWAN = re.compile(
    r"(?<![0-9A-Za-z])(?P<letter>[A-Za-z])[ \-]?(?P<digits>[1289][0-9]{2}[ \-]?[0-9][ \-]?[0-9]{5})(?![0-9A-Za-z])"
)
_NAMED = re.compile(
    r"(?:(?<![0-9A-Za-z])|(?<=passport)|(?<=hkid))"
    r"(?P<value>[A-Za-z]{0,3}[ \-]?[0-9](?:[ \-]?[0-9]){5,11}+|(?=[A-Za-z]{0,3}[0-9])[A-Za-z0-9]{7,12}+)"
    r"(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_SOLDIER = re.compile(r"[军政后装海空武士文警联火]{1,2}字第?[ ]?(?P<value>[0-9]{6,8})(?![0-9])")
_LEAST_DIGITS = 5
_PERMIT = re.compile(r"(?:台胞证|台湾居民来往大陆通行证).{0,8}$")
"""The one paper whose number is eight bare digits."""
_LOOK_BACK = 20


def find_documents(text: str) -> Iterator[PrivateValue]:
    """Every such number in a folded text."""
    for match in _HONG_KONG.finditer(text):
        letters, digits = (
            match["letters"].upper(),
            match["digits"].replace(" ", "") + (match["inside"] or match["bare"]).upper(),
        )
        right = is_hong_kong_id(letters, digits)
        if match["inside"] or (right and not names_other_number(text, match.start())):
            yield _document(match.start(), match.end(), letters + digits, right=right)
    for match in _TAIWAN.finditer(text):
        digits = match["digits"].replace(" ", "").replace("-", "")
        right = is_taiwan_id(match["letter"].upper(), digits)
        if right and not names_other_number(text, match.start()):
            yield _document(match.start(), match.end(), match["letter"] + digits)
    for match in _MACAU.finditer(text):
        yield _document(match.start(), match.end(), match["value"])
    for match in _LETTERED.finditer(text):
        letters, digits = match["letters"].upper(), match["digits"].replace(" ", "")
        lengths = (7,) if _TWO_LETTERS.fullmatch(letters) else _DIGITS_BY_LETTERS.get(letters, ())
        apart = match.end() - match.start() > len(letters) + len(digits)
        if (apart and is_plain_date(digits)) or names_other_number(text, match.start()):
            continue
        if len(digits) in lengths:
            yield _document(match.start(), match.end(), letters + digits)
    for match in _SOLDIER.finditer(text):
        yield _document(*match.span("value"), match["value"])
    for match in _NAMED.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        date = is_plain_date(match["value"]) and not _PERMIT.search(before)
        digits = sum(map(str.isdigit, match["value"]))
        if digits >= _LEAST_DIGITS and names_document(text, match.start()) and not date:
            yield _document(match.start(), match.end(), match["value"])


def _document(start: int, end: int, typed: str, *, right: bool = True) -> PrivateValue:
    value = "".join(filter(str.isalnum, typed)).upper()
    return PrivateValue("travel_document", start, end, value, Shape.VALID if right else Shape.CHECK_DIGIT_WRONG)
