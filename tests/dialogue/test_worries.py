"""What is only feared is told from what is asked."""

from __future__ import annotations

import pytest

from dialogue.moods.worries import is_worry, without_worries


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("隔壁寝室都查得到，就我查不到学籍，是不是被学校开除了", "隔壁寝室都查得到，就我查不到学籍"),
        ("名字里换个字注册行吗 又怕以后对不上", "名字里换个字注册行吗"),
        ("学信网登录收不到验证码，我担心账号没了", "学信网登录收不到验证码"),
    ],
)
def test_what_is_feared_is_left_out(text: str, rest: str) -> None:
    assert without_worries(text) == rest


@pytest.mark.parametrize(
    "text",
    ["我是不是被骗了", "怕被盗号", "身份证是不是被别人注册了", "报告打不开，是不是过期了", "不怕麻烦，想改名字"],
)
def test_what_is_all_that_is_asked_stays(text: str) -> None:
    assert without_worries(text) == text


def test_a_bare_fear_wants_no_line_of_its_own() -> None:
    assert is_worry("会不会耽误")
    assert not is_worry("会不会影响考研报名")
    assert not is_worry("多久能解锁")
