"""What is asked with exactly one word to answer it: how many («到底要几位»), or whether two things are one.

An answer to the matter at large says neither: it must hold a number with that measure, or name both things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dialogue.questions.aspect_texts import sentences_in
from dialogue.text.clauses import marked_clauses
from faq.text.normalise import matching_key, normalise
from faq.text.polarity import says_whether, verdict_fits

_NUMBER = (
    r"(?<![第再这那上下每来])(?:\d{1,6}|[一二两三四五六七八九十百千半]{1,4})"
    r"\s{0,2}[多来余]?\s{0,2}(?:个|至|到|-|~)?\s{0,2}"
)
_ASKED = (
    "(?:到底|究竟|要|需|得|是|有|能|可以|最[多少]|至少|还?剩|一共|总共|限|传|交|带|准备|印|填|错|写)"
    "(?:[^，。了过着]|超过){0,3}?(?<![十好了这那没百])"
)
_MANY = f"{_ASKED}(?:几|多少)"
_MEASURES = tuple(
    (re.compile(asked), re.compile(f"{_NUMBER}(?:{told})(?![a-z])"), re.compile(named))
    for asked, told, named in (
        (f"{_MANY}位(?:数|字|密码|$|[啊呀呢])", "位|字符", "位"),
        (f"{_MANY}张", "张|页", "张"),
        (f"{_MANY}页", "页|张", "页"),
        (f"{_MANY}份", "份", "份"),
        (f"{_MANY}次", "次|回", "次"),
        (f"{_MANY}个?字", "字", "字数"),
        (f"{_MANY}寸", "寸", "寸"),
        (
            f"{_ASKED}多大(?!岁|年纪|关系|影响|问题|事|了)|{_MANY}(?:兆|kb?|mb?)(?![a-z])",
            "k|kb|m|mb|兆|寸|像素|厘米|毫米|mm|cm",
            "大小|多大|尺寸|像素",
        ),
    )
)
"""How a number of something is asked for, how it is told, and what is named where nobody knows it."""
_OPEN = re.compile(
    "没有查到|没查到|没有统一|不统一|不限|没有限制|各[校省地不]|页面?(?:提示|写的|为准)|以[^。；]{1,14}为准"
)
_COMPARES = re.compile("不是|是同|同一|区别|不同|一样|不一回事|通用|分别|两回事|前者")
_SAME = re.compile(
    "^(?:那|请问|所以|这个?|到底|我想问|想问一?下?){0,3}(?P<a>.{2,10}?)(?:和|跟|与|同|还有)(?P<b>.{2,10}?)"
    "(?:(?P<one>(?:是不是|是|算)(?:同)?(?:一个|一样|一回事|一码事|一种|一套)[^，。]{0,6}?(?:吗|么|嘛|不|东西|$)|一样(?:吗|么|嘛|不))"
    "|(?:到底)?[有的]?(?:什么|啥|何|没有?)?(?:区别|不同|差别|差异)(?:是|在)?(?:什么|啥|哪)?|有(?:什么|啥)?两样)(?:吗|么|嘛|呢|啊|呀)?$"
)
_LEAST = 4


@dataclass(frozen=True)
class JustThis:
    """One thing that is asked, in the words of who asks: what a sentence must hold to answer it."""

    clause: str
    measure: re.Pattern[str] | None = None
    named: re.Pattern[str] | None = None
    things: tuple[str, str] | None = None
    yes_or_no: bool = False

    def told_by(self, text: str) -> bool:
        """Whether a text answers it, if only by saying that nobody knows."""
        if self.yes_or_no and says_whether(text) and verdict_fits(normalise(self.clause), text):
            return True
        return bool(self.sentence_of([text]))

    def sentence_of(self, texts: Iterable[str]) -> str:
        """The first sentence that answers it; empty when none does."""
        return next(filter(self._holds, sentences_in(texts)), "")

    def _holds(self, sentence: str) -> bool:
        plain = normalise(sentence)
        if self.things is not None:
            return _COMPARES.search(plain) is not None and all(own in plain for own in _apart(*self.things))
        if self.measure is None or self.named is None:
            return False
        unknown = _OPEN.search(plain) is not None and self.named.search(plain) is not None
        return unknown or self.measure.search(plain) is not None


def asked_just(text: str) -> JustThis | None:
    """What the last clause of a message that asks for one thing asks; None when none does."""
    for clause, _ in reversed(marked_clauses(text)):
        key = matching_key(clause)
        if len(key) < _LEAST:
            continue
        if (found := _SAME.match(key)) is not None:
            return JustThis(clause, things=(found["a"], found["b"]), yes_or_no=found["one"] is not None)
        for asked, measure, named in _MEASURES:
            if asked.search(key):
                return JustThis(clause, measure, named)
    return None


def _apart(first: str, second: str) -> tuple[str, str]:
    """Of two names what each has alone: «意向» and «志愿» of «调剂意向», «调剂志愿»."""
    head = _alike(first, second)
    tail = _alike(first[head:][::-1], second[head:][::-1])
    one, two = first[head : len(first) - tail], second[head : len(second) - tail]
    return (one, two) if one and two else (first, second)


def _alike(first: str, second: str) -> int:
    """With how many equal letters both begin."""
    return next((place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
