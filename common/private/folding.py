"""A text in which the same digit is always the same character, of the same length, so that places stay."""

from __future__ import annotations

import unicodedata

NUMERALS = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_NUMERAL_DIGITS = dict(zip(NUMERALS, "00012345678912123456789", strict=True))
_WIDE = range(0xFF01, 0xFF5F)
_FULL_WIDTH = 0xFEE0


class _Folded(dict[int, str]):
    """A table for `str.translate` that looks at each character once in the life of the process."""

    def __missing__(self, code: int) -> str:
        """ASCII for full-width characters and for digits in any dress, a space for any space."""
        character = chr(code)
        digit = unicodedata.digit(character, None)
        if digit is not None:
            folded = str(digit)
        elif code in _WIDE:
            folded = chr(code - _FULL_WIDTH)
        else:
            folded = " " if unicodedata.category(character) in ("Zs", "Cf") else character
        self[code] = folded
        return folded


_FOLDED = _Folded({code: chr(code) for code in range(128)})


def fold(text: str) -> str:
    """The text with full-width and dressed-up characters as ASCII, character by character."""
    return text.translate(_FOLDED)


def numeral_digits(text: str) -> str:
    """Digits written as Chinese numerals as digits."""
    return "".join(_NUMERAL_DIGITS.get(character, character) for character in text)
