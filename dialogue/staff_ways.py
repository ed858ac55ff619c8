"""Which ways to a person are none for somebody who says so (no WeChat, a dead hotline), and questions of hours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogue.languages import in_mandarin
from dialogue.ticket_words import split_clauses

_SERVICE, _HOTLINE = "service", "hotline"
"""As the facts are called that tell of a way that was tried in vain (`faq/situation.yml`)."""

_NO_WECHAT = re.compile(
    "(?:没有?|不用|不玩|没装|没下载?|没注册)(?:用|装|过|个)?微信(?!绑|通知|验证|提醒|支付|扫|登录|服务|消息|号码)"
    "|微信(?:我|也|都|现在|这边){0,3}(?:没有|没装|用不了|登不[上了]|打不开|被封|不用|不会用)"
    r"|\b(?:don'?t|do not|doesn'?t|no|without|can'?t|cannot|never)\s(?:have |use |got |any |open |a )?wechat\b",
    re.IGNORECASE,
)
_NO_CALLS = re.compile(
    "(?:打|拨)(?:都|也|就|根本|老是|一直)?(?:打)?不通|(?:打不了|没法打|不(?:想|能|方便|会|要)打)(?:国际)?电话"
    "|(?:热线|电话|座机)(?:都|也|就|一直|老是|永远|总){0,2}(?:占线|没人接|不通|忙音|没人应)"
    r"|\b(?:can'?t|cannot|unable to|not able to|don'?t want to) (?:make (?:a )?)?(?:phone )?calls?\b(?! you)"
    r"|\b(?:hotline|phone|number|nobody|no one)\b.{0,20}\b"
    r"(?:busy|not answer\w*|does ?n'?t answer|answers?(?: the phone)?)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    "学校|学院|老师|教务|学籍科|招办|武装部|单位|辅导员|school|university|teacher|office", re.IGNORECASE
)
"""Whom nobody reached who does not speak of the site's hotline."""

_ASKS_HOURS = re.compile(
    "(?:星期[一二三四五六日天]|周[一二三四五六日末]|礼拜[一二三四五六日天]|晚上|半夜|凌晨|中午|节假日|过年|国庆|春节|元旦)"
    "[^，。]{0,3}(?:(?:有|能|找).{0,10}(?:[吗么不嘛没]|上班)|有没有(?:人工|客服|人).{0,4})$"
)


def asks_hours(key: str) -> bool:
    """Whether it is asked if there is a person at some time: «星期天有人工吗» opens no ticket."""
    return _ASKS_HOURS.search(key) is not None


def ruled_out(texts: Iterable[str]) -> frozenset[str]:
    """The ways that the messages of somebody rule out."""
    clauses = [clause for text in texts for clause in split_clauses(in_mandarin(text).replace("’", "'"))]
    wechat = any(map(_NO_WECHAT.search, clauses))
    calls = any(_NO_CALLS.search(clause) and not _OTHERS.search(clause) for clause in clauses)
    return frozenset([*([_SERVICE] if wechat else []), *([_HOTLINE] if calls else [])])
