"""A clause in a ticket has no sigh around it."""

from __future__ import annotations

import pytest

from dialogue.text.tidying import is_start, tidied


@pytest.mark.parametrize(
    ("clause", "left"),
    [
        ("哦对我姓孙啊", "我姓孙"),
        ("就是说学历查不到呢呀", "学历查不到呢"),
        ("对方账号登不上", "对方账号登不上"),
        ("那个账号打不开", "那个账号打不开"),
        ("哦好", "哦好"),
    ],
)
def test_the_clause_without_sighs(clause: str, left: str) -> None:
    assert tidied(clause) == left


def test_nothing_but_a_start() -> None:
    assert is_start("那个")
    assert not is_start("那个照片")
