"""«还是不行» in a row is heard, and tells nothing else."""

from __future__ import annotations

import pytest

from dialogue.moods.in_vain import is_bare_trouble, says_in_vain, times_in_vain


@pytest.mark.parametrize(
    "text",
    [
        "还是不行",
        "试了一下午了还是不行",
        "都试过了没用",
        "还是传不上去",
        "重装了也没用",
        "换了浏览器也不行",
        "还是闪退",
        "still not working",
    ],
)
def test_nothing_helped(text: str) -> None:
    assert says_in_vain(text)


@pytest.mark.parametrize(
    "text",
    [
        "验证码收不到",
        "登不上",
        "密码不行",
        "还是学籍",
        "学校也没用",
        "不行吗",
        "还是不行怎么办",
        "I forgot my password",
    ],
)
def test_what_tells_or_asks_something_is_no_such_word(text: str) -> None:
    assert not says_in_vain(text)


def test_only_the_last_in_a_row_count() -> None:
    assert times_in_vain(["还是不行", "手机号停了", "还是不行", "没用"]) == 2
    assert times_in_vain(["还是不行", "怎么收费"]) == 0


def test_a_bare_trouble_names_nothing() -> None:
    assert is_bare_trouble("打不开")
    assert not is_bare_trouble("邮箱打不开")
