"""An office that somebody has been to already: «学校找过了», «武装部去了，说不归他们管». Nobody is sent there again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialogue.moods.in_vain import says_in_vain
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_SCHOOL = "(?:毕业)?学校|母校|教务处|学籍科|学院|辅导员|导员|班主任|老师|研究生院"
_PLACE = f"{_SCHOOL}|武装部|征兵办|报考点|招办|招生办|考试院|派出所|教育[局厅]"
_THERE = "(?:那边|那头|那里|的人|的?老师|都|也|早就?|已经|我|们|刚|电话|全|就|又|昨天|今天|上[午周]|前天){0,4}"
_WENT = "(?:找|问|去|打|联系|跑|反映|咨询)"
_TIMES = "[好几两三四五六七八0-9]{1,3}[次趟回遍]"
_TRIED = re.compile(
    f"(?P<place>{_PLACE}){_THERE}{_WENT}(?:过|了|{_TIMES}|遍|完)"
    f"|{_WENT}(?:过|了|遍|{_TIMES}){{1,3}}(?:我们?|我的?)?(?P<gone>{_PLACE})"
)
_ANSWER = re.compile(
    f"^(?P<place>{_PLACE}){_THERE}(?:说|讲|回|答复|让|叫)(?:是|我|他们?|它)?(?P<said>.{{0,16}})"
    f"|^(?P<idle>{_PLACE}){_THERE}(?:不管|不理|推|不给|没办法|弄不了|不行|没用|查不到)"
)
_NO = re.compile("没(?!收到)|不|找|报|注册|上传|正常|弄|等")
"""What the answer of an office says when it ends there: it has nothing, will do nothing, or names another one."""
_REPORTED = re.compile(
    "(?:报|注册|上传|录|提交)(?:了|过|上去)|早就?.{0,2}(?:报|注册)"
    "|没问题|没有问题|没错|正常|找(?:学信网|网站|平台|客服)"
)
_REST = re.compile("^(?:可|但|那|就|还|结果|他们?|人家|它|老师|说|也|都|是){0,5}(?:说|让|叫|不|没|还|推).{0,14}$")
"""What is told beside it of how that went."""


@dataclass(frozen=True)
class OfficeAsked:
    """The office, whether it is the school, and whether it says that all is in order on its side."""

    place: str
    school: bool
    reported: bool


def place_tried(text: str) -> OfficeAsked | None:
    """The office that a message says was asked in vain, where it tells nothing else; None for any question."""
    clauses = [matching_key(clause) for clause in split_clauses(in_mandarin(text))]
    if is_asked(text) or not clauses:
        return None
    found = next(filter(None, map(_in_clause, clauses)), "")
    if not found or not all(_in_clause(key) or says_in_vain(key) or _REST.match(key) for key in clauses):
        return None
    return OfficeAsked(
        found, re.fullmatch(_SCHOOL, found) is not None, _REPORTED.search("，".join(clauses)) is not None
    )


def _in_clause(key: str) -> str:
    went, answered = _TRIED.search(key), _ANSWER.match(key)
    if went is not None:
        return next(filter(None, went.groups()), "")
    if answered is None or (answered["said"] is not None and not _NO.search(answered["said"])):
        return ""
    return answered["place"] or answered["idle"]
