"""Facts of a case that stand against a person's own words or against what else is known: they are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.languages import in_mandarin

_WRONG_NAME = re.compile(
    r"(?:姓名|名字|身份证|证件).{0,16}?(?:错|登成|写成|打成|印成|录成|弄成|不对|不符|不一致|对不上|不一样|不同)"
    r"|(?:登|写|打|录|印)成了?[“\"「]?.{1,3}[”\"」]?(?:字)?$"
)
_JUST_GRADUATED = re.compile(r"今年.{0,8}毕业|刚(?:刚)?毕业|应届")
_AGAINST: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("matches", "same", _WRONG_NAME),
    ("studies", "graduated", _JUST_GRADUATED),
)
"""A fact, its value, and the words that say that it is not so."""
_RECORDS = "学籍|学历|学位|毕业|证书|文凭|档案|成绩|录取|报告|准考证"
_MISREAD: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "found",
        "nothing",
        re.compile(
            "(?:查|找|搜)(?:都|也|就)?(?:不[到着了]|没有)(?:我|他|她|孩子|女儿|儿子|以前|自己|当年|八几年|的){0,3}"
            f"(?:{_RECORDS})|(?:{_RECORDS})(?:证书?|信息|记录|那个|号)?(?:我|也|都|就|怎么|在网上|网上|上面){{0,3}}(?:查|找|搜)不[到着了]"
        ),
    ),
    (
        "phone",
        "unusable",
        re.compile(
            "没有?(?:带|智能|自己的)?手机(?![号卡短验了])|智能手?机|老[人年]机|手机(?:我)?(?:也|都|根本)?(?:不太?会|用不来|不懂)"
        ),
    ),
)
"""A fact, its value, and the words of a message that only sound like it: «没手机» is no lost number."""
_STRANGERS = (("registered_before", "other"), ("found", "stranger"))
"""What says that the account is somebody else's."""
_OF_THE_ACCOUNT = ("phone", "mail", "security", "scan", "password")
"""What is not known then: of an account that is not theirs nobody can tell."""


def misread(facts: Mapping[str, str], text: str) -> frozenset[str]:
    """The facts read from a message that its words do not tell."""
    plain = in_mandarin(text)
    return frozenset(name for name, value, words in _MISREAD if facts.get(name) == value and words.search(plain))


def against(facts: Mapping[str, str], texts: Iterable[str]) -> frozenset[str]:
    """The facts that are left out of a ticket, by what was said and what else is known."""
    clauses = [in_mandarin(clause) for text in texts for clause in split_clauses(text) if not is_asked(clause)]
    denied = {name for name, value, words in _AGAINST if facts.get(name) == value and any(map(words.search, clauses))}
    if any(facts.get(name) == value for name, value in _STRANGERS):
        denied.update(name for name in _OF_THE_ACCOUNT if name in facts)
    return frozenset(denied)
