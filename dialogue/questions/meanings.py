"""«邮箱是什么», «听不懂»: somebody asks about the words of a step, and is told in one plain line."""

from __future__ import annotations

import re

from dialogue.text.clauses import split_clauses
from faq.guiding.situation import Fact
from faq.text.normalise import matching_key

_LONGEST = 22
_LOST = re.compile(
    r"(?:听|看|搞|弄)不(?:太|大|怎么)?(?:懂|明白)|没(?:太|大)?(?:听|看|搞)(?:懂|明白)|不(?:太|大)(?:懂|明白)|(?:^|[^人])不懂$|太专业"
)
_WHAT_IS = re.compile(
    r"(?P<what>.{0,10}?)(?:是|叫|指)(?:个|的)?(?:什么|啥)(?:东西|玩意儿?|意思|来的)?[啊呀呢吗的]{0,2}"
    r"|(?P<before>.{0,10}?)(?:什么|啥|几个)意思[啊呀呢吗]{0,2}|(?:什么|啥)(?:是|叫)(?P<after>.{1,10}?)[啊呀呢]{0,2}"
)
_POINTING = re.compile(r"(?:那个?|这个?|它|你说的?|您说的?|说的|就?是|我|也|又|又是|到底|请问){0,4}")
_PAGE_SAYS = re.compile(
    "(?:又|却|就|一直|老是?|现在|页面|网页|系统|上面|屏幕){1,3}(?:说|提示|显示|弹出?|写着|跳出?).{2,20}$"
)
_SIMPLER = "没关系，说简单点："
_SLOWLY = "没关系，一步一步来，不急。"


def asks_meaning(text: str) -> bool:
    """Whether any clause of a message asks what is meant."""
    return any(map(_is_asking, split_clauses(text)))


def without_meaning(text: str) -> str:
    """What a message says beside asking what is meant."""
    return "，".join(clause for clause in split_clauses(text) if not _is_asking(clause))


def asks_of(text: str, fact: Fact) -> bool:
    """Whether what is asked is the meaning of this fact or of nothing that is named.

    A fact must have a plain line for it; what a step tells to do can be told again in any case.
    """
    return bool(fact.plain or fact.local) and any(_concerns(key, fact) for key in _asking_keys(text, of_page=False))


def plain_line(text: str, asked: Fact | None, next_asked: Fact | None) -> str:
    """One line for what is not understood: of the fact that was asked, or of the one that is asked next."""
    for key in _asking_keys(text):
        if _LOST.search(key):
            return f"{_SIMPLER}{next_asked.plain}" if next_asked and next_asked.plain else _SLOWLY
        for fact in (asked, next_asked):
            if fact is not None and fact.plain and _concerns(key, fact):
                return fact.plain
    return ""


def _asking_keys(text: str, *, of_page: bool = True) -> list[str]:
    """The clauses that ask it; without `of_page` none behind what a page says: «又说账号锁了，啥意思» asks of that."""
    clauses = split_clauses(text)
    asking = (place for place, clause in enumerate(clauses) if _is_asking(clause))
    behind = (place for place in asking if of_page or not (place and _PAGE_SAYS.search(clauses[place - 1])))
    return [matching_key(clauses[place]) for place in behind]


def _is_asking(clause: str) -> bool:
    key = matching_key(clause)
    return len(key) <= _LONGEST and bool(_LOST.search(key) or _WHAT_IS.fullmatch(key))


def _concerns(key: str, fact: Fact) -> bool:
    found = _WHAT_IS.fullmatch(key)
    if found is None:
        return True
    what = found["what"] or found["before"] or found["after"] or ""
    return _POINTING.fullmatch(what) is not None or what in fact.title or what in fact.names
