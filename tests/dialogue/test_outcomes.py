"""What came up behind the step that worked."""

from __future__ import annotations

import pytest

from dialogue.facts.outcomes import asked_behind, came_up_behind, split_outcome
from tests.real_content import real_guidance

GUIDANCE = real_guidance()


def is_done(clause: str) -> bool:
    return GUIDANCE.extractor.facts(clause, "worked").get("worked") == "done"


@pytest.mark.parametrize(
    ("text", "ask", "behind"),
    [
        ("扫进来了，但是学籍显示没有", "扫进去了吗？", "学籍显示没有"),
        ("扫进来了但是学籍显示没有", "扫进去了吗？", "学籍显示没有"),
        ("换好了，可是登不上了", "换好了吗？", "登不上了"),
        ("我说了登进去了 现在是报名校验没通过", "登进去了吗？", "是报名校验没通过"),
        ("弄好啦，不过邮箱也想换", "弄好了吗？", "邮箱也想换"),
        ("成了，可以改密码了吗", "扫进去了吗？", ""),
        ("换好了，但是登不上，可能是密码错了", "换好了吗？", "登不上，可能是密码错了"),
        # it says how the step went
        ("改好了，可是还查不到", "现在看到了吗？", ""),
        ("还是不行，收不到", "收到了吗？", ""),
        # nothing came up
        ("进去了，谢谢", "进去了吗？", ""),
        ("进去了，我去改密码", "进去了吗？", ""),
    ],
)
def test_what_stands_behind(text: str, ask: str, behind: str) -> None:
    assert split_outcome(text, ask, is_done)[1] == behind


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("身份核验那关已经过了，就是学历还没显示", "学历还没显示"),
        ("密码已经改好登进去了，老手机号怎么换", "老手机号怎么换"),
        ("实名通过了，报告怎么下载", "报告怎么下载"),
        ("账号找回来了，学籍那里是空的", "学籍那里是空的"),
        # the very same matter goes on
        ("改好了，但还是查不到", ""),
        ("密码改过了，还是提示密码错误", ""),
        # nothing is behind anybody
        ("同学都查到了，就我没有", ""),
        ("手机号换了，登不上", ""),
        ("别人登上了，怎么办", ""),
    ],
)
def test_what_comes_up_once_a_thing_is_done(text: str, behind: str) -> None:
    assert asked_behind(text) == behind


def test_what_was_only_tried_is_not_done() -> None:
    assert came_up_behind("都找过了，学校说不归他们管") == ""
    assert came_up_behind("密码改好了，可是页面显示空白") == "页面显示空白"
