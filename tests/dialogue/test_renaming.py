"""Which messages give a username instead of the one that stands in the ticket."""

from __future__ import annotations

import pytest

from dialogue.text.languages import in_mandarin
from dialogue.ticket.renaming import renames


@pytest.mark.parametrize(
    "text",
    [
        "用户名不是138那个，改成〔手机号〕",
        "手机号写错了，应该是〔手机号〕",
        "账号那个是旧号，用〔邮箱〕吧",
        "号码不对，不是〔手机号〕，是〔手机号〕",
        "用户名唔系139嗰个，改做〔手机号〕",
        "邮箱填错了 其实是〔邮箱〕，谢谢",
    ],
)
def test_a_new_name_takes_the_place(text: str) -> None:
    assert renames(in_mandarin(text))


@pytest.mark.parametrize(
    "text",
    [
        "我的旧手机号是〔手机号〕，早就不用了",
        "注册时绑的是〔手机号〕",
        "手机号不是我的，是谁注册的",
        "页面说〔手机号〕已被注册",
        "请打〔手机号〕联系我",
    ],
)
def test_a_number_that_is_told_stays_told(text: str) -> None:
    assert not renames(in_mandarin(text))
