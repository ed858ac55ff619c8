"""What a page is for, by its title, by what it offers, and by what somebody ringed on it."""

from __future__ import annotations

import pytest

from faq.pages.facts import PageFacts
from faq.pages.naming import TROUBLE, marked_words, offered, page_name
from tests.faq.pages.seen import Seen, page, seen


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("9:31", "图像采集码", "虚构大学"), "图像采集码"),
        (("登录日志_学信网", "account.chsi.com.cn/log", "虚构的一行"), "登录日志"),
        (("虚构小店", "今日特价"), ""),
        (("学信网", "登录"), ""),
        (("账号管理：请核对，再保存",), ""),
        (("调剂服务系统", "当前访问人数较多，正在排队"), TROUBLE),
        (("学信网", "404"), TROUBLE),
        (("学籍信息", *(f"虚构的第{number}栏内容" for number in range(11)), "正在排队"), "学籍信息"),
    ],
)
def test_a_page_is_called_what_its_title_says(rows: tuple[str, ...], name: str) -> None:
    assert page_name(page(*rows)) == name


def test_ways_of_recovery_are_said_as_people_ask() -> None:
    assert offered(PageFacts(recovery_ways=())) == "找回密码页面一种找回方式都没有"
    assert offered(PageFacts(recovery_ways=("phone",))) == "找回密码只有手机一种方式"
    assert offered(PageFacts(recovery_ways=("phone", "email"))) == offered(PageFacts()) == ""


def test_a_ringed_button_is_read_with_what_it_stands_beside() -> None:
    button = seen("修改", row=1, column=2, marked=True)
    lines = [seen("手机号（已绑定）", row=1), seen("138****0016", row=1, column=1), button, seen("安全邮箱", row=2)]
    assert marked_words(lines, [line.text for line in lines]) == "手机号已绑定修改"
    alone = [Seen("境外", marked=True)]
    assert marked_words(alone, ["境外"]) == ""  # too short to tell anything
