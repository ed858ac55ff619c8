"""The parts of a story that may carry its wish."""

from __future__ import annotations

import pytest

from faq.text.normalise import normalise
from faq.text.wishes import is_idle, wish_parts, wishes


@pytest.mark.parametrize(
    ("story", "first"),
    [
        (
            "小伙子你好，我今年六十九了，不太会弄手机，闺女给我买的智能机，就是密码忘了，登不上去，怎么办？",
            "就是密码忘了,登不上去,怎么办",
        ),
        (
            "老师您好，打扰了，我是做小生意的，学历报告在哪里打印啊，谢谢您！",
            "我是做小生意的,学历报告在哪里打印啊",
        ),
    ],
)
def test_what_is_only_around_a_wish_is_left_out(story: str, first: str) -> None:
    assert wish_parts(normalise(story))[0] == first


@pytest.mark.parametrize("text", ["", "忘记密码怎么办", "你好，请问忘记密码怎么找回", "学籍查不到，怎么办"])
def test_a_short_question_is_no_story(text: str) -> None:
    assert wish_parts(normalise(text)) == ()


def test_a_long_row_of_clauses_gives_few_parts() -> None:
    assert len(wish_parts("密码忘了," * 2_000)) <= 6


def test_what_does_work_is_no_wish() -> None:
    parts = wish_parts("学信网能查到学历,查不到学位,学位证原件还在手里放着呢,单位人事一直在追")
    assert "查不到学位" in parts
    assert "学信网能查到学历" not in parts


def test_who_asks_is_idle_and_what_is_to_be_done_a_wish() -> None:
    assert is_idle("我年纪大了")
    assert not is_idle("手机停了")
    assert wishes("想注销账号")
    assert not wishes("手机停了")
