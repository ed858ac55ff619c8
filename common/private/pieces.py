"""A number that is sent by itself, and may be a piece of one that goes on in the next message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from common.private.canonical import canonical
from common.private.checks import is_id18, is_mobile, is_plain_date, mobile_shape
from common.private.values import PLACEHOLDERS, PrivateValue, Shape

_ALONE = re.compile(
    r"(?P<before>[^0-9A-Za-z〔]{0,10}+)(?P<value>[0-9](?:[ \-]{0,3}[0-9]){0,16}+(?:[ \-]?[Xx])?)[^0-9A-Za-z〔]{0,5}"
)
_LAST_DIGITS = re.compile(r"(?<![0-9A-Za-z])(?P<value>[0-9](?:[ \-]{0,3}[0-9]){0,16}+)[^0-9A-Za-z〔]{0,5}$")
_NOBODYS = re.compile("代码|专业|邮编|编号|学号|考号|错误|提示|生日|日期|分|热线|客服|群|第|年|单")
_SERVICES = re.compile(r"0|400|800|9[56]|1[02][0-9]{1,3}$")
_MISTYPED_MOBILE = re.compile("1[3-9](?:[0-9]{8}|[0-9]{10})|1[0-2][0-9]{9}")
"""One digit short or one too many, or begun as none is: who hears that looks at the number again."""
_MOBILE_BEGUN = re.compile("1[3-9][0-9]{6,9}")
"""So much of one that the rest could be guessed."""
_CODE_WORD = re.compile(
    "(?:(?:验证码|校验码|动态码|短信码|激活码)(?:是|为|[:： ])|^(?:我的|短信|手机|收到的)?(?:验证码|校验码|动态码))"
    r"(?:发给?[你您]|给[你您]|告诉[你您])?[^0-9A-Za-z\w]{0,3}$"
)
_CODE_SAID = re.compile("(?:验证码|校验码|动态码|短信码|激活码)(?:是|为|[:： ])[^0-9A-Za-z\\w]{0,3}$")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")
_PIECES = (PLACEHOLDERS["number_part"], PLACEHOLDERS["code"])
_ENDS_MASKED = re.compile(f"(?:{'|'.join(_PIECES)})[A-Za-z]{{0,2}}[。., ]{{0,3}}$")
_FEWEST, _MOST, _CODE, _FEWEST_BEHIND = 6, 14, 6, 2
_NO_CHOICE = frozenset("0789")
"""No list offers so many: among single digits in a row these say that nobody chooses."""
_SURELY_SPELT = 8
"""So many single digits in a row are no choices either."""


def find_piece(text: str, before: Sequence[str]) -> PrivateValue | None:
    """The number that a folded text is nothing but, when it belongs to somebody; `before` is what was said last.

    Two pieces cannot be told for one number before the second is there, but then the second need not be kept.
    """
    said = canonical(text)
    found = _find(said.text, [canonical(last).text for last in before], counted=said.labelled)
    return replace(found, start=0, end=len(text)) if found and said.spelled else found


def _find(text: str, before: Sequence[str], *, counted: bool) -> PrivateValue | None:
    match = _ALONE.fullmatch(text)
    if match is None or _NOBODYS.search(match["before"]):
        return None
    digits = _digits(match)
    if len(digits) == 1:
        if _spells_code(before) or (counted and _is_of_code(text, match, before)):
            return PrivateValue("code", *match.span("value"), "")
        spelt = _is_spelt(digits, before)
        return PrivateValue("number_part", *match.span("value"), digits, Shape.MALFORMED) if spelt else None
    if _FEWEST_BEHIND <= len(digits) <= _CODE and _is_of_code(text, match, before):
        return PrivateValue("code", *match.span("value"), "")
    goes_on = _goes_on(digits, before)
    if not goes_on and _MISTYPED_MOBILE.fullmatch(digits):
        return PrivateValue("phone", *match.span("value"), digits, mobile_shape(digits))
    if not goes_on and (not _FEWEST <= len(digits) <= _MOST or _is_common(digits)):
        return None
    if not goes_on and len(digits) == _CODE:
        return PrivateValue("code", *match.span("value"), "")
    return PrivateValue("number_part", *match.span("value"), digits, Shape.MALFORMED)


def _is_of_code(text: str, match: re.Match[str], before: Sequence[str]) -> bool:
    """Whether digits stand behind the word for a code, here or where the last message ended: «验证码是», «91»."""
    if any(map(str.isalnum, text[match.end("value") :])):  # «60 秒»
        return False
    last = before[-1].rstrip("。., ") if before else ""
    begun = last.endswith(PLACEHOLDERS["code"]) or _CODE_WORD.search(last)
    return bool(begun or _CODE_WORD.search(match["before"]))


def _spells_code(before: Sequence[str]) -> bool:
    """Whether a single digit goes on with a code that is sent digit by digit: «验证码是», «9», «1»."""
    said = [text.rstrip("。., ") for text in before]
    while said and said[-1] == PLACEHOLDERS["code"]:
        said.pop()
    return bool(said and _CODE_SAID.search(said[-1]) and len(before) - len(said) < _MOST)


def _is_spelt(digit: str, before: Sequence[str]) -> bool:
    """Whether a single digit goes on with a number that is sent digit by digit.

    One is a choice from a list as a rule, and so are a few in a row.
    """
    row, masked = digit, 0
    for said in reversed(before):
        match = _ALONE.fullmatch(said)
        if match is not None and len(_digits(match)) == 1:
            row += _digits(match)
        elif said in _PIECES:
            masked += 1
        else:
            break
    many = len(row) + masked
    return many >= _FEWEST and bool(masked or not _NO_CHOICE.isdisjoint(row) or many >= _SURELY_SPELT)


def _goes_on(digits: str, before: Sequence[str]) -> bool:
    """Whether digits go on with a number that began in the last messages, however short its pieces are."""
    whole, alone = digits, not (_is_common(digits) or _YEAR.fullmatch(digits))
    for said in reversed(before):
        if _ENDS_MASKED.search(said):
            return len(digits) >= _FEWEST_BEHIND
        piece = _LAST_DIGITS.search(said)
        if piece is None:
            return False
        last = _digits(piece)
        # A single digit is a choice from a list as a rule.
        alone &= min(len(last), len(digits)) >= _FEWEST_BEHIND and not _YEAR.fullmatch(last)
        alone &= not any(map(str.isalnum, said[: piece.start()]))
        whole = last + whole
        if is_mobile(whole) or is_id18(whole):
            return True
        if len(digits) >= _FEWEST_BEHIND and _MOBILE_BEGUN.fullmatch(whole):
            return True
        if alone and _FEWEST <= len(whole) <= _MOST and not _is_common(whole):
            return True
    return False


def _is_common(digits: str) -> bool:
    """Whether these are the number of a service, a day or a month."""
    return bool(_SERVICES.match(digits) or is_plain_date(digits) or _MONTH.fullmatch(digits))


def _digits(match: re.Match[str]) -> str:
    return "".join(filter(str.isalnum, match["value"])).upper()
