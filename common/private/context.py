"""What the words in front of a number say it is."""

from __future__ import annotations

import re

_LOOK_BACK = 24
_LINK = r"[是为就的我写填叫改成也应该码 :,(\"“‘'\[【(=\n]{0,6}"
"""What may stand between the word and its number, in a folded text; another noun may not."""

_OTHER_NUMBER = re.compile(
    r"(?:学号|编号|单号|工单|验证码|群号?|代码|准考证号?|考生号|报名号|订单号?|流水号|版本|型号)"
    r"[^0-9A-Za-z一-鿿]{0,3}[是为]?[ ：:]{0,2}$"
)
_ID = re.compile(
    r"(?:身份证|居民证|证件|身份号|(?<![a-z])sfz|(?<![a-z])id ?(?:card|number|no))(?:编号|号码?|h|hm)?"
    rf"{_LINK}$",
    re.IGNORECASE,
)
_PHONE = re.compile(
    rf"(?:手机|电话|联系方式|号码|(?<![a-z])(?:sjh?|tel|phone|mobile|mob))(?:号码?)?{_LINK}$", re.IGNORECASE
)
_DOCUMENT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|居留证|居留身份证|永居证?|军官证|士兵证|警官证|(?:香港|澳门|台湾|港澳).{0,4}身[份分]证|身分证|身份证字号|hkid|passport|证件)"
    rf"(?:号码?| ?(?:no\.?|number))?{_LINK}$",
    re.IGNORECASE,
)


def names_other_number(text: str, start: int) -> bool:
    """Whether the words before a place announce a number that belongs to nobody (订单号、准考证号 …)."""
    return _OTHER_NUMBER.search(_before(text, start)) is not None and not names_id(text, start)


def names_id(text: str, start: int) -> bool:
    """Whether the words before a place announce an ID number."""
    return _ID.search(_before(text, start)) is not None


def names_phone(text: str, start: int) -> bool:
    """Whether the words before a place announce a phone number."""
    return _PHONE.search(_before(text, start)) is not None


def names_document(text: str, start: int) -> bool:
    """Whether the words before a place announce a passport, a permit or a card of Hong Kong, Macau or Taiwan."""
    return _DOCUMENT.search(_before(text, start)) is not None


def _before(text: str, start: int) -> str:
    return text[max(0, start - _LOOK_BACK) : start]
