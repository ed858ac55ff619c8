"""A text in which the same digit is always the same character, of the same length, so that places stay."""

from __future__ import annotations

import unicodedata

NUMERALS = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖貳貮參叄陸兩洞拐勾弌弍弎"
"""Also the traditional ones, and those that soldiers and drivers read aloud (洞幺两三四五六拐八勾)."""
_NUMERAL_DIGITS = dict(zip(NUMERALS, "00012345678912123456789223362079123", strict=True))
_TRADITIONAL = str.maketrans(
    "碼驗證號機電話戶賬帳護錄郵動態臺灣門為爲這個設現時應該來發給舊寫輸記確認隨訊選會過試聯繫單據編導學",
    "码验证号机电话户账帐护录邮动态台湾门为为这个设现时应该来发给旧写输记确认随讯选会过试联系单据编导学",
)
"""The characters of the words that announce a number or a secret; no digit and hardly a surname is among them."""
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols that show nothing."""
_RADICALS = range(0x2E80, 0x2FE0)
"""Parts of characters that look like whole ones (⼀⼆⼋), and are made whole by normalisation."""
_AT = "\ufe6b"
_WIDE = range(0xFF01, 0xFF5F)
_FULL_WIDTH = 0xFEE0


def digit_of(character: str) -> int | None:
    """The digit a character shows in whatever dress (１ ① ㈠ Ⅷ 〨); Chinese numerals are words first."""
    if character in NUMERALS:
        return None
    digit = unicodedata.digit(character, None)
    if digit is None and unicodedata.category(character) in ("No", "Nl"):
        number = unicodedata.numeric(character, -1)
        return int(number) if number in range(10) else None
    return digit


class _Folded(dict[int, str]):
    """A table for `str.translate` that looks at each character once in the life of the process."""

    def __missing__(self, code: int) -> str:
        """ASCII for full-width characters and for digits in any dress, a space for any space."""
        character = unicodedata.normalize("NFKC", chr(code)) if code in _RADICALS else chr(code)
        if (digit := digit_of(character)) is not None:
            folded = str(digit)
        elif code in _WIDE:
            folded = chr(code - _FULL_WIDTH)
        else:
            blank = character in _BLANKS or unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cf")
            folded = " " if blank else "@" if character == _AT else character.translate(_TRADITIONAL)
        self[code] = folded
        return folded


_FOLDED = _Folded({code: chr(code) for code in range(128)})


def fold(text: str) -> str:
    """The text with full-width and dressed-up characters as ASCII, character by character."""
    return text.translate(_FOLDED)


def numeral_digits(text: str) -> str:
    """Digits written as Chinese numerals as digits."""
    return "".join(_NUMERAL_DIGITS.get(character, character) for character in text)
