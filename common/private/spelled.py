"""Numbers that are read aloud in letters: «one three eight …», «yao san ba …», plain digits among them or not.

Only what is right as it stands counts, a mobile number or an ID number with its check digit; behind the word for a
code or a password whatever is spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.checks import is_id18, is_mobile
from common.private.values import PrivateValue

_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_PINYIN = ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
_DIGITS = {
    **{word: str(digit) for words in (_ENGLISH, _PINYIN) for digit, word in enumerate(words)},
    "oh": "0",
    "o": "0",
    "dong": "0",
    "yao": "1",
    "liang": "2",
    "guai": "7",
    "gou": "9",
}
_TIMES = {"double": 2, "triple": 3}
_GAP = r"[ \t\n,.、。\-_/]{0,3}+"
_WORD = rf"(?>(?:(?:{'|'.join(_TIMES)})[ \-]?)?(?:{'|'.join(sorted(_DIGITS, key=len, reverse=True))}|[0-9]))"
_READ = re.compile(rf"(?<![A-Za-z0-9]){_WORD}(?:{_GAP}{_WORD}){{7,19}}+(?:{_GAP}X)?(?![A-Za-z0-9])", re.IGNORECASE)
_NOTHING_ELSE = re.compile(rf"[ ]?{_WORD}(?:{_GAP}{_WORD}){{1,19}}+[ .,]{{0,3}}", re.IGNORECASE)
_SECRET = re.compile(
    r"(?:(?P<code>验证码|校验码|动态码|(?<![A-Za-z])(?:code|otp|yzm))|密码|口令|(?<![A-Za-z])(?:password|pin|mima))"
    r"(?:[是为就 :=]|(?:is|was)(?![A-Za-z])){0,4}"
    rf"(?P<value>(?=[0-9 ,\-]{{0,12}}[A-Za-z]){_WORD}(?:{_GAP}{_WORD}){{3,15}}+)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?P<times>{'|'.join(_TIMES)})|(?P<digit>{'|'.join(sorted(_DIGITS, key=len, reverse=True))}|[0-9X])", re.I
)
_MOBILE_CHARS, _ID_CHARS = 11, 18
_FEWEST_WORDS = 3


def find_spelled(text: str) -> Iterator[PrivateValue]:
    """Every such number in a folded text."""
    for match in _SECRET.finditer(text):
        yield PrivateValue("code" if match["code"] else "password", *match.span("value"), "")
    for match in _READ.finditer(text):
        places = list(_places(match[0]))
        if sum(map(str.isdigit, match[0])) + _FEWEST_WORDS > len(places):
            continue
        digits = "".join(digit for _, _, digit in places)
        # Something may be counted in front of it or behind («the first one: one three eight …»).
        for kind, right, size in (("id_number", is_id18, _ID_CHARS), ("phone", is_mobile, _MOBILE_CHARS)):
            begin = next((at for at in range(len(digits) - size + 1) if right(digits[at : at + size])), None)
            if begin is not None:
                start, end = match.start() + places[begin][0], match.start() + places[begin + size - 1][1]
                yield PrivateValue(kind, start, end, digits[begin : begin + size])
                break


def spelled_digits(text: str) -> str:
    """The digits of a folded text that is nothing but words for some; empty for any other."""
    if not _NOTHING_ELSE.fullmatch(text) or not any(map(str.isalpha, text)):
        return ""
    return "".join(digit for _, _, digit in _places(text))


def _places(spelled: str) -> Iterator[tuple[int, int, str]]:
    """Each digit with where it is spelled; of «double five» both at one place."""
    times, begin = 1, None
    for part in _PART.finditer(spelled):
        if part["times"]:
            times, begin = _TIMES[part["times"].lower()], part.start()
            continue
        digit = _DIGITS.get(part["digit"].lower(), part["digit"].upper())
        for _ in range(times):
            yield (part.start() if begin is None else begin), part.end(), digit
        times, begin = 1, None
