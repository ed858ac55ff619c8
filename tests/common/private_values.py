"""Invented personal data, formally right or wrong in a known way, made the same way every time."""

from __future__ import annotations

import random

AREAS = ("110101", "310115", "350203", "440306", "510104", "610113", "650102", "230103", "420106", "810000", "830000")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_HK_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)
_TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO"


def digits(chance: random.Random, count: int) -> str:
    """Random digits."""
    return "".join(chance.choice("0123456789") for _ in range(count))


def letters(chance: random.Random, count: int) -> str:
    """Random capital letters and digits, as in a report's code."""
    return "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(count))


def id_number(chance: random.Random) -> str:
    """An 18-digit number whose check digit is right (GB 11643-1999)."""
    return _with_check(chance.choice(AREAS) + _birthday(chance) + digits(chance, 3))


def id_with_wrong_check(chance: random.Random) -> str:
    """The same with another check digit."""
    number = id_number(chance)
    return number[:-1] + chance.choice("0123456789X".replace(number[-1], ""))


def id_one_short(chance: random.Random) -> str:
    """An ID number of which one digit is missing, wherever."""
    number = id_number(chance)
    place = chance.randrange(17)
    return number[:place] + number[place + 1 :]


def id_one_long(chance: random.Random) -> str:
    """An ID number with one digit too many, wherever."""
    number = id_number(chance)
    place = chance.randrange(1, 18)
    return number[:place] + chance.choice("0123456789") + number[place:]


def id_mistyped(chance: random.Random) -> str:
    """An ID number with one wrong digit, wherever."""
    number = id_number(chance)
    place = chance.randrange(17)
    wrong = chance.choice("0123456789".replace(number[place], ""))
    return number[:place] + wrong + number[place + 1 :]


def short_id_number(chance: random.Random) -> str:
    """A 15-digit number of the first generation, of somebody born from 1935 on."""
    year, month, day = chance.randrange(35, 99), chance.randrange(1, 13), chance.randrange(1, 29)
    return f"{chance.choice(AREAS[:9])}{year}{month:02d}{day:02d}{digits(chance, 3)}"


def mobile_number(chance: random.Random) -> str:
    """A mainland mobile number."""
    return f"1{chance.choice('3456789')}{digits(chance, 9)}"


def bank_card(chance: random.Random) -> str:
    """A card number that passes Luhn, 16 to 19 digits."""
    length = chance.choice((16, 16, 19, 19, 17, 18))
    while True:
        body = chance.choice(("622848", "621700", "6228", "436742", "55", "4392", "3568")) + digits(chance, 18)
        body = body[: length - 1]
        total = 0
        for place, digit in enumerate(reversed(body)):
            number = int(digit) * (2 - place % 2)
            total += number - 9 if number > 9 else number
        card = body + str(-total % 10)
        # A card that is an identity number as well is nobody's example.
        if not card.startswith(("11", "31", "35020", "44", "51", "61")):
            return card


def email(chance: random.Random) -> str:
    """An address as people have them."""
    name = chance.choice(("xiaoming", "li.lei", "wang_fang", "a1", "zhang-san", "Test.User+chsi")) + digits(chance, 3)
    return f"{name}@{chance.choice(('qq.com', '163.com', 'stu.xmu.edu.cn', 'Gmail.com', 'vip.sina.com', 'a-b.cn'))}"


def lettered_document(chance: random.Random) -> str:
    """A passport or a permit for Hong Kong, Macau and Taiwan."""
    kinds = (("E", 8), ("EA", 7), ("e", 8), ("G", 8), ("C", 8), ("CA", 7), ("W", 8), ("H", 8), ("M", 10))
    name, count = chance.choice(kinds)
    return name + digits(chance, count)


def hong_kong_id(chance: random.Random) -> tuple[str, str]:
    """A Hong Kong identity card number: its letter and six digits, and its check character."""
    letter, number = chance.choice("ABCDEGHKMPRVYZ"), digits(chance, 6)
    values = [36, ord(letter) - 55, *map(int, number)]
    rest = -sum(value * weight for value, weight in zip(values, _HK_WEIGHTS, strict=True)) % 11
    return letter + number, "A" if rest == 10 else str(rest)


def taiwan_id(chance: random.Random) -> str:
    """A Taiwan identity number."""
    letter = chance.choice(_TAIWAN)
    area = _TAIWAN.index(letter) + 10
    body = chance.choice("12") + digits(chance, 7)
    total = (
        area // 10
        + area % 10 * 9
        + sum(int(digit) * weight for digit, weight in zip(body, range(8, 0, -1), strict=True))
    )
    return f"{letter}{body}{-total % 10}"


def password(chance: random.Random) -> str:
    """A password as people choose them."""
    words = ("abc", "Zhang", "wang", "chsi", "Qw", "iloveyou", "XiaoMing")
    return chance.choice(words) + chance.choice(("", "@", "_", "#", "!")) + digits(chance, chance.choice((3, 4, 6, 8)))


def _with_check(body: str) -> str:
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def _birthday(chance: random.Random) -> str:
    return f"{chance.randrange(1950, 2010)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
