"""The text of a ticket that is dictated word for word."""

from __future__ import annotations

import pytest

from dialogue.readers.person import staff_wish
from dialogue.ticket.dictating import Dictated, dictated


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("内容就写：刷脸十几次都不过，急着报名", Dictated("刷脸十几次都不过，急着报名", alone=True)),
        (
            "描述：查不到学籍，学校也撤销了，没有截图，就这些",
            Dictated("查不到学籍，学校也撤销了", behind="没有截图，就这些"),
        ),
        (
            "帮我开工单，用户名〔手机号〕，描述：证件号被人注册了",
            Dictated("证件号被人注册了", before="帮我开工单，用户名〔手机号〕"),
        ),
    ],
)
def test_what_stands_behind_the_label_is_the_text(text: str, told: Dictated) -> None:
    assert dictated(text) == told
    assert staff_wish(text) == "ticket"


@pytest.mark.parametrize(
    "text", ["错误描述：验证码错误怎么办", "报名有个框要填内容：写什么", "描述：嗯", "描述在哪里填"]
)
def test_what_is_no_dictation(text: str) -> None:
    assert dictated(text) is None


def test_without_a_colon_it_is_one_in_the_form_only() -> None:
    text = "就写老师把我名字报错了"
    assert dictated(text) is None
    assert dictated(text, in_form=True) == Dictated("老师把我名字报错了", alone=True)
    assert dictated("就写手机号吗", in_form=True) is None


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("工单：我2019年大专毕业，学历里专业写错了，怎么办", "ticket"),
        ("工单 学籍照片显示的是别人 很着急下周报名", "ticket"),
        ("Ticket: my degree record shows the wrong major", "ticket"),
        ("工单：T1234567 怎么样了", ""),
        ("工单：多久答复", ""),
        ("工单太慢了，催一下", ""),
        ("工单编号找不到了", ""),
    ],
)
def test_what_stands_behind_the_word_ticket_is_its_text(text: str, wish: str) -> None:
    assert staff_wish(text) == wish
