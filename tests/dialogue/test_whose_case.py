"""Whose case a message is about: what was told of one person is never taken for another."""

from __future__ import annotations

import pytest

from dialogue.heard import ConversationState, Heard
from dialogue.people.whose_case import asked_for_last, turned_case, turned_to, without_turn
from dialogue.table import facts_in, read
from faq.guiding.state import GuideState
from tests.real_content import real_guidance


@pytest.mark.parametrize(
    ("text", "before", "turned"),
    [
        ("那我自己的呢", "妈", ""),
        ("我的也查不到 我18年毕业", "爸", ""),
        ("我自己也忘了", "妈", ""),
        ("我自己的号倒是能登", "妈", None),
        ("我自己的手机收的码", "妈", None),
        ("她手机能用", "妈", None),
        ("我母亲的密码忘了", "妈", None),
        ("我爸的也忘了", "", "爸"),
        ("那我爸的呢", "妈", "爸"),
        ("我也查不到", "", None),
    ],
)
def test_who_is_turned_to(text: str, before: str, turned: str | None) -> None:
    assert turned_to(text, before) == turned


def test_the_last_one_asked_for_counts() -> None:
    assert asked_for_last(["帮我妈查学历 查不到"]) == "妈"
    assert asked_for_last(["帮我妈查学历 查不到", "那我自己的呢"]) == ""
    assert asked_for_last(["我密码忘了", "我爸的也忘了"]) == "爸"


def test_another_person_is_another_case() -> None:
    case = GuideState("missing_record", "", {"graduated_when": "early"}, {}, whose="妈")
    assert turned_case("我的也查不到", case) == GuideState()
    assert turned_case("她是自考的", case) is case
    assert GuideState.from_dict(case.as_dict()) == case
    assert without_turn("那我自己的呢 我2020年毕业也查不到", "妈") == "我2020年毕业也查不到"


def test_the_guide_begins_anew_with_what_is_told_of_the_other() -> None:
    case = GuideState("missing_record", "", {"graduated_when": "early", "seen": "empty"}, whose="妈")
    state = ConversationState(topic="record_missing", leads="missing_record", case=case)
    act = read(Heard("我的也查不到 我18年毕业"), state, real_guidance())
    assert act is not None
    assert act.intent == "tell_fact"
    assert act.detail["guide"] == "missing_record"
    assert "graduated_when=late" in facts_in(Heard("我的也查不到 我18年毕业"), state, real_guidance())
    bare = read(Heard("那我自己的呢"), state, real_guidance())
    assert bare is not None
    assert bare.detail == {"kind": "turned", "guide": "missing_record"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我妈忘记密码了 她手机能用", {"password": "forgotten", "phone": "usable"}),
        ("帮我爸弄 他手机号停了 邮箱没有", {"phone": "unusable", "mail": "unusable"}),
        ("当年绑的邮箱还能上", {"mail": "usable"}),
        ("以前能登", {}),
        ("学信网密码忘了", {"password": "forgotten"}),
        ("旧号收不到短信了", {"phone": "unusable"}),
        ("教务处电话没人接", {"school_phone": "dead"}),
        ("教育厅又让我回学校", {"school_says": "sent_back"}),
    ],
)
def test_ways_of_telling(text: str, facts: dict[str, str]) -> None:
    assert real_guidance().extractor.facts(text) == facts
