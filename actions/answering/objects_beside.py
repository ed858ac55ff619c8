"""A second fault in one message, of another thing than the first: «照片不是我的，而且学制也写错了».

Nobody announces it, and it asks nothing, so it is no question beside the first; but who is told only of the photo has
to come again for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from actions.answering.first_asked import Decide, is_likely, score_of
from dialogue.mixed.several import asks, is_trouble
from dialogue.text.clauses import typed_clauses
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.text.markup import to_plain

_THINGS: Mapping[str, re.Pattern[str]] = {
    "photo": re.compile("照片|相片|图像"),
    "field": re.compile(
        "学制|专业|姓名|名字|出生|性别|民族|证件号|身份证号|入学(?:时间|日期)|毕业(?:时间|日期)|学习形式"
    ),
    "degree": re.compile("学位"),
    "cet": re.compile("四六级|[四六]级"),
    "train": re.compile("12306|学生票|火车票"),
    "form": re.compile("备案表|验证报告|验证码"),
}
"""The things a fault may be of, as people call them."""
_ANOTHERS = re.compile("(?:别人|他人|原来|以前|旧|老|上一段)")
"""What is wrong with a thing that is there: it is of somebody else, or of the time before."""
_AS_TWO = re.compile("[两俩二2][个样件]|分别|各自|[^，。]{2,8}也[没不忘丢登查收打]|还有|而且|同时")
"""What says that two things are wrong, not one thing twice."""
_LEAST_SURE, _SURELY = 0.6, 0.93
_MOST_CLAUSES = 8
_JOINS = re.compile("^(?:而且|并且|还有|另外|再加上|连|就连|还|也|然后|同时){1,2}")


def objects_beside(text: str, first: str, content: Content, decide: Decide, but: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entry for a second thing that is told to be wrong, of which the answer to the first says nothing."""
    entry = content.entry(first)
    clauses = typed_clauses(text)
    if entry is None or not 2 <= len(clauses) <= _MOST_CLAUSES:
        return ()
    answered = " ".join((entry.title, to_plain(entry.answer)))
    missing = [word for word in _THINGS.values() if word.search(text) and not word.search(answered)]
    if not missing:
        return _counted_up(text, first, clauses, content, decide, but)
    for clause in clauses:
        told = _JOINS.sub("", clause)
        wrong = is_trouble(told) or _ANOTHERS.search(told) is not None
        if not wrong or asks(told) or not any(word.search(told) for word in missing):
            continue
        decision = decide(told)
        found = content.entry(decision.candidates[0].entry_id) if is_likely(decision) else None
        sure = found is not None and decision.candidates[0].score >= _LEAST_SURE
        if found is not None and sure and found.id != first and found not in but:
            return (found,)
    return ()


def _counted_up(
    text: str, first: str, clauses: Sequence[str], content: Content, decide: Decide, but: Sequence[Entry]
) -> tuple[Entry, ...]:
    """The second of two troubles that are told as two: «成绩单丢了，准考证号也忘了，两个分别去哪弄»."""
    if not _AS_TWO.search(text):
        return ()
    told = [decide(_JOINS.sub("", clause)) for clause in clauses if is_trouble(clause) and not asks(clause)]
    sure = [one.candidates[0].entry_id for one in told if one.band == "answer" and score_of(one) >= _SURELY]
    found = next((entry for name in sure if name != first and (entry := content.entry(name)) is not None), None)
    return (found,) if first in sure and found is not None and found not in but else ()
