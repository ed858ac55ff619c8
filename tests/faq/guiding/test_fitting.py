"""Answers without the steps that somebody said are of no use."""

from __future__ import annotations

import pytest

from faq.guiding.fitting import LEFT_OUT, fitting, without_tests
from tests.real_content import real_guidance

SITUATION = real_guidance().guides.situation
ANSWER = (
    "能找回。\n1. 绑过微信：扫码登录。\n2. 选邮箱或密保，照提示设新密码。\n3. 别用停用的手机收短信。\n都不行就找客服。"
)


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (
            {"scan": "unbound"},
            f"能找回。\n1. 选邮箱或密保，照提示设新密码。\n2. 别用停用的手机收短信。\n都不行就找客服。\n{LEFT_OUT}",
        ),
        ({"mail": "unusable"}, ANSWER),  # the same step names 密保, too
        (
            {"mail": "unusable", "security": "unusable", "phone": "unusable"},
            f"能找回。\n1. 绑过微信：扫码登录。\n2. 别用停用的手机收短信。\n都不行就找客服。\n{LEFT_OUT}",
        ),
        ({"scan": "unknown", "mail": "usable"}, ANSWER),
        ({}, ANSWER),
    ],
)
def test_a_step_is_left_out_when_all_it_needs_is_ruled_out(known: dict[str, str], text: str) -> None:
    assert fitting(ANSWER, known, SITUATION) == text


def test_what_was_tried_is_not_told_again() -> None:
    text = "再试两样。\n1. 光线均匀，脸露全。\n2. 换设备，先退出别处的账号。"
    assert fitting(text, {"light": "tried"}, SITUATION) == f"再试两样。\n1. 换设备，先退出别处的账号。\n{LEFT_OUT}"


def test_an_answer_of_which_nothing_would_be_left_stays() -> None:
    text = "扫码进去。\n1. 登录页扫码进。"
    assert fitting(text, {"scan": "unbound"}, SITUATION) == text


def test_what_else_may_be_meant_keeps_its_numbers() -> None:
    text = "两条路。\n1. 绑过的：扫码登录。\n2. 补卡。\n也可能是：\n1. 微信登录进错账号怎么办？"
    left = f"两条路。\n1. 补卡。\n{LEFT_OUT}\n也可能是：\n1. 微信登录进错账号怎么办？"
    assert fitting(text, {"scan": "unbound"}, SITUATION) == left


@pytest.mark.parametrize(
    ("text", "known", "left"),
    [
        ("服务号里找人工客服，或发邮件 kefu@chsi.com.cn。", {"mailbox": "dead"}, "服务号里找人工客服。"),
        ("忘了就点“找回密码”；绑过微信的直接扫码。", {"scan": "unbound"}, "忘了就点“找回密码”。"),
        ("绑过微信的直接扫码吗？", {"scan": "unbound"}, "绑过微信的直接扫码吗？"),
        ("绑过微信的直接扫码。", {"scan": "unbound"}, "绑过微信的直接扫码。"),  # else nothing would be left
        ("先换一台手机；再刷新。", {"device": "tried"}, "再刷新。"),
    ],
)
def test_prose_is_without_the_ways_that_are_ruled_out(text: str, known: dict[str, str], left: str) -> None:
    assert fitting(text, known, SITUATION) == left


@pytest.mark.parametrize(
    ("text", "known", "left"),
    [
        ("先别再交，试试旧账号还能不能登；马上找客服。", {"login": "in"}, "先别再交；马上找客服。"),
        ("该问了：先看同班有没有。都没有就等。", {"classmates": "can"}, "该问了：都没有就等。"),
        ("试试旧账号还能不能登。", {"login": "in"}, "试试旧账号还能不能登。"),
        ("先别再交，试试旧账号还能不能登；", {"login": "unknown"}, "先别再交，试试旧账号还能不能登；"),
    ],
)
def test_what_was_said_is_not_to_be_found_out(text: str, known: dict[str, str], left: str) -> None:
    assert fitting(text, known, SITUATION) == left


def test_what_was_checked_is_not_told_to_be_checked() -> None:
    text = "找学校。\n1. 先核对账号的姓名、证件号码。\n2. 请学校查报了没有。\n3. 学校说已报：核对账号姓名再看。"
    told = without_tests(text, {"matches": "same"}, SITUATION)
    assert told == "找学校。\n1. 请学校查报了没有。\n2. 学校说已报：核对账号姓名再看。"
    assert without_tests(text, {}, SITUATION) == text
