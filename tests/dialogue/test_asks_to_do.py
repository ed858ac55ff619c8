"""Who asks us to change something ourselves, and who only asks how."""

from __future__ import annotations

import pytest

from dialogue.questions.asks_to_do import what_to_do, what_to_look_up


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


@pytest.mark.parametrize(
    "text",
    [
        "照片错了，这些你们后台改一下行不行",
        "你们能给我补打一个吗",
        "锁着呢，你们后台能解吗",
        "你们能帮我改吗",
        "学信网后台录一下不就好了",
        "你们系统里能给补录一下不",
        "别人都有就缺我的 你给加上呗",
    ],
)
def test_a_wish_of_us_in_few_words(text: str) -> None:
    assert what_to_do(text)


@pytest.mark.parametrize(
    "text", ["帮我查下我对象的学历呗，我有他身份证号", "普通话证查不到啊，你们给查查呗", "麻烦帮我查一下学籍"]
)
def test_what_we_are_asked_to_look_up(text: str) -> None:
    assert what_to_look_up(text)
    assert what_to_do(text) == ""


@pytest.mark.parametrize(
    "text", ["帮我查学历怎么查", "单位让我给他们查一下学历可以吗", "学校老师给查查吗", "老师能给我改吗"]
)
def test_what_others_do_or_how_is_asked_is_no_wish_of_us(text: str) -> None:
    assert (what_to_look_up(text), what_to_do(text)) == ("", "")
