"""Which school a person says that they belong to: only its own people may see its contacts (facts C3).

Naming a school is not belonging to it: «我不是…的», a friend who is, and a question about it say nothing about the
asker. Who says another school later has moved there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from faq.text.normalise import normalise

# One space of many is enough: what is left of them is stripped, and a run of spaces cannot be slow.
_CLAUSE = re.compile(r"[，。；！？,;!?\n、]|\s(?=我|俺|本人)")
# Somebody else's school, a denial, or a question about the school itself.
_OTHERS = re.compile(
    r"不是|不在|没在|没考|没去|不属于|并非|同学(?!们好)|朋友|室友|对象|男友|女友|他是|她是|他在|她在|邻居|亲戚|别人|人家"
    r"|[表堂][哥弟姐妹]|哥哥|弟弟|姐姐|妹妹|同事|员工|应聘|候选人|想考|打算考|要考|报考|想去|是不是|是一个|一样吗|哪个好"
    r"|怎么样|是真的|排名"
)
# Possessive, and over short clauses only: no wording may make these slow.
_SUBJECT = (
    r"(?:我们?|俺|咱们?|本人|学生|自己)"
    r"(?:学校|专业|现在|目前|以前|之前|今年|去年|已经|刚刚?|就|都|也|后来|大学|本科|研究生)*+"
)
_VERB = (
    r"(?:是|在|就读于?|毕业于?|毕业自|来自|[读上念]的?是?|考上了?|考进了?|录取到?了?|转学?到了?|转去了?|转入了?"
    r"|学校是|学校叫|叫){1,3}+"
)
_MEMBER = (
    r"的?(?:学生|新生|在读|毕业生|毕业|本科生?|专科生?|研究生|大[一二三四五]|研[一二三]|校友|\d{2,4}[级届]"
    r"|[一二三四]年级|读书|上学|读)"
)
_MOVE = r"(?:后来|现在|目前|今年|去年|已经|刚刚?|又)*+(?:转学?到了?|转去了?|转入了?|考上了?|考到了?|升到了?)"
_LONGEST_CLAUSE = 60
_ANY_SCHOOL = r"[一-鿿]{2,12}?(?:大学[一-鿿]{0,6}学院|大学|学院|职大|高专|职校|党校)"


# Each place where somebody says what they are, also inside another such place; the words end where the group ends.
_BY_SUBJECT = re.compile(rf"(?=(?P<words>{_SUBJECT}{_VERB}))")
_BY_MOVE = re.compile(_MOVE)
_PARTICLES = tuple("了到的")
_ITSELF = re.compile(r"我?是")
_WRITTEN = re.compile(_ANY_SCHOOL)
_MEMBER_OR_END = rf"(?:{_MEMBER}|的?$)"
_MEMBERSHIP = re.compile(_MEMBER_OR_END)
_WRITTEN_MEMBERSHIP = re.compile(rf"(?P<school>{_ANY_SCHOOL}){_MEMBER_OR_END}")


def claimed_school(text: str, schools: Iterable[Sequence[str]]) -> str | None:
    """The school the text last says its writer belongs to: the first name of a known group, or any other as written.

    `schools` are groups of names of one school, the full name first. None when nothing is claimed.
    """
    known = {normalise(name): group[0] for group in schools for name in group}
    names = sorted(known, key=len, reverse=True)
    found: str | None = None
    for clause in _CLAUSE.split(normalise(text)):
        clause = clause.strip()
        if len(clause) > _LONGEST_CLAUSE or _OTHERS.search(clause):
            continue
        school = _by_subject(clause, names) or _by_move(clause, names) or _by_itself(clause, names)
        if school:
            found = known.get(school, school)
    return found


def _by_subject(clause: str, names: Sequence[str]) -> str | None:
    """«我是…», «我们考上了…»."""
    for match in _BY_SUBJECT.finditer(clause):
        end = match.end("words")
        after_particle = _named_at(clause, end + 1, names) if clause.startswith(_PARTICLES, end) else None
        if school := after_particle or _named_at(clause, end, names):
            return school
    return None


def _by_move(clause: str, names: Sequence[str]) -> str | None:
    """«后来转到…»."""
    match = _BY_MOVE.match(clause)
    return _named_at(clause, match.end(), names) if match else None


def _by_itself(clause: str, names: Sequence[str]) -> str | None:
    """A school and what its people are («…大三»), or its name alone."""
    match = _ITSELF.match(clause)
    for start in (match.end(), 0) if match else (0,):
        for name in names:
            if clause.startswith(name, start) and _MEMBERSHIP.match(clause, start + len(name)):
                return name
        if written := _WRITTEN_MEMBERSHIP.match(clause, start):
            return written["school"]
    return None


def _named_at(clause: str, start: int, names: Sequence[str]) -> str | None:
    """The school that is named there: a known name, the longest first, or whatever is written like one."""
    written = _WRITTEN.match(clause, start)
    return next((name for name in names if clause.startswith(name, start)), written[0] if written else None)


def with_claim(text: str, school: str) -> str:
    """What the person said, with the school they claimed before: what the text itself claims counts for more."""
    return f"我是{school}的。{text}" if school else text
