"""Others held against oneself: «他同学都能查到了，就他没有» says yes of the others, «不止我，全班都没有» says no.

A bare «没有» in such a sentence is of the one who asks or for whom they ask, never of the others.
"""

from __future__ import annotations

import re

ALL, NONE, SOME = "all", "none", "some"

_CLAUSE = re.compile(r"[，,。；;！!？?\s]{1,4}|(?:但是?|可是?|不过|结果)(?=.{2})")
_SELF = (
    "(?:(?:我们?|咱们?|俺)?家?(?:那个|这个|里|的)?"
    "(?:孩子|小孩|娃|崽|儿子|女儿|闺女|妹|弟|侄女|侄子|外甥|老公|老婆|对象)|(?:我们?|咱们?|俺)家?|自己|本人|(?<!其)[他她](?!们))"
)
_OTHERS = re.compile(
    "同学|室友|舍友|同届|同班|同门|宿舍|[全我他她你同]们?班|班[里上级群]|大家|[别旁](?:的?人|个)|人家|其[他余它]|所有人|个个|[他她]们|身边|全部|全级|全系|全院"
)
_OF_THEM = re.compile("^(?:问[了过].{0,6})?(?:能的?$|可以$|都|全|早就?都|早就?有)")
"""How an answer on the others begins that does not name them again."""
_UNKNOWN = re.compile(
    "不(?:知|晓|清楚|认识|确定|了解|太)|没有?去?[问打联加]|没有?(?:同学|室友|舍友)|吗$|有没有|能不能|怎么"
)
_NOT_ASKED = re.compile("(?:没有?|未)去?(?:问|打听|联系)|不认[识得]")
_ELSEWHERE = re.compile("学校|老师|辅导员|学院|客服|教务")
_NOT = re.compile("没|不|冇|无|未|空的?$|空白|空着")
_OWN_LACK = re.compile(f"{_SELF}.{{0,8}}(?:{_NOT.pattern})")
_HAVE = re.compile("有|能|可以|[到出上好完全齐]了?|查得")
_EXCEPT = re.compile(f"除了?开?{_SELF}")
_ONLY = re.compile(f"(?:偏偏?|就|[只唯][独有是剩差]?|独独|单[单独]?|得|差|剩|漏|落)(?:[是有差剩下了得]{{0,2}}){_SELF}")
_LOOKED_UP = re.compile("[查看搜]|学[籍历位]|显示")
_LEFT_OUT = re.compile("差|剩|漏|落")
_LEAST_BEHIND = 4
_NOT_ONLY = re.compile(f"不[只止光单仅][是有]?{_SELF}|不(?:是|就)(?:只有?|就|单)?{_SELF}(?:一个|没)|[和跟]{_SELF}一样")
_SOME = re.compile("有[的些].{0,12}有[的些]|部分|个别")
_NOBODY = re.compile("没有?(?:一个|谁|人[能有查看])|谁都[没不]|一个[都也][没不]|个个都?[没不]")


def of_others(text: str) -> str:
    """What a text tells of the others beside oneself: all of them do, none does, some do; empty where it does not."""
    parts = [part for part in _CLAUSE.split(text) if part]
    if any(_NOT_ONLY.search(part) or _NOBODY.search(part) for part in parts):
        return NONE
    if any(_tells_of_self_only(part) for part in parts):
        return ALL
    if _SOME.search(text):
        return SOME
    told = [said for part in parts if (said := _of_others_in(part))]
    return told[-1] if told else SOME if any(map(_not_asked, parts)) else ""


def beside_others(text: str) -> str:
    """What is left of a text without the clauses that name the others or set oneself apart: those answer no more."""
    return "，".join(part for part in _CLAUSE.split(text) if part and not names_others(part))


def names_others(text: str) -> bool:
    """Whether a text names the others, or sets somebody apart from them."""
    return _OTHERS.search(text) is not None or sets_apart(text)


def sets_apart(text: str) -> bool:
    """Whether a text says that it is somebody alone: «就她没有»."""
    return _ONLY.search(text) is not None


def looks_up(text: str) -> bool:
    """Whether it is records that a text compares, not messages that came or a face that passed."""
    return _LOOKED_UP.search(text) is not None


def _not_asked(part: str) -> bool:
    """Whether somebody has not asked the others, or knows none: that tells as little as «some do»."""
    return _NOT_ASKED.search(part) is not None and _ELSEWHERE.search(part) is None


def _of_others_in(part: str) -> str:
    if _UNKNOWN.search(part):
        return ""
    others = _OTHERS.search(part)
    if _EXCEPT.search(part):
        return "" if _NOT.search(part) else ALL
    if others is None and not _OF_THEM.search(part):
        return ""
    if not _NOT.search(part):
        return ALL if _HAVE.search(part) else ""
    own = _OWN_LACK.search(part[others.end() :]) if others else None
    between = part[others.end() : others.end() + own.start()] if others and own else ""
    return ALL if _HAVE.search(between) and not _NOT.search(between) else NONE


def _tells_of_self_only(part: str) -> bool:
    found = _ONLY.search(part)
    if found is None or _UNKNOWN.search(part):
        return False
    behind = part[found.end() :]
    left_out = _LEFT_OUT.search(found[0]) is not None and len(behind) <= _LEAST_BEHIND
    return left_out or _NOT.search(behind) is not None or behind in ("", "一个", "一个人")
