"""Who asks for the telephone or address of somebody who is none of us: a school, its teachers, an office."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from faq.text.normalise import matching_key

Whose = Literal["school", "office", "police"]

OTHERS_CONTACT: Mapping[Whose, str] = {
    "school": "学校和老师的电话我这里没有，在学校官网上找，或问辅导员。管学籍的一般是教务处、学生处或研究生院。",
    "office": "那边的电话我这里没有，请到那个单位的官网上找。",
    "police": "报警打 110，反诈专线 96110；钱已经转出去的，同时马上联系银行止付。聊天、转账、通话记录都别删。",
}
"""What is said to who asks for it; no ticket brings it."""
OTHERS_CONTACT_AGAIN: Mapping[Whose, str] = {
    "school": "学校的电话只有学校有：学校官网“机构设置”里找教务处、学生处（研究生看研究生院），或问班主任、辅导员。",
    "office": "那边的电话请在他们自己的官网上找，我这里没有。",
    "police": "就打 110（反诈专线 96110），照实说被骗的经过。",
}
_LONGEST = 30
_CONTACT = "(?:哪个?部门|什么部门|哪个?科室|哪个?办公室|电话|座机|号码|联系方式|联系办法|微信号?|邮箱|邮件地址)"
_SCHOOL = "(?:老师|辅导员|导员|班主任|教务|学院|院系|系里|学校|母校|大学|研究生院|学生处|学籍科|学籍管理|招生办|招办)"
_OFFICE = "(?:武装部|报考点|考试院|考办|派出所|人社局|教育局|教育厅|档案馆|人才中心)"
_NOT_OURS = re.compile("(?:而?不是|不要|别给我?)(?:你们?|您们?|学信网|客服)的?(?:电话|号码|热线)?")
_OURS = re.compile("学信网|客服|人工|你们|真人|工单|我的(?:电话|手机|号码|邮箱)|绑|注册|换|改|登")
_ASKED = re.compile("哪|多少|几|怎么|咋|如何|谁|吗|么|有没有|知道|告诉|给我|查|找|求|要")

_NAMES: tuple[tuple[Whose, re.Pattern[str]], ...] = (
    ("school", re.compile(rf"{_SCHOOL}.{{0,6}}{_CONTACT}|{_CONTACT}.{{0,4}}{_SCHOOL}")),
    ("police", re.compile(rf"(?:报警|警察|公安|反诈).{{0,8}}(?:{_CONTACT}|打哪|打几)|{_CONTACT}.{{0,4}}(?:报警|反诈)")),
    ("office", re.compile(rf"{_OFFICE}.{{0,6}}{_CONTACT}|{_CONTACT}.{{0,4}}{_OFFICE}")),
)


def asks_others_contact(text: str) -> Whose | None:
    """Whose telephone or address is asked for; None when none is, or ours, or it is about an account's number."""
    key = matching_key(_NOT_OURS.sub("", text))
    if len(key) > _LONGEST or _OURS.search(key) or not _ASKED.search(key):
        return None
    for whose, names in _NAMES:
        if names.search(key):
            return whose
    return None
