"""A choice with something behind it."""

from __future__ import annotations

import pytest

from dialogue.mixed.picked import picked_with_more, several_picked


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


@pytest.mark.parametrize(
    ("text", "listed", "places"),
    [
        ("1和3", 3, [1, 3]),
        ("第二个和第一个", 3, [2, 1]),
        ("1、2都要", 3, [1, 2]),
        ("两个都想知道", 2, [1, 2]),
        ("都要", 3, [1, 2, 3]),
        ("both please", 2, [1, 2]),
        ("1 and 3", 3, [1, 3]),
        ("都要", 5, []),
        ("1和5", 3, []),
        ("都不是", 3, []),
        ("都试过", 3, []),
        ("12", 3, []),
        ("1和2那步都做了", 3, []),
    ],
)
def test_several_picked(text: str, listed: int, places: list[int]) -> None:
    assert several_picked(text, listed) == places
