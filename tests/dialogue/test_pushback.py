"""Doubts, objections and the kind somebody says they are."""

from __future__ import annotations

import pytest

from dialogue.heard import Heard
from dialogue.moods.pushback import doubts, kind_told, objection_in, tried_in_vain


@pytest.mark.parametrize(
    "text",
    [
        *("你确定吗", "您确定？", "真的假的啊", "是真的吗", "这准不准", "靠谱吗", "不会吧"),
        *("有依据吗", "依据是什么呢", "谁规定的", "这是官方说法吗", "你怎么知道的"),
    ],
)
def test_a_doubt_asks_what_an_answer_rests_on(text: str) -> None:
    assert doubts(Heard(text).core_key)


@pytest.mark.parametrize("text", ["确定", "真的过不去", "官方电话多少", "这家机构靠谱吗", "你是官方客服吗"])
def test_what_only_sounds_like_a_doubt(text: str) -> None:
    assert not doubts(Heard(text).core_key)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("可是我家里没有电脑", "我家里没有电脑"),
        ("但是人家说要盖章，怎么办", "人家说要盖章"),
        ("学校让我直接找你们", "学校让我直接找你们"),
        ("辅导员那边说不归他们管", "辅导员那边说不归他们管"),
        ("我现在在国外，回不去", "我现在在国外，回不去"),
        ("可是怎么申请呢", ""),
        ("学校什么时候上报", ""),
        ("可以", ""),
        ("可以的话我先申请一份", ""),
    ],
)
def test_why_an_answer_does_not_fit(text: str, said: str) -> None:
    assert objection_in(text) == said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我是函授的", "函授"),
        ("其实我当年读的是电大", "电大"),
        ("专升本", "专升本"),
        ("她是在职研究生", "在职研究生"),
        ("自考怎么报名", ""),
        ("我本科毕业证丢了", ""),
    ],
)
def test_which_kind_somebody_is(text: str, kind: str) -> None:
    assert kind_told(Heard(text).core_key) == kind


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("都试过了还是不行", True),
        ("按你说的弄了，没用", True),
        ("学校我也问过了", False),
        ("电话打了好几次没人接", False),
        ("试了", True),
        ("我去学校问了说不归他们", False),
    ],
)
def test_what_was_told_has_been_tried(text: str, tried: bool) -> None:
    assert tried_in_vain(Heard(text).core_key) is tried
