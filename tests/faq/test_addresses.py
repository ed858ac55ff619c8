"""Which network addresses are ours, and which are made to be taken for ours."""

from __future__ import annotations

import pytest

from faq.text.addresses import false_address, is_official, strange_address


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("chsiii.com.cn 是学信网官网吗", "chsiii.com.cn"),
        ("有人发来 http://www.xuexin-wang.com/login 能点吗", "www.xuexin-wang.com"),
        ("www.chsi.com.cn.login.top 是真的吧", "www.chsi.com.cn.login.top"),
    ],
)
def test_what_is_made_to_be_taken_for_ours_is_told(text: str, host: str) -> None:
    assert false_address(text) == host


@pytest.mark.parametrize("text", ["my.chsi.com.cn 对不对", "https://yz.chsi.com.cn/ 打不开", "百度 baidu.com 能查吗"])
def test_ours_and_what_does_not_look_like_it_are_not(text: str) -> None:
    assert not false_address(text)


def test_a_public_body_is_not_strange() -> None:
    assert is_official("www.moe.gov.cn")
    assert strange_address("去 www.moe.gov.cn 看") == ""
