"""Numbers whose digits are kept apart by a word, or of which some are letters that look like digits.

Only what is right as it stands counts, a mobile number or an ID number with its check digit: «13级14级15级» is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.checks import is_id18, is_mobile
from common.private.values import PrivateValue

_MOBILE_CHARS, _ID_CHARS = 11, 18
_PARTED = re.compile(
    r"(?<![0-9])[0-9]{1,8}(?P<between>[一-鿿a-zA-Z]{1,3})[0-9]{1,8}(?:(?P=between)[0-9]{1,8}){0,16}+[Xx]?(?![0-9])"
)
_LOOKS_LIKE = str.maketrans("OoQIl|", "000111")
_ALIKE = re.compile(r"(?<![0-9A-Za-z|])(?=[0-9OoQIl|]{0,17}[OoQIl|])[0-9OoQIl|]{11,17}+[0-9OoQIl|Xx]?(?![0-9A-Za-z|])")
_LEAST_DIGITS = 3
_EVEN_GROUPS = ([1] * _MOBILE_CHARS, [3, 4, 4], [1] * _ID_CHARS, [6, 8, 4])


def find_disguised(text: str) -> Iterator[PrivateValue]:
    """Every such number in a folded text."""
    for match in _PARTED.finditer(text):
        groups = match[0].upper().split(match["between"].upper())
        if [len(group) for group in groups] in _EVEN_GROUPS:
            yield from _right(match, "".join(groups))
    for match in _ALIKE.finditer(text):
        if sum(map(str.isdigit, match[0])) >= _LEAST_DIGITS:
            yield from _right(match, match[0].translate(_LOOKS_LIKE).upper())


def _right(match: re.Match[str], value: str) -> Iterator[PrivateValue]:
    if is_mobile(value):
        yield PrivateValue("phone", *match.span(), value)
    elif is_id18(value):
        yield PrivateValue("id_number", *match.span(), value)
