from __future__ import annotations

from faq.ranking.retrieval import Retrieval
from faq.text.views import character_features as grams

TEXTS = ("忘记密码怎么找回", "忘记用户名怎么办", "手机号已被注册", "学籍查不到")
RETRIEVAL = Retrieval(map(grams, TEXTS))


def test_best_first() -> None:
    assert [place for place, _ in RETRIEVAL.find(grams("密码忘记了"), 2)] == [0, 1]


def test_typos_leave_enough_characters() -> None:
    assert RETRIEVAL.find(grams("学级查不到"), 1)[0][0] == 3


def test_nothing_known_finds_nothing() -> None:
    assert RETRIEVAL.find(grams("zzz"), 5) == []
    assert RETRIEVAL.find((), 5) == []
    assert Retrieval(()).find(grams("密码"), 5) == []


def test_equal_scores_stand_in_order_of_place() -> None:
    assert [place for place, _ in Retrieval([grams("密码")] * 3).find(grams("密码"), 3)] == [0, 1, 2]
