"""A clause that was put right stands in the place of the one it corrects; the story beside it stays."""

from __future__ import annotations

import pytest

from dialogue.facts.in_place import in_place
from dialogue.facts.retold import put_right, taken_back
from dialogue.facts.story import ClauseJudge, read_story

_TRUE = ClauseJudge(lambda _: True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["我密码忘了", "不对 是用户名忘了"], "我用户名忘了"),
        (["密码忘了", "错了错了 是用户名"], "用户名忘了"),
        (["密码忘了", "哦不 用户名忘了"], "用户名忘了"),
        (["登录不上，提示密码错误", "说错了，是提示账号不存在"], "登录不上，提示账号不存在"),
        (["绑的手机号换了，收不到验证码", "哦等等，手机号没换，是停机了"], "手机号没换，是停机了，收不到验证码"),
        (["学籍查不到", "不是学籍，我问的是学历", "毕业三年了"], "学历查不到；毕业三年了"),
        (["报告下载不了", "打错了 是报告打不开", "打开了但是没有照片"], "报告打不开；打开了但是没有照片"),
        (["头像审核不过", "我是说学籍照片不对"], "头像审核不过；我是说学籍照片不对"),
    ],
)
def test_the_story_is_told_as_it_was_put_right(said: list[str], told: str) -> None:
    assert read_story(said, _TRUE).told == told


@pytest.mark.parametrize("text", ["密码也忘了", "不对吗", "不是说能找回吗", "是用户名忘了", "不对"])
def test_no_correction_changes_nothing(text: str) -> None:
    assert in_place(["用户名忘了"], text) is None


def test_what_was_put_right_is_taken_back() -> None:
    assert taken_back(["我密码忘了", "不对 是用户名忘了", "转人工"]) == "我密码忘了，不对，是用户名忘了"
    assert put_right(["我密码忘了", "不对 是用户名忘了"]) == ["我用户名忘了", ""]


def test_what_stands_before_the_value_stays() -> None:
    change = in_place(["学信网上少一条，毕业证是2011年发的"], "不对，是2012年发的")
    assert change is not None
    assert change.texts == ("学信网上少一条，毕业证是2012年发的",)
    assert change.now == "毕业证是2012年发的"
