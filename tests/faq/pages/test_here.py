"""Who stands on a page is not told the way there."""

from __future__ import annotations

import pytest

from faq.pages.here import from_here

STEPS = "\n".join(
    (
        "能看。",
        "1. 打开虚构的网站。",
        "2. 右上角进“甲管理”。",
        "3. 点左侧“乙日志”，找不认识的。",
        "4. 截图。",
        "也可能是：",
        "1. 别的",
    )
)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("乙日志", "能看。\n1. 找不认识的。\n2. 截图。\n也可能是：\n1. 别的"),
        ("我的·乙日志", "能看。\n1. 找不认识的。\n2. 截图。\n也可能是：\n1. 别的"),
        ("甲管理", "能看。\n1. 点左侧“乙日志”，找不认识的。\n2. 截图。\n也可能是：\n1. 别的"),
        ("丙设置", STEPS),
        ("", STEPS),
    ],
)
def test_the_steps_up_to_the_page_are_left_out(name: str, left: str) -> None:
    assert from_here(STEPS, name) == left


def test_the_sentence_that_ends_on_the_page_is_left_out() -> None:
    said = "别急。用浏览器打开虚构的网站，点“找回密码”。\n手机还能收短信吗？\n1. 能\n2. 不能"
    assert from_here(said, "找回密码") == "别急。\n手机还能收短信吗？\n1. 能\n2. 不能"
    assert from_here("点“找回密码”，填用户名。", "找回密码") == "点“找回密码”，填用户名。"


def test_something_is_always_left_to_do() -> None:
    assert from_here("看这里。\n1. 进“甲管理”。", "甲管理") == "看这里。\n1. 进“甲管理”。"
    assert from_here("点“找回密码”。", "找回密码") == "点“找回密码”。"
