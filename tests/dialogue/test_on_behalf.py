"""Who asks for somebody of their family, and who only mentions them."""

from __future__ import annotations

import pytest

from dialogue.people.on_behalf import asks_for, is_away, with_face


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("想给女儿开个学信网账户，页面不让注册", "女儿"),
        ("我替我爸问一下，他的学历查不到", "爸"),
        ("你好，我家儿子的学籍显示休学", "儿子"),
        ("孩子在军训，没法刷脸", "孩子"),
        ("我妈的大专学历在网上查不到", "妈"),
        ("替朋友问问，他的密码忘了", "朋友"),
        ("帮老母亲注册学信网", "老母亲"),
        ("我外公八四年毕业，学历查不到", "外公"),
        ("同学都能查到学籍，就我没有", ""),
        ("我姐说学信网要注册", ""),
        ("I am asking for my daughter", "女儿"),
        ("My son's account is locked", "儿子"),
        ("闺女给我弄的手机，我查不到学历", ""),
        ("当时是女儿帮我注册的", ""),
        ("注册用的是我妈的手机号", ""),
        ("给我妈打过电话了", ""),
        ("我忘记密码了", ""),
        ("I forgot my password", ""),
    ],
)
def test_the_relative_is_named_as_they_are_called(text: str, who: str) -> None:
    assert asks_for(text) == who


@pytest.mark.parametrize(
    ("text", "away"),
    [("女儿在军训，碰不到手机", True), ("他手机被收了", True), ("孩子在学校上课", False)],
)
def test_who_has_no_phone_at_hand(text: str, away: bool) -> None:
    assert is_away(text) is away


def test_a_face_that_is_left_out_is_put_back() -> None:
    assert with_face("我替他刷可以吗") == "我替他刷脸可以吗"
    assert with_face("我替他刷脸可以吗") == "我替他刷脸可以吗"
    assert with_face("帮我刷新一下") == "帮我刷新一下"
