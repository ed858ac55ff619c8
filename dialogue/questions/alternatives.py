"""What is asked with exactly two answers, «填旧名还是新名», or with one cause to say yes or no to: «是不是就因为…»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogue.text.clauses import marked_clauses
from faq.content.likeness import letter_pairs
from faq.text.normalise import matching_key

_OR = re.compile(
    r"^(?P<a>.{1,22}?)(?<![了过都也])还是(?P<b>(?!一样|老样|这样|那样|有|没|不(?!用|是|要|填|写|选)|会|很|登|打不|查|收|进|显示|提示|报错|错|说|觉得|有点|旧样)"
    r".{1,22}?)(?:就行|就可以|好|合适|对)?(?:啊|呀|呢|吗|嘛|吧|了){0,2}$"
)
_HEAD = re.compile(
    "^(?:那么?|所以|请问|到底|究竟|我|现在|这个?事?|这|应该|该|是要|是|要|得|还有|另外|对了|就是|的){0,6}"
)
_CAUSE = re.compile(
    "^(?:那|这|所以|我|他|她|可|会|说明){0,3}(?:(?:是不是|会不会是?|是否)(?:就|都|只|也){0,2}(?:是)?(?:因为|由于|跟|和|与)"
    "|是(?:因为|由于)(?=.*[吗么不]$))(?P<what>.{2,24}?)(?:有关系?|导致|造成|引起|的?原因|的?问题|的?缘故|才这样)?(?:的)?(?:啊|呀|呢|吗|么|嘛|吧|不){0,2}$"
)
_SAME_WORDS = tuple(
    (word, re.compile(called))
    for word, called in (
        ("手持", "拿着|举着|手里拿|手拿|捧着|握着"),
        ("改过名", "旧名字?|老名字?|以前的?名字?|原名|原来的?名字?|曾用名|旧校名|老校名|原校名"),
        ("改名后", "新名字?|现在的?名字?|新校名|现名|现校名"),
        ("招生单位", "报考的?学校|报的?学校|招生学校|目标院校"),
        ("毕业学校", "母校|原来的?学校"),
        ("学信网客服", "学信网(?!账号)|你们|客服"),
        ("报考点", "报名点|考点"),
    )
)
"""What people call a thing, and what the answers call it."""
_LEAST_OF_CLAUSE = 4
_DEEDS = "填写找选用交传问报"
"""Verbs that stand before both of two ways, and may be said once."""
_DEED = re.compile(f"(?!报[告表名]|用户|问题|交通)[{_DEEDS}]")
_CHOOSES = re.compile(f"[是{_DEEDS}]")
_NEW = re.compile("新|现在|后来|改成")
_AS_BEFORE = re.compile("以前|原来|之前|当年|注册时|那个|那张|这个|这张|老")
_SLIGHT = frozenset("我你他她的了在一")
_ASKS = re.compile("[?？]|[呢啊呀]$")


@dataclass(frozen=True)
class Exactly:
    """A question with its alternatives in the words of who asks; one alone is a cause to say yes or no to."""

    question: str
    ways: tuple[str, ...]

    @property
    def named(self) -> str:
        """The alternatives as a reply names them."""
        return "还是".join(self.ways)

    def distinct(self) -> tuple[set[str], ...]:
        """The pairs of letters of each alternative that no other has, in the words of the answers."""
        pairs = [letter_pairs(in_words_of_answers(way)) for way in self.ways]
        return tuple(own - set().union(*(other for other in pairs if other is not own)) for own in pairs)


def asked_exactly(text: str) -> Exactly | None:
    """The alternatives that a message asks about in its last such clause; None when it asks about none."""
    for clause, mark in reversed(marked_clauses(text)):
        key = matching_key(clause)
        if (cause := _CAUSE.match(key)) is not None:
            return Exactly(clause, (cause["what"],))
        if len(key) < _LEAST_OF_CLAUSE:
            continue
        found = _OR.match(key)
        if found is not None and (_ASKS.search(f"{clause}{mark}") or _is_choice(found["a"], found["b"])):
            return Exactly(clause, _ways(found["a"], found["b"]))
    return None


def _is_choice(first: str, second: str) -> bool:
    """Whether 还是 means «or»: in «手机号还是原来那个» it means «still», and nothing is asked."""
    if _AS_BEFORE.match(second):
        return _NEW.search(first) is not None
    return _CHOOSES.search(first) is not None or bool(set(first) & set(second) - _SLIGHT)


def _ways(first: str, second: str) -> tuple[str, str]:
    """Both ways without what is said of both: of «学校名称填旧名» beside «新名» only «旧名»."""
    own = _HEAD.sub("", first) or first
    shared = own.rfind(second[0]) if second[0] in _DEEDS else -1
    if shared >= 0:
        return own[shared:], second
    deed = max((found.start() for found in _DEED.finditer(own)), default=-1)
    return (own[deed + 1 :] or own, second) if deed >= 0 else (own, second)


def in_words_of_answers(text: str) -> str:
    """A text with what people call a thing replaced by what the answers call it."""
    for word, called in _SAME_WORDS:
        text = called.sub(word, text)
    return text
