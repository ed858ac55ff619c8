"""Whether a number can be an ID number, a mobile number or a card, and how far off it is if not."""

from __future__ import annotations

from datetime import date

from common.private.values import Shape

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
_PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))
# A foreigner's residence card of 2023 has the same length and check digit; it begins with 9.
_FOREIGNER = "9"
_ID_CHARS = 18
_SHORT_ID_CHARS = 15
_LONGEST_CARD = 19
_MOBILE_CHARS = 11
_ALIVE = (1930, 2015)
"""Years of birth of those who ask here: what decides when there is no check digit to ask."""
_CENTURIES = ("19", "20")
_THIS_CENTURY = 2039
_CARD_BEGINNINGS = ("62", "60", "4", "51", "52", "53", "54", "55", "35", "36", "38", "9")
_HK_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
_TAIWAN_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_TAIWAN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1, 1)


def is_digits(value: str) -> bool:
    """Whether a text is nothing but ASCII digits, at least one."""
    return value.isascii() and value.isdigit()


def is_id18(value: str) -> bool:
    """Whether an 18-character ID number is right (GB 11643-1999), its check digit included."""
    if len(value) != _ID_CHARS or not is_digits(value[:-1]) or value[-1] not in _ID_CHECKS:
        return False
    if (value[:2] not in _PROVINCES and value[0] != _FOREIGNER) or not _is_date(value[6:14], 1900, 2099):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value[:-1], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == value[-1]


def is_id15(value: str) -> bool:
    """Whether this can be an ID number of the first generation, which has no check digit."""
    right = len(value) == _SHORT_ID_CHARS and is_digits(value) and value[:2] in _PROVINCES
    return right and _is_date("19" + value[6:12], *_ALIVE)


def is_mobile(value: str) -> bool:
    """Whether this is an 11-digit mainland mobile number."""
    return len(value) == _MOBILE_CHARS and is_digits(value) and value[0] == "1" and value[1] in "3456789"


def is_bank_card(value: str) -> bool:
    """Whether this is a card number by its beginning, its length and Luhn's rule."""
    if not 16 <= len(value) <= _LONGEST_CARD or not is_digits(value) or not value.startswith(_CARD_BEGINNINGS):
        return False
    total = 0
    for index, digit in enumerate(reversed(value)):
        number = int(digit) * (1 + index % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def is_hong_kong_id(letters: str, digits: str) -> bool:
    """Whether one or two letters and seven characters are a Hong Kong identity card number, check digit included."""
    padded = f" {letters}"[-2:]
    numbers = [36 if letter == " " else ord(letter) - 55 for letter in padded] + [int(digit) for digit in digits[:6]]
    rest = -sum(number * weight for number, weight in zip(numbers, _HK_WEIGHTS, strict=True)) % 11
    return digits[6] == ("A" if rest == 10 else str(rest))


def is_taiwan_id(letter: str, digits: str) -> bool:
    """Whether a letter and nine digits are a Taiwan identity or residence number, check digit included."""
    area = _TAIWAN_LETTERS.index(letter) + 10
    total = area // 10 + area % 10 * 9
    return (total + sum(int(digit) * weight for digit, weight in zip(digits, _TAIWAN_WEIGHTS, strict=True))) % 10 == 0


def is_plain_date(digits: str) -> bool:
    """Whether eight digits are a day somebody may write about."""
    return len(digits) == 8 and _is_date(digits, 1930, 2039)


def id_shape(value: str) -> Shape:
    """How well formed an ID number is."""
    if is_id18(value) or is_id15(value):
        return Shape.VALID
    if len(value) == _ID_CHARS - 1:
        return Shape.ONE_SHORT
    if len(value) == _ID_CHARS + 1:
        return Shape.ONE_LONG
    fits = len(value) == _ID_CHARS and value[:2] in _PROVINCES and _is_date(value[6:14], *_ALIVE)
    return Shape.CHECK_DIGIT_WRONG if fits else Shape.MALFORMED


def mobile_shape(value: str) -> Shape:
    """How well formed a mobile number is."""
    if is_mobile(value):
        return Shape.VALID
    shapes = {_MOBILE_CHARS - 1: Shape.ONE_SHORT, _MOBILE_CHARS + 1: Shape.ONE_LONG}
    return shapes.get(len(value), Shape.MALFORMED)


def has_birthday(value: str) -> bool:
    """Whether 15 to 19 digits have a province in front and somebody's birthday where it belongs."""
    right = _SHORT_ID_CHARS <= len(value) <= _ID_CHARS + 1 and value[:2] in _PROVINCES
    return right and _is_date(value[6:14], *_ALIVE)


def is_near_id(value: str) -> bool:
    """Whether 15 to 19 characters are most likely an ID number that was typed wrong.

    What speaks for one: an X at the end, or a birthday where it belongs behind a province, one digit missing, too many
    or mistyped.
    """
    if value[-1] == "X":
        return _SHORT_ID_CHARS <= len(value) <= _ID_CHARS + 2
    if has_birthday(value):
        return True
    if len(value) == _ID_CHARS - 1:
        torn = value[:2] in _PROVINCES and _is_date_with_one_more(value[6:13])
        return torn or _is_birthday(value[5:13])
    if len(value) == _ID_CHARS + 1:
        dates = (value[6:place] + value[place + 1 : 15] for place in range(6, 15))
        return any(map(_is_birthday, dates))
    return len(value) == _ID_CHARS and (_is_birthday(value[6:14]) or _is_mistyped_id(value))


def _is_mistyped_id(value: str) -> bool:
    """Whether one wrong digit in the birthday explains 18 digits.

    The number of a diploma also has a year there, but what follows is a degree and a count that begins with 00
    nearly always.
    """
    year, month, day = value[6:10], value[10:12], value[12:14]
    if value[:2] not in _PROVINCES or day == "00" or _ALIVE[1] < int(year) <= _THIS_CENTURY:
        return False
    in_year, in_month = "01" <= month <= "12", "01" <= day <= "31"
    near_year = year[:2] in _CENTURIES or (in_month and (year[0] in "12" or year[1] in "90"))
    return (in_year and near_year) or (in_month and _ALIVE[0] <= int(year) <= _ALIVE[1])


def _is_birthday(digits: str) -> bool:
    return _is_date(digits, *_ALIVE)


def _is_date(digits: str, first: int, last: int) -> bool:
    if digits[:2] not in _CENTURIES:  # cheap, and true of next to everything that is no date
        return False
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return len(digits) == 8 and first <= born.year <= last


def _is_date_with_one_more(digits: str) -> bool:
    longer = (digits[:place] + more + digits[place:] for place in range(8) for more in "0123456789")
    return any(_is_date(text, *_ALIVE) for text in longer)
