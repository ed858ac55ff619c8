from __future__ import annotations

from faq.retrieval import Retrieval

TEXTS = ("忘记密码怎么找回", "忘记用户名怎么办", "手机号已被注册", "学籍查不到")


def test_best_first() -> None:
    assert [row for row, _ in Retrieval(TEXTS).find("密码忘记了", 2)] == [0, 1]


def test_typos_leave_enough_characters() -> None:
    assert Retrieval(TEXTS).find("学级查不到", 1)[0][0] == 3


def test_nothing_known_finds_nothing() -> None:
    assert Retrieval(TEXTS).find("zzz", 5) == []
    assert Retrieval(()).find("密码", 5) == []


def test_equal_scores_stand_in_row_order() -> None:
    assert [row for row, _ in Retrieval(["密码", "密码", "密码"]).find("密码", 3)] == [0, 1, 2]
