"""Who asks us to change something ourselves, and who only asks how."""

from __future__ import annotations

import pytest

from dialogue.asks_to_do import what_to_do


@pytest.mark.parametrize(
    "text",
    [
        "麻烦你们把我弟的学籍给加进去可以不",
        "你直接帮我把密码重置成123456行不行，我急着用",
        "能不能帮我把以前那个手机号解绑了",
    ],
)
def test_a_wish_of_us(text: str) -> None:
    assert what_to_do(text)


@pytest.mark.parametrize("text", ["帮我看看怎么改密码", "学校能不能帮我改", "我想改手机号可以吗", "帮我女儿注册可以吗"])
def test_a_question_is_no_wish_of_us(text: str) -> None:
    assert what_to_do(text) == ""
