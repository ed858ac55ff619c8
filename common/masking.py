"""Personal data found in a text and replaced by placeholders.

Rasa, its tracker and every log only ever see what `mask` returns. Recognised are the national ID
number (18 digits with its check digit by GB 11643-1999, or 15 digits with a possible birthday),
mainland mobile numbers, e-mail addresses, bank cards (Luhn), passports and travel permits, however
their digits are grouped, and a name that somebody introduces as one (我叫…、姓名：…). What only looks
alike (codes sent by SMS, report numbers, student numbers, years, public hotlines) stays. In doubt a
number with a check digit is taken for a person's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

PLACEHOLDERS = {
    "id_number": "〔身份证号〕",
    "phone": "〔手机号〕",
    "email": "〔邮箱〕",
    "bank_card": "〔银行卡号〕",
    "travel_document": "〔证件号〕",
    "person_name": "〔姓名〕",
}
"""What stands in a masked text, by kind."""

PUBLIC_ADDRESSES = frozenset({"kefu@chsi.com.cn"})
"""Addresses the help centre itself publishes: naming them gives nobody away."""

# Full-width letters and digits are folded one to one, so positions stay those of the original.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
_PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))
_SURNAMES = (
    "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|"
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费"
    "廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾江童颜郭梅盛林刁钟"
    "徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房丁邓洪包左石崔龚程邢裴陆翁段侯武刘景龙叶黎白蒲温庄晏瞿阎连习艾容向古易廖耿关曾沙游覃辛聂敖冷"
    "涂佟涵谭尚]"
)
"""The surnames most people have: what follows 我叫 is a name only when it begins with one."""
# A foreigner's residence card of 2023 has the same length and check digit; it begins with 9.
_FOREIGNER = "9"
_SEPARATORS = " -·.—–_‐‑"
_MIXED_SEPARATORS = 2


@dataclass(frozen=True)
class PrivateValue:
    """One piece of personal data: its kind, its place in the text, the value without separators."""

    kind: str
    start: int
    end: int
    value: str


@dataclass(frozen=True)
class MaskedText:
    """A text safe to pass on, and what was taken out of it, in order."""

    text: str
    found: tuple[PrivateValue, ...]


def mask(text: str) -> MaskedText:
    """Replace personal data in a text by placeholders."""
    found = tuple(find_private(text))
    parts: list[str] = []
    position = 0
    for item in found:
        parts += (text[position : item.start], PLACEHOLDERS[item.kind])
        position = item.end
    return MaskedText("".join(parts) + text[position:], found)


def show_masked(kind: str, value: str) -> str:
    """A private value as its owner or an agent may see it: enough to recognise, not to use."""
    if kind == "email":
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    if len(value) < 7:
        return value[:1] + "***"
    head, tail = (3, 4) if len(value) >= 11 else (1, 2)
    return f"{value[:head]}{'*' * (len(value) - head - tail)}{value[-tail:]}"


def is_id_number(value: str) -> bool:
    """Whether an 18- or 15-digit national ID number is formally right."""
    return _is_id18(value.upper()) if len(value) == 18 else _is_id15(value)


def is_mobile_number(value: str) -> bool:
    """Whether this is an 11-digit mainland mobile number."""
    return re.fullmatch(r"1[3-9]\d{9}", value, re.ASCII) is not None


def is_email(value: str) -> bool:
    """Whether this is an e-mail address as people have them."""
    return _EMAIL.fullmatch(value) is not None


def find_private(text: str) -> Iterator[PrivateValue]:
    """Every piece of personal data in a text, left to right, never overlapping."""
    folded = text.translate(_FOLD)
    taken: list[PrivateValue] = []
    for kind, pattern, accept in _RULES:
        for match in pattern.finditer(folded):
            start, end = match.span("value")
            typed = match["value"]
            value = typed.replace(" ", "") if kind == "email" else typed.translate(_NO_SEPARATORS).upper()
            if any(start < item.end and item.start < end for item in taken) or not accept(value):
                continue
            if kind not in ("email", "person_name") and not _is_one_number(typed):
                continue
            if kind in _DOUBTFUL and _OTHER_NUMBER.search(folded, 0, start):
                continue
            taken.append(PrivateValue(kind, start, end, value))
    yield from sorted(taken, key=lambda item: item.start)


def _is_one_number(typed: str) -> bool:
    """Whether the groups of digits are one number: who groups much groups evenly; dates and ranges do not."""
    separators = [mark for mark in typed if mark in _SEPARATORS]
    return len(separators) <= _MIXED_SEPARATORS or len(set(separators)) == 1


def _is_date(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2099


def _is_id18(value: str) -> bool:
    if not re.fullmatch(r"\d{17}[\dX]", value, re.ASCII):
        return False
    if value[:2] not in _PROVINCES and value[0] != _FOREIGNER:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], _ID_WEIGHTS, strict=True))
    return _is_date(value[6:14]) and _ID_CHECKS[total % 11] == value[17]


def _is_id15(value: str) -> bool:
    return (
        re.fullmatch(r"\d{15}", value, re.ASCII) is not None
        and value[:2] in _PROVINCES
        and _is_date("19" + value[6:12])
    )


def _is_bank_card(value: str) -> bool:
    if not 16 <= len(value) <= 19 or not re.match(r"62|60|4|5[1-5]|35|3[68]|9[0-9]", value):
        return False
    total = 0
    for index, digit in enumerate(reversed(value)):
        number = int(digit) * (1 + index % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def _always(_: str) -> bool:
    return True


# Digits may touch Chinese characters, never other Latin letters or digits: \b would not do,
# because for Python a Chinese character is a word character too.
_LEFT, _RIGHT = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_NO_SEPARATORS = {ord(mark): None for mark in _SEPARATORS}
_SEP = rf"[{re.escape(_SEPARATORS)}]{{0,2}}"
_EMAIL = re.compile(r"(?P<value>[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63} ?@ ?[A-Za-z0-9][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)+)")
# These have no check digit worth the name, so the word in front decides.
_DOUBTFUL = frozenset({"bank_card", "travel_document"})
_OTHER_NUMBER = re.compile(
    r"(?:学号|编号|单号|工单|验证码|群号?|代码|准考证号?|考生号|报名号|订单|流水号|版本|型号)"
    r"[^0-9A-Za-z一-鿿]{0,3}[是为]?[ ：:]{0,2}$"
)


def _digits(count: int) -> str:
    """A pattern of that many digits, grouped in whatever way."""
    return rf"\d(?:{_SEP}\d){{{count - 1}}}"


_RULES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("email", _EMAIL, lambda value: value.lower() not in PUBLIC_ADDRESSES),
    # Only where somebody says outright that it is a name: elsewhere nothing tells a name from other words.
    (
        "person_name",
        re.compile(
            r"(?:我叫|我名字叫|(?:姓名|名字|真名)(?:是|叫|为|:|,)) ?"
            rf"(?P<value>(?:{_SURNAMES})(?!.?字|用名)[一-鿿]{{1,2}})(?=$|[^一-鿿]|的|是|身份|手机|电话|证件)"
        ),
        lambda _: True,
    ),
    ("id_number", re.compile(rf"{_LEFT}(?P<value>{_digits(17)}{_SEP}[\dXx]){_RIGHT}", re.ASCII), _is_id18),
    # Before phones: a group of a card number may look like one.
    ("bank_card", re.compile(rf"{_LEFT}(?P<value>{_digits(16)}(?:{_SEP}\d){{0,3}}){_RIGHT}", re.ASCII), _is_bank_card),
    ("id_number", re.compile(rf"{_LEFT}(?P<value>\d{{6}}{_SEP}\d{{6}}{_SEP}\d{{3}}){_RIGHT}", re.ASCII), _is_id15),
    (
        "phone",
        re.compile(
            rf"{_LEFT}(?:\+?0{{0,2}}86{_SEP})?(?P<value>1{_SEP}[3-9]{_SEP}{_digits(9)}){_RIGHT}",
            re.ASCII,
        ),
        is_mobile_number,
    ),
    (
        "travel_document",
        re.compile(
            rf"{_LEFT}(?P<value>(?:[EeGgDdSsPp]{_SEP}\d{{8}}|[EeCc][A-Za-z]{_SEP}\d{{7}}|[CcWw]{_SEP}\d{{8}}"
            rf"|[HhMm]{_SEP}\d{{8}}(?:\d{{2}})?)){_RIGHT}",
            re.ASCII,
        ),
        _always,
    ),
    # A Taiwan resident's permit is eight bare digits: only the word in front tells it from a date.
    (
        "travel_document",
        re.compile(
            rf"(?:台胞证|台湾居民来往大陆通行证)[^0-9A-Za-z]{{0,8}}(?P<value>\d{{8}}(?:\d{{2}})?){_RIGHT}", re.ASCII
        ),
        _always,
    ),
)
