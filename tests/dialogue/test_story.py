"""The story of a conversation: never without its first words, and without what the person is done with."""

from __future__ import annotations

import pytest

from dialogue.story import Story, read_story


def story(*messages: tuple[str, str], untrue: str = "-") -> Story:
    return read_story(messages, lambda clause: untrue not in clause)


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        # the matter's first message stands whole, whatever is asked on the way
        (
            [("入学日期早了一年，我是专升本的", "wrong"), ("教务处不肯改，你们能改吗", "other"), ("登记照也旧了", "photo")],
            Story("入学日期早了一年，我是专升本的，教务处不肯改，登记照也旧了"),
        ),
        # who began with a question has it told first
        ([("在线验证报告怎么申请", "report"), ("点了申请一直转圈", "report")], Story("在线验证报告怎么申请？点了申请一直转圈")),
        # another matter stands behind the one that is talked about now, for the turn may be misread
        (
            [("手机号被陌生人占着", "phone"), ("毕业照片显示成了别人", "photo")],
            Story("毕业照片显示成了别人", "手机号被陌生人占着"),
        ),
        # what is solved or left in so many words is not told again
        ([("密码重设不了", "password"), ("成了，谢谢", "password"), ("毕业照片显示成了别人", "photo")], Story("毕业照片显示成了别人")),
        ([("账号想注销掉", "cancel"), ("不注销了，毕业照片显示成了别人", "photo")], Story("毕业照片显示成了别人")),
        # coming back to a matter goes on with it
        (
            [("旧号换成新号一直报错", "phone"), ("毕业照片显示成了别人", "photo"), ("旧号还在手上能收短信", "phone")],
            Story("旧号换成新号一直报错，旧号还在手上能收短信", "毕业照片显示成了别人"),
        ),
        # what goes on with the words of the matter does not turn from it, whatever answered it
        ([("学籍里姓名少一个字", "wrong"), ("姓名少字影响报名了", "exam")], Story("学籍里姓名少一个字，姓名少字影响报名了")),
        ([], Story()),
        ([("你好", ""), ("谢谢", "")], Story()),
    ],
)
def test_story(messages: list[tuple[str, str]], expected: Story) -> None:
    assert story(*messages) == expected


def test_the_question_that_was_asked_last_is_told() -> None:
    assert story(("密码重设不了", "password"), ("旧号会不会一直占着账号", "phone")).asked == "旧号会不会一直占着账号？"
    assert story(("旧号会不会一直占着账号", "phone"), ("密码重设不了", "phone")).asked == ""


def test_what_was_put_right_is_left_out() -> None:
    told = story(("登录提示密码错误", "login"), ("手机停机了", "login"), ("手机修好了能用", "login"), untrue="停机")
    assert told.told == "登录提示密码错误，手机修好了能用"


def test_a_long_story_keeps_its_beginning_and_its_end() -> None:
    middle = [(f"第{number}次提示系统繁忙稍后再来一次啊", "password") for number in range(30)]
    told = story(("密码重设不了", "password"), *middle, ("今天又锁住了", "password")).told
    assert told.startswith("密码重设不了，") and told.endswith("，今天又锁住了")
    assert len(told) <= 160
