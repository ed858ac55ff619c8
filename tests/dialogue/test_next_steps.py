"""What is asked by order, and which lines of an answer are deeds."""

from __future__ import annotations

import pytest

from dialogue.questions.next_steps import (
    asks_what_first,
    case_and_deed,
    first_of_two,
    holds_place,
    is_deed,
    logs_in,
    was_done,
)


@pytest.mark.parametrize(
    "text",
    [
        "第一步先找谁 带啥",
        "改好了，还要做啥",
        "那我还得干嘛",
        "那我先问谁",
        "就是先去招办还是先去学校嘛",
        "先报名还是先缴费",
    ],
)
def test_an_order_is_asked(text: str) -> None:
    assert asks_what_first(text)


def test_the_two_whose_order_is_asked() -> None:
    assert first_of_two("就是先去招办还是先去学校嘛") == ("去招办", "去学校")
    assert first_of_two("先生还是女士") == ()
    assert first_of_two("毕业证还是学位证") == ()


@pytest.mark.parametrize(
    "step", ["先问学校，别自己重采", "联系生源地省招办，更正并取得证明", "改好后登录核对", "点“在线验证报告”"]
)
def test_a_deed(step: str) -> None:
    assert is_deed(step)


@pytest.mark.parametrize(
    "step",
    [
        "现场：见过 15 元、20 元一人",
        "常要：申请、身份证、照片",
        "没有学历照：问学校怎么补采",
        "在校时能改",
        "录取照不算，那不是学历照",
        "改姓名：户口簿、身份证",
        "军校没注册的：可在线申请书面认证",
    ],
)
def test_what_is_no_deed_for_everybody(step: str) -> None:
    assert not is_deed(step)


def test_a_line_for_one_case_has_its_deed() -> None:
    assert case_and_deed("没有学历照：问学校怎么补采") == ("没有学历照", "问学校怎么补采")
    assert case_and_deed("点“在线验证报告”") == ("", "点“在线验证报告”")


def test_a_step_is_about_a_thing() -> None:
    assert holds_place("联系生源地省招办（考试院）", "去省招办")
    assert not holds_place("以某校为例：申请表、户口本", "去派出所")


def test_what_was_done_is_no_step() -> None:
    assert was_done("核对姓名", ["也核对过姓名"])
    assert not was_done("核对姓名", ["姓名怎么核对"])
    assert was_done("马上改密码；转过钱的，先报警", ["密码已经改了"])
    assert not was_done("马上改密码；转过钱的，先报警", ["密码改不了"])


def test_a_step_that_needs_the_account() -> None:
    assert logs_in("打开征兵网，登录")
    assert not logs_in("登录页点“找回密码”")
