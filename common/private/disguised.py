"""Numbers whose digits are kept apart by a word, stand in reverse, or are partly letters that look like digits.

Only what is right as it stands counts, a mobile number or an ID number with its check digit: «13级14级15级» is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.checks import has_birthday, is_id18, is_mobile
from common.private.context import names_phone
from common.private.values import PrivateValue

_MOBILE_CHARS, _ID_CHARS = 11, 18
_WORD_BETWEEN = (
    r"[ ,]{0,2}(?:[一-鿿a-zA-Z]{1,3}|[A-Za-z]{4,8}|\([一-鿿A-Za-z]{1,6}\)|(?:<[/A-Za-z]{1,6}>){1,2})[ ,]{0,2}"
)
_PARTED = re.compile(
    rf"(?<![0-9])[0-9]{{1,8}}(?P<between>{_WORD_BETWEEN})[0-9]{{1,8}}(?:(?P=between)[0-9]{{1,8}}){{0,16}}+[Xx]?(?![0-9])"
)
_ALIKE_LETTERS = "OoQIl|ОоЗзZzSsB"
"""The Cyrillic ones among them look like their neighbours."""
_LOOKS_LIKE = str.maketrans(_ALIKE_LETTERS, "000111003322558")
_ALIKE = re.compile(
    rf"(?<![0-9A-Za-z|])(?=[0-9]{{0,17}}[{_ALIKE_LETTERS}])[0-9{_ALIKE_LETTERS}]{{11,17}}+[0-9{_ALIKE_LETTERS}Xx]?"
    r"(?![0-9A-Za-z|])"
)
_LEAST_DIGITS, _LEAST_DIGITS_OF_MIXED = 3, 7
_RARELY_ALIKE = frozenset("ОоЗзZzSsB")
_BACKWARDS = re.compile(r"(?<![0-9A-Za-z])[0-9Xx](?:[ \-]?[0-9]){10,17}+(?![0-9A-Za-z])")
_SAID_BACKWARDS = re.compile("[倒反逆]|revers|backward", re.IGNORECASE)
_NEAR = 16
_EVEN_GROUPS = ([1] * _MOBILE_CHARS, [3, 4, 4], [1] * _ID_CHARS, [6, 8, 4])


def find_disguised(text: str) -> Iterator[PrivateValue]:
    """Every such number in a folded text."""
    for match in _PARTED.finditer(text):
        groups = match[0].upper().split(match["between"].upper())
        if [len(group) for group in groups] in _EVEN_GROUPS:
            yield from _right(match, "".join(groups))
    yield from _backwards(text)
    for match in _ALIKE.finditer(text):
        least = _LEAST_DIGITS if _RARELY_ALIKE.isdisjoint(match[0]) else _LEAST_DIGITS_OF_MIXED
        if sum(map(str.isdigit, match[0])) >= least:
            yield from _right(match, match[0].translate(_LOOKS_LIKE).upper())


def _backwards(text: str) -> Iterator[PrivateValue]:
    """Numbers written from behind: an ID number is one by its check digit, anything else has to be said to be one."""
    for match in _BACKWARDS.finditer(text):
        value = "".join(filter(str.isalnum, match[0]))[::-1].upper()
        said = _SAID_BACKWARDS.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR) is not None
        if is_id18(value) or (said and has_birthday(value)):
            yield PrivateValue("id_number", *match.span(), value)
        elif is_mobile(value) and (said or (match[0][0] != "0" and names_phone(text, match.start()))):
            yield PrivateValue("phone", *match.span(), value)


def _right(match: re.Match[str], value: str) -> Iterator[PrivateValue]:
    if is_mobile(value):
        yield PrivateValue("phone", *match.span(), value)
    elif is_id18(value):
        yield PrivateValue("id_number", *match.span(), value)
