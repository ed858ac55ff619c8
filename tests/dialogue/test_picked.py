"""A choice with something behind it."""

from __future__ import annotations

import pytest

from dialogue.picked import picked_with_more


@pytest.mark.parametrize(
    ("text", "which", "more"),
    [
        ("2吧，顺便问下要收费吗", "2", "要收费吗"),
        ("3 他们多久回", "3", "他们多久回"),
        ("就是第2个 里面是空的", "第2个", "里面是空的"),
        ("选1，谢谢", "1", ""),
        ("2次都不行", "", ""),
        ("1，2都试了", "", ""),
        ("24小时后再试", "", ""),
        ("3个月了 还没有", "", ""),
        ("1. 密码忘了 2. 号停了", "", ""),
        ("第一，密码忘了怎么办，第二，号也停了", "", ""),
        ("1 月份毕业", "", ""),
        ("2", "", ""),
    ],
)
def test_number_and_what_is_behind(text: str, which: str, more: str) -> None:
    assert picked_with_more(text) == (which, more)
