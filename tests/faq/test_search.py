from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from faq.content.entry import Entry
from faq.content.loader import Content
from faq.engine.index import ELSEWHERE, Index
from faq.ranking.search import SEARCH_SIGNALS, leads


def entry(entry_id: str, *questions: str) -> Entry:
    title, *others = questions
    return Entry(entry_id, title, "类", "change_info", tuple(others), "答", (), date(2026, 1, 1))


ENTRIES = (
    entry("east", "东校区口令忘了", "东校区密码想不起来", "东校区登录密码记不得了"),
    entry("west", "西校区口令忘了", "西校区密码想不起来", "西校区登录密码记不得了"),
    entry("refund", "学费怎么退", "退费流程是什么", "多交的钱能退吗"),
)
INDEX = Index(Content(ENTRIES, {}, "test"), ("今天天气怎么样", "讲个笑话"))


def ranked(text: str) -> list[str]:
    found = INDEX.evidence(INDEX.read(text))
    return [INDEX.ids[number] for number in sorted(found, key=lambda number: -found[number]["likely"])]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("东校区口令记不得了", "east"),  # one word of one wording, one of another
        ("西校区口令记不得了", "west"),
        ("想不起来西校区的登录密码", "west"),
        ("退费", "refund"),
    ],
)
def test_an_entry_is_found_by_words_of_different_questions(text: str, first: str) -> None:
    assert ranked(text)[0] == first


def test_every_signal_is_known_and_finite() -> None:
    for text in ("东校区口令记不得了", "今天天气", "密", "东" * 300):
        for signals in INDEX.evidence(INDEX.read(text), [2]).values():
            assert tuple(signals) == (*SEARCH_SIGNALS, ELSEWHERE)
            assert all(math.isfinite(value) for value in signals.values())
            assert -1 <= signals["weighed_gap"] <= 1
            assert 0 <= signals["nearest"] <= 1.000001


def test_what_is_near_but_not_ours_is_known_by_its_own_example() -> None:
    ours, foreign = (
        next(iter(INDEX.evidence(INDEX.read(text), [0]).values())) for text in ("东校区口令", "今天天气怎么样")
    )
    assert ours["negative"] == 0
    assert foreign["negative"] == pytest.approx(1)


def test_asked_for_entries_are_described_though_they_were_not_found() -> None:
    found = INDEX.evidence(INDEX.read("退费流程"), [0])
    assert INDEX.ids.index("refund") in found
    assert found[0]["found"] == 0


def test_a_text_of_nothing_known_finds_nothing() -> None:
    assert INDEX.evidence(INDEX.read("zzz")) == {}
    assert INDEX.evidence(INDEX.read("")) == {}
    assert Index(Content((), {}, "empty"), ()).evidence(INDEX.read("密码")) == {}


def test_leads() -> None:
    assert leads(np.array([3, 1, 3, 2], np.float32)).tolist() == [0, -2, 0, -1]
    assert leads(np.array([5, 2], np.float32)).tolist() == [3, -3]
    assert leads(np.array([5], np.float32)).tolist() == [1]
