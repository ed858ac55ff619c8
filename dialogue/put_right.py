"""Another matter than the one told or answered is meant: «不是学籍，是账号里名字打错了», «说错了，是我女儿的…»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogue.ticket_words import split_clauses
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.normalise import matching_key

_OPENS = r"(?:哎呀?|哦|噢|啊|嗯|等等|等一?下|对不起|不好意思|抱歉|唉|那个|我){0,3}"
_DENIES = re.compile(rf"{_OPENS}(?:不是|不对|不不|不|没有|错了)(?:啊|呀|哈|哦|嘛){{0,2}}")
"""A clause that may only answer what was asked."""
_MISTAKEN = re.compile(
    rf"{_OPENS}(?:(?:不是|不对|不不|错了|不)(?:不是|不对|不不|错了|不){{1,2}}"
    r"|(?:刚才|刚刚|前面|上面|我)?(?:说|讲|搞|弄|写|打|问|记|看)(?:错|岔|反)了?)(?:啊|呀|哈|了|吧|哦|嘛){0,2}"
)
"""A clause that says only that something was told or understood wrongly."""
_NOT_THIS = re.compile(
    r"^(?:哎呀?|哦|啊|可|我)?(?:说|问|讲|指|要)?(?:的)?(?:又|并|可)?不是(?:说|问|指|要)?(?P<what>(?![不没很太我])[^不没怎什哪吗]{2,10}?)"
    r"(?:啊|呀|哈|的事|那个|的问题|这个){0,2}$"
)
_ALL_WELL = re.compile(
    r"^(?P<what>[^不没怎什哪吗]{2,6}?)(?:上|里|那边|里面|信息|这边)?的?(?:是|倒是|都|其实|其实是|本来)?(?:对的?|没错|没有错|没问题|正确的?|好的)(?:啊|呀|的)?$"
)
_IS_THIS = re.compile(
    r"^(?:而|其实|应该|应当|我|就|现在|这次|明明|真正|主要|是){0,3}"
    r"(?:(?:说|问|讲|指|要问|想问|要说|想说)(?:的)?(?:其实)?是?|是想|想|是|要(?:的)?是)(?!不是|不|没|吗)(?P<what>.{2,})$"
)
_WHOSE = re.compile(r"^(?:她|他|孩子)(?:在|的)?")
_POINTS = re.compile(r"^(?P<what>[^那这个]{2,8}?)的?(?:那个|那件|这个|那边|那一?[件条个])(?:事情?)?(?:啊|呀|呢)?$")
_LEAST = 2


@dataclass(frozen=True)
class PutRight:
    """What is meant, in the words that say it; what it is not, and what of the talk before it points to, if named."""

    meant: str
    wrong: str = ""
    points_to: str = ""
    asks: str = ""
    """What is said behind that."""


def meant_instead(text: str) -> PutRight | None:
    """What somebody means instead of what was told or answered; None when nothing of the kind is said."""
    clauses = split_clauses(text)
    wrong, mistaken = "", False
    for place, clause in enumerate(clauses):
        key = matching_key(clause)
        if _MISTAKEN.fullmatch(key):
            mistaken = True
        elif _DENIES.fullmatch(key):
            continue
        elif denied := _denied(key):
            wrong = wrong or denied
        elif mistaken or _IS_THIS.match(key):
            return _meant(clauses[place:], wrong, mistaken=mistaken)
        else:
            return None
    return None


def _meant(clauses: Sequence[str], wrong: str, *, mistaken: bool) -> PutRight | None:
    first, *behind = clauses
    denied = [what for clause in behind if (what := _denied(matching_key(clause)))]
    rest = [clause for clause in behind if not _denied(matching_key(clause))]
    wrong = wrong or next(iter(denied), "")
    found = _IS_THIS.match(first)
    said = _WHOSE.sub("", found["what"] if found is not None else first)
    if not (wrong or mistaken) or len(matching_key(said)) < _LEAST:
        return None
    points = _POINTS.match(matching_key(said))
    return PutRight("，".join([said, *rest]), wrong, points["what"] if points else "", "，".join(rest))


def _denied(key: str) -> str:
    """What a clause says is not meant, or is well; empty for any other clause."""
    found = _NOT_THIS.match(key) or _ALL_WELL.match(key)
    return found["what"] if found is not None else ""


def changed_facts(meant: PutRight, known: Mapping[str, str], guidance: Guidance) -> dict[str, str]:
    """The facts that are otherwise: «不是手机号，是邮箱» where 手机号 was known to be what is to be changed."""
    facts, situation = guidance.extractor.facts, guidance.guides.situation
    changed = {}
    for name, value in known.items() if meant.wrong else ():
        told = facts(meant.meant, name).get(name, value) if name in situation.facts else value
        if told not in (value, UNKNOWN) and facts(meant.wrong, name).get(name) == value:
            changed[name] = told
    return changed
