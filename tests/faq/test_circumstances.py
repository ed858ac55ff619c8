"""What is told beside a question is looked for clause by clause."""

from __future__ import annotations

from faq.asked_next import FollowUps
from faq.calibration import Regression
from faq.circumstances import FIRST, SURE, likeliest_beside, parts_of, told_beside
from faq.index import Index
from tests.real_content import real_content


def test_each_clause_is_read_alone_and_before_the_question() -> None:
    alone, joined = parts_of("学校合并了,老师也退休了,找谁开证明")
    assert alone == ["学校合并了", "老师也退休了", "找谁开证明"]
    assert joined == ["学校合并了,找谁开证明", "老师也退休了,找谁开证明"]


def test_one_clause_and_a_long_story_tell_nothing_beside() -> None:
    assert parts_of("找谁开证明") == ([], [])
    assert parts_of(",".join(["说来话长"] * 6)) == ([], [])


def test_who_asks_nothing_has_clauses_alone() -> None:
    assert parts_of("学校合并了,证明开不出") == (["学校合并了", "证明开不出"], [])


def test_the_likeliest_is_told_with_how_far_it_is_ahead() -> None:
    model = Regression(0.0, {"near": 2.0})
    number, signals = likeliest_beside(model, [(4, {"near": 0.5}), (7, {"near": 1.5})])
    assert number == 7
    assert round(signals["odds"], 6) == 3.0
    assert round(signals["second"], 6) == 1.0


def test_the_second_model_knows_what_the_first_does_and_how_far_it_is_ahead() -> None:
    assert set(SURE.weights) == {*FIRST.weights, "odds", "second", "against"}


def test_without_a_sentence_model_nothing_is_said() -> None:
    content = real_content()
    index = Index(content, ())
    entry = content.entries[0].id
    assert told_beside(FollowUps(content.entries, index.rows.bounds), index.read, "换号了,怎么办呢", entry) is None
