"""Who means another matter than the one that was told or answered."""

from __future__ import annotations

import pytest

from dialogue.put_right import PutRight, changed_facts, meant_instead
from dialogue.retold import put_right
from tests.real_content import real_guidance


@pytest.mark.parametrize(
    ("text", "meant", "wrong"),
    [
        ("不是不是，讲错了，学籍里是对的，是账号上名字打错", "账号上名字打错", "学籍"),
        ("说错了，是我儿子的学籍看不到", "我儿子的学籍看不到", ""),
        ("不是验证码，我是说邮件收不到", "邮件收不到", "验证码"),
        ("是邮箱，不是手机号", "邮箱", "手机号"),
        ("我问的不是学历，是学位在哪查，急", "学位在哪查，急", "学历"),
        ("学历没错，是照片错了", "照片错了", "学历"),
    ],
)
def test_what_is_meant_instead(text: str, meant: str, wrong: str) -> None:
    found = meant_instead(text)
    assert found is not None
    assert (found.meant, found.wrong) == (meant, wrong)


@pytest.mark.parametrize(
    "text",
    [
        "不是",
        "不对",
        "不是，我没收到",
        "学籍没错",
        "不是新生",
        "是的，我是应届生",
        "不是不清楚，是根本没有照片",
        "没有，是在电脑上弄的",
    ],
)
def test_what_only_answers_puts_nothing_right(text: str) -> None:
    assert meant_instead(text) is None


def test_what_it_points_to_and_asks() -> None:
    found = meant_instead("不是刷脸，我问手机号那个，审完要再注册吗")
    assert found is not None
    assert (found.points_to, found.asks) == ("手机号", "审完要再注册吗")


def test_the_facts_that_are_otherwise() -> None:
    known = {"change_what": "phone", "graduated": "done", "worked@change_info.phone": "failed"}
    assert changed_facts(PutRight("邮箱", "手机号"), known, real_guidance()) == {"change_what": "mail"}
    assert changed_facts(PutRight("邮箱"), known, real_guidance()) == {}


def test_a_ticket_tells_what_is_meant() -> None:
    assert put_right(["我学籍上名字错了一个字", "说错了，学籍没错，是登录账号里的名字打错了"]) == [
        "",
        "登录账号里的名字打错了",
    ]
    assert put_right(["查不到我的学历，急", "讲错了，是我女儿的学籍查不到"]) == ["我女儿的学籍查不到"]
