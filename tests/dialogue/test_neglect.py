"""Anger that nobody answers is told from what it is about, and from matters that only sound like it."""

from __future__ import annotations

import pytest

from dialogue.facts.no_part import is_no_part
from dialogue.heard import ConversationState, Heard
from dialogue.moods.complaints import only_complains
from dialogue.moods.neglect import tells_neglect
from dialogue.readers.person import NEGLECT, read_person
from tests.real_content import real_guidance

_ANGRY = [
    "别又没人理",
    "上次就没人回",
    "上次提了也没人回我",
    "别又石沉大海啊",
    "有没有人啊",
    "你们就是骗人的吧",
    "就知道让填填填",
    "别又让我等",
    "怎么还没人回",
    "是不是没人看啊",
    "填了有什么用",
    "每次都没下文",
    "别再踢皮球了",
    "学信网管不管啊",
]


@pytest.mark.parametrize("clause", _ANGRY)
def test_neglect_fills_no_field_and_is_no_part_of_a_ticket(clause: str) -> None:
    assert tells_neglect(clause)
    assert is_no_part(clause)
    assert only_complains(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "电话打了没人接",
        "上次注册没有收到验证码",
        "学校说没人处理",
        "之前提交过学历认证没有结果",
        "验证码一直没有反应",
        "让我等24小时再试",
        "照片审核还没有结果",
        "报告提交了没有结果",
        "学校没人管这个学籍",
    ],
)
def test_a_matter_is_none(clause: str) -> None:
    assert not tells_neglect(clause)


@pytest.mark.parametrize(("ticket", "intent"), [("T53N8EDH", "ticket_status"), ("", "contact_support")])
def test_who_has_a_ticket_is_told_when_it_is_answered(ticket: str, intent: str) -> None:
    state = ConversationState(ticket=ticket, topic="degree_not_found")
    act = read_person(Heard("你们到底管不管"), state, real_guidance())
    assert act is not None
    assert (act.intent, act.detail["kind"]) == (intent, NEGLECT if ticket else "complaint")
