"""Invented personal data and what only looks like it, generated the same way every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_AREAS = ("110101", "310115", "350203", "440306", "510104", "610113", "650102", "230103", "420106", "810000", "830000")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# Around the value: nothing, Chinese characters that touch it, punctuation, words.
FRAMES = (
    "{}",
    "我的号是{}怎么办",
    "身份信息：{}，查不到",
    "{}这个登不上去了",
    "老师您好，请帮我看看（{}）",
    "改成{}。谢谢",
    "我叫小明 {} 急急急",
    "“{}”提示已被注册",
    "旧的【{}】新的还没有",
    "号码{}、密码都忘了",
)


@dataclass(frozen=True)
class Sample:
    """A text, the piece of it that was typed, and what should be found there (None: it must stay)."""

    text: str
    typed: str
    kind: str | None = None
    value: str = ""


def private_samples() -> Iterator[Sample]:
    """Over a thousand texts with one piece of personal data each."""
    chance = random.Random(11643)
    for index in range(260):
        number = id_number(chance)
        yield _framed(index, "id_number", number, _spelled(number, chance, (6, 10, 14)))
    for index in range(60):
        number = short_id_number(chance)
        yield _framed(index, "id_number", number, _spelled(number, chance, (6, 12)))
    for index in range(260):
        number = mobile_number(chance)
        prefix = chance.choice(("", "", "", "+86", "86", "0086", "+86 ", "86-"))
        yield _framed(index, "phone", number, prefix + _spelled(number, chance, (3, 7)))
    for index in range(200):
        address = email(chance)
        yield _framed(index, "email", address, address)
    for index in range(200):
        number = bank_card(chance)
        yield _framed(index, "bank_card", number, _spelled(number, chance, (4, 8, 12, 16)))
    for index in range(160):
        name, number = travel_document(chance)
        yield _framed(index, "travel_document", number.upper(), name + number)


def lookalike_samples() -> Iterator[Sample]:
    """Over three hundred texts whose numbers belong to nobody."""
    chance = random.Random(400)
    makers = (
        lambda: f"验证码{chance.randrange(1000, 10_000)}",
        lambda: f"短信验证码 {chance.randrange(100_000, 1_000_000)} 收到了",
        lambda: f"报告编号{chance.randrange(10**15, 10**16)}查不到",  # 16 digits, not a card
        lambda: f"在线验证码 {_letters(chance, 16)}",
        lambda: f"学历证书编号 {chance.randrange(10_000, 20_000)}1{chance.randrange(1999, 2026)}05{_digits(chance, 6)}",
        lambda: f"学位证书编号{chance.randrange(10_000, 20_000)}4{chance.randrange(1999, 2026)}{_digits(chance, 6)}",
        lambda: f"我是{chance.randrange(1990, 2026)}年毕业的",
        lambda: f"{chance.randrange(1990, 2020)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}入学",
        lambda: f"{chance.randrange(1990, 2026)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}那天报名",
        lambda: f"学号{chance.randrange(2015, 2026)}{_digits(chance, 6)}",
        lambda: f"学号是{chance.randrange(2015, 2026)}{_digits(chance, 8)}登不上",
        lambda: f"拨打010-{chance.randrange(60_000_000, 90_000_000)}没人接",
        lambda: f"热线010{chance.randrange(60_000_000, 90_000_000)}",
        lambda: f"0{chance.randrange(311, 999)}-{chance.randrange(2_000_000, 9_000_000)}是学校的电话吗",
        lambda: f"400-{_digits(chance, 3)}-{_digits(chance, 4)}打不通",
        lambda: f"400{_digits(chance, 7)}是官方的吗",
        lambda: f"订单号{chance.randrange(2020, 2027)}{_digits(chance, 18)}",
        lambda: f"订单 {_digits(chance, 24)} 付了款",
        lambda: f"准考证号{_digits(chance, 9)}0{_digits(chance, 5)}",
        lambda: f"考生号{chance.randrange(19, 26)}{_digits(chance, 12)}",
        lambda: f"QQ群{chance.randrange(10**7, 10**9)}",
        lambda: f"院校代码{chance.randrange(10_000, 20_000)}",
        lambda: f"教学〔2014〕{chance.randrange(1, 30)}号文件",
        lambda: f"版本 {chance.randrange(1, 9)}.{chance.randrange(0, 30)}.{chance.randrange(0, 90)}",
        lambda: f"工单 GD{chance.randrange(2026, 2028)}{_digits(chance, 6)} 有结果吗",
        lambda: f"等了{chance.randrange(2, 30)}天{chance.randrange(1, 24)}小时",
    )
    for index in range(416):
        text = makers[index % len(makers)]()
        yield Sample(text, text)
    for text in ("kefu@chsi.com.cn", "KEFU@CHSI.COM.CN 没人回", "@学信网 帮帮我", "打开 www.chsi.com.cn/a@b", "a@b"):
        yield Sample(text, text)


def id_number(chance: random.Random) -> str:
    """An 18-digit number whose check digit is right (GB 11643-1999)."""
    body = chance.choice(_AREAS) + _birthday(chance) + _digits(chance, 3)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def short_id_number(chance: random.Random) -> str:
    """A 15-digit number of the first generation."""
    return chance.choice(_AREAS[:9]) + _birthday(chance)[2:] + _digits(chance, 3)


def mobile_number(chance: random.Random) -> str:
    """A mainland mobile number."""
    return f"1{chance.choice('3456789')}{_digits(chance, 9)}"


def bank_card(chance: random.Random) -> str:
    """A card number that passes Luhn, 16 to 19 digits."""
    length = chance.choice((16, 16, 19, 19, 17, 18))
    while True:
        body = chance.choice(("622848", "621700", "6228", "436742", "55", "4392", "3568")) + _digits(chance, 18)
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
    name = chance.choice(("xiaoming", "li.lei", "wang_fang", "a1", "zhang-san", "Test.User+chsi")) + _digits(chance, 3)
    return f"{name}@{chance.choice(('qq.com', '163.com', 'stu.xmu.edu.cn', 'Gmail.com', 'vip.sina.com', 'a-b.cn'))}"


def travel_document(chance: random.Random) -> tuple[str, str]:
    """A passport, a permit for Hong Kong, Macau and Taiwan, or a Taiwan resident's permit with the word it needs."""
    kinds = (("E", 8), ("EA", 7), ("e", 8), ("G", 8), ("C", 8), ("CA", 7), ("W", 8), ("H", 8), ("M", 10), ("", 8))
    letters, count = chance.choice(kinds)
    name = chance.choice(("台胞证", "台胞证号：", "台湾居民来往大陆通行证 ")) if not letters else ""
    return name, letters + _digits(chance, count)


def _framed(index: int, kind: str, value: str, typed: str) -> Sample:
    return Sample(FRAMES[index % len(FRAMES)].format(typed), typed, kind, value)


def _spelled(value: str, chance: random.Random, breaks: tuple[int, ...]) -> str:
    """The number as people type it: plain, in groups, in full-width digits, with a small x."""
    style = chance.randrange(6)
    if style == 1:
        return value.translate({ord(mark): ord(mark) + 0xFEE0 for mark in "0123456789X"})
    if style == 2:
        return value.replace("X", "x")
    if style in (3, 4):
        mark = " " if style == 3 else "-"
        parts = [value[begin:end] for begin, end in zip((0, *breaks), (*breaks, None), strict=True)]
        return mark.join(part for part in parts if part)
    return value


def _birthday(chance: random.Random) -> str:
    return f"{chance.randrange(1950, 2010)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _letters(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(count))
