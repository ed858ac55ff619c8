"""On which side of a matter somebody stands, where two entries answer one question for either side.

Who gave the report and who has to check it, who has done what the other asks about, who has graduated and who has not:
the words differ little, the answers wholly. An entry's own wordings tell whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from faq.content.entry import Entry
from faq.content.loader import Content
from faq.ranking.decision import LEANING, Decision
from faq.text.markup import to_plain
from faq.text.normalise import normalise
from faq.text.years import studies_year

_SIDES: Sequence[tuple[re.Pattern[str], re.Pattern[str]]] = (
    (
        re.compile(
            "我(?:自己)?的(?:报告|备案表|验证码|码)|我(?:给|发|交|提供)(?:的|给|了|过去)|(?:hr|人事|单位|公司|对方|老板|他们|那边)(?:跟我)?(?:说|问我|告诉我|反映)"
        ),
        re.compile(
            "候选人|应聘|求职者|(?:员工|他|她|对方|学生|人家|别人)(?:给|发|交|提供)(?:我|的|来|过来|了)|我们?(?:是|做)(?:hr|人事)|招聘|报告主人|请本人"
        ),
    ),
    (
        re.compile(
            "(?:已经|刚刚?|手滑|手快|手欠|不小心|误|昨天|前天|刚才).{0,3}(?:点|勾|提交|按|注销|解绑|重新注册|申请)|(?:点|勾|提交|按)(?:错|完)?了|误[点勾]"
        ),
        re.compile(
            "(?:能不能|要不要|可不可以|该不该|能|可以|想|要|打算|敢).{0,4}(?:点|勾|提交|按|注销|解绑|重新注册|重注)"
        ),
    ),
    (
        re.compile(
            "(?:验证码|密码|账号|身份证)[^，。,]{0,6}(?:给|告诉|报给?|念给?|发给?|说)[^，。,吗不没]{0,6}(?:了|过|出去)"
            "|(?:给|告诉|报|念|填|输)(?:了|过|进去|出去)[^，。,]{0,8}(?:验证码|密码|身份证)"
        ),
        re.compile(
            "(?:要|问|让|叫|催|找|管)我?[^，。,了过]{0,6}(?:报|给|发|念|说|告诉|要)?[^，。,了过]{0,6}(?:验证码|密码|身份证|转账)(?![^，。,]{0,6}[了过])"
        ),
    ),
    (
        re.compile("毕业(?:了|好?多年|[一二两三四五六七八九十0-9]{1,2}年)|早就?毕业|已毕业|往届"),
        re.compile("在读|在校|大[一二三四](?!学)|研[一二三](?!生)|(?:还没|没有?|未|快)毕业|应届|毕业前"),
    ),
)
_UNTIL_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d) ?年(?:及|之)?以?前")
_PAIR = 2
_NAMED = ("exact", "keyword", "button")
"""Rules by which an entry was named in so many words."""
_LIKELY, _AMONG = 0.1, 3
_FOREIGN, _LEAST, _ANSWERED = 0.08, 0.12, 0.1
"""How far the likeliest must lean to the other side, how much nearer the sibling must be, what an answer counts."""


def on_the_right_side(text: str, decision: Decision, content: Content) -> Decision:
    """The decision with the entry for this person's side first, where the likeliest is for the other side."""
    if (
        decision.reason in _NAMED
        or decision.band != "answer"
        or decision.second is not None
        or len(decision.candidates) < 2
    ):
        return decision
    plain = normalise(text)
    first, *others = decision.candidates
    for one, two in _SIDES:
        if bool(one.search(plain)) == bool(two.search(plain)):
            continue
        mine, theirs = (one, two) if one.search(plain) else (two, one)
        leans = _leaning(content.entry(first.entry_id), mine, theirs)
        if leans > -_FOREIGN:
            continue
        nearer = [(_leaning(content.entry(item.entry_id), mine, theirs), item) for item in others[: _AMONG - 1]]
        likely = [(own, item) for own, item in nearer if item.score >= _LIKELY and own - leans >= _LEAST]
        if likely:
            _, best = max(likely, key=lambda one: one[0])
            rest = (other for other in decision.candidates if other is not best)
            return replace(decision, candidates=(best, *rest), reason=LEANING)
    return decision


def of_told_year(said: Sequence[str], decision: Decision, content: Content) -> Decision:
    """The decision without an entry first that is titled for years before the one told, where another is likely.

    Who said «94年毕业» in the talk is not answered what holds «1990 年及以前».
    """
    year = next(filter(None, (studies_year(normalise(text)) for text in reversed(said))), None)
    if year is None or decision.reason in _NAMED or len(decision.candidates) < _PAIR:
        return decision
    first, *others = decision.candidates
    if not _ended_before(content.entry(first.entry_id), year):
        return decision
    likely = [item for item in others[: _AMONG - 1] if item.score >= _LIKELY]
    best = next((item for item in likely if not _ended_before(content.entry(item.entry_id), year)), None)
    if best is None:
        return decision
    return replace(decision, candidates=(best, *(item for item in decision.candidates if item is not best)))


def _ended_before(entry: Entry | None, year: int) -> bool:
    found = _UNTIL_YEAR.search(normalise(entry.title)) if entry is not None else None
    return found is not None and int(found["year"]) < year


def _leaning(entry: Entry | None, mine: re.Pattern[str], theirs: re.Pattern[str]) -> float:
    """How much more an entry is asked from one side than from the other; what the answer takes for granted counts."""
    if entry is None:
        return 0.0
    answer = normalise(to_plain(entry.answer))
    said = (mine.search(answer) is not None) - (theirs.search(answer) is not None)
    return _share(entry, mine) - _share(entry, theirs) + _ANSWERED * said


@lru_cache(maxsize=4096)
def _share(entry: Entry, side: re.Pattern[str]) -> float:
    wordings = entry.wordings()
    return sum(side.search(normalise(text)) is not None for text in wordings) / len(wordings)
