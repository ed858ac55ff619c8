"""Which ways to a person are none for somebody who says so (no WeChat, a dead hotline), and questions of hours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin

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

_STAFF = "(?:人工(?!审核|核验|核查|验证|认证)|客服|真人|热线)(?:客服|服务|电话)?"
_DAY = (
    "(?:(?:星期|周|礼拜)[一二三四五六日天末]|晚上|夜里|半夜|凌晨|中午|节假日|休息日|放假|过年|国庆|春节|元旦|24小时"
    "|全天)"
)
_ASKS_HOURS = re.compile(
    f"{_DAY}[^，。]{{0,3}}(?:(?:有|能|找).{{0,10}}(?:[吗么不嘛没]|上班)|有没有(?:人工|客服|人).{{0,4}})$"
    f"|^.{{0,6}}{_STAFF}(?:是|都|一般|每天|平时|在|要|得|你们){{0,3}}(?:几点|什么时候|啥时候|何时|哪几天|什么时间|几时)(?:钟|才|能|会|到几点|开始|可以){{0,3}}"
    "(?:上班|下班|在线|在|有人|开始|接听?电话|开门|休息)[啊呀呢的吗了]{0,2}$"
    f"|^.{{0,6}}{_STAFF}的?(?:上班|工作|服务|在线|接听|值班)(?:的)?时间.{{0,8}}$"
    f"|^.{{0,4}}{_DAY}{_STAFF}(?:还|也|都|会|要|是){{0,2}}(?:在线|在|上班|休息|接电话|值班)[吗么不嘛没啊]{{0,3}}$"
    f"|^.{{0,6}}{_STAFF}(?:是|你们){{0,2}}{_DAY}(?:也|都|还|有没有){{0,2}}(?:在线|在|上班|有人|接电话|休息|服务)[吗么不嘛没啊]{{0,3}}$"
)


_ASKS_NUMBER = re.compile("哪个(?:号|电话)|号码|多少号|电话(?:是|号)?(?:多少|几)")


def asks_hours(key: str) -> bool:
    """Whether it is asked when a person is there: «星期天有人工吗», «人工几点上班» open no ticket.

    Who asks for the number too is answered by the entry that holds both.
    """
    return _ASKS_HOURS.search(key) is not None and _ASKS_NUMBER.search(key) is None


def ruled_out(texts: Iterable[str]) -> frozenset[str]:
    """The ways that the messages of somebody rule out."""
    clauses = [clause for text in texts for clause in split_clauses(in_mandarin(text).replace("’", "'"))]
    wechat = any(map(_NO_WECHAT.search, clauses))
    calls = any(_NO_CALLS.search(clause) and not _OTHERS.search(clause) for clause in clauses)
    return frozenset([*([_SERVICE] if wechat else []), *([_HOTLINE] if calls else [])])
