"""A yes or a no is said only to the question that it answers."""

from __future__ import annotations

import pytest

from faq.text.polarity import asks_whether, fitting_verdict, says_whether, speaks_of
from tests.real_content import real_index


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("能让别人代办吗", True),
        ("改了会影响毕业不", True),
        ("这样行不行啊", True),
        ("怎么换手机号", False),
        ("要多久", False),
        ("查不到学历", False),
    ],
)
def test_what_can_be_answered_with_yes_or_no(text: str, asks: bool) -> None:
    assert asks_whether(text) is asks


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("不会。改的只是密码。", True),
        ("能换，不用重新注册：趁旧号还能收短信。", True),
        ("不能自己改，由学校更正。", True),
        ("没有统一时间，由学校更新。", False),
        ("先看页面提示什么。", False),
    ],
)
def test_what_begins_with_yes_or_no(answer: str, says: bool) -> None:
    assert says_whether(answer) is says


@pytest.mark.parametrize(
    ("text", "said", "speaks"),
    [
        ("名字错了影响考研吗", "在校改名怎么更新\n能改：找学校。", False),
        ("改密码影响学籍吗", "改密码会影响学籍吗\n不会。", True),
        ("能让同学代刷吗", "不想刷脸有别的办法吗\n可以不刷脸。", False),
        ("能让老师登录吗", "账号可以给别人用吗\n不可以。", True),
        ("能换邮箱吗", "怎么换邮箱\n能换。", True),
    ],
)
def test_a_verdict_on_something_else_is_none(text: str, said: str, speaks: bool) -> None:
    assert speaks_of(text, said) is speaks


def test_a_verdict_needs_a_question_that_its_entry_knows() -> None:
    index = real_index()
    about_passwords = index.numbers["reset_keeps_record"]
    for text in ("改密码会影响学籍吗", "重设密码对学籍有没有影响"):
        assert not index.other_verdict(index.read(text), about_passwords)
    for text in ("孩子名字没改对之前，考研报名会受影响吗", "毕业照没拍会不会影响领毕业证"):
        assert index.other_verdict(index.read(text), about_passwords)
    assert not index.other_verdict(index.read("名字错了怎么改"), about_passwords)


@pytest.mark.parametrize(
    ("question", "said", "expected"),
    [
        ("改完能立刻登录吗", "不会。改的只是密码。", "改的只是密码。"),
        ("档案还在吗", "不会。学校上报的不变。", "学校上报的不变。"),
        ("改密码影响学籍吗", "不会。改的只是密码。", "不会。改的只是密码。"),
        ("要交钱吗", "不用：中文版免费。", "不用：中文版免费。"),
        ("可以让同学去吗", "不能：要本人刷脸。", "不能：要本人刷脸。"),
        ("怎么改密码", "能：点“找回密码”。", "能：点“找回密码”。"),
        ("还是同一个账号吗", "不能急着勾：旧账号会注销。", "【重新注册】\n不能急着勾：旧账号会注销。"),
        ("报告要打印吗", "登录学信档案自己申请。", "登录学信档案自己申请。"),
    ],
)
def test_no_yes_or_no_stands_alone_for_another_question(question: str, said: str, expected: str) -> None:
    assert fitting_verdict(question, said, "重新注册") == expected
