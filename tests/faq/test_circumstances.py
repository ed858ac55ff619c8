"""What is told beside a question is looked for clause by clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from faq.content.entry import FollowUp
from faq.engine.index import Index
from faq.follow_ups.asked_next import FollowUps
from faq.follow_ups.circumstances import FIRST, SURE, likeliest_beside, names_of, parts_of, told_beside
from faq.ranking.calibration import Regression
from faq.text.reading import Reading
from faq.text.years import studies_year
from tests.real_content import real_content, real_index


def test_each_clause_is_read_alone_and_before_the_question() -> None:
    alone, joined = parts_of("学校合并了,老师也退休了,找谁开证明")
    assert alone == ["学校合并了", "老师也退休了", "找谁开证明"]
    assert joined == ["学校合并了,找谁开证明", "老师也退休了,找谁开证明"]


def test_of_a_long_story_the_last_clauses_count_without_who_tells_it() -> None:
    told = ["专科毕业了", "手机停了", "邮箱没绑", "密码忘了", "证也丢了", "单位催了"]
    assert parts_of(",".join(["我年纪大了", *told]))[0] == told[1:]


def test_one_clause_is_read_without_the_name_of_the_matter_and_as_it_stands() -> None:
    assert parts_of("找谁开证明") == (["找谁开证明"], ["找谁开证明"])
    assert parts_of("备案表的几天能到", ["学信网", "备案表"]) == (["几天能到"], ["备案表的几天能到"])
    assert parts_of("备案表", ["备案表"]) == (["备案表"], ["备案表"])


def test_a_name_is_left_out_of_each_of_several_clauses_too() -> None:
    alone, joined = parts_of("备案表打出来了,备案表几天能到", ["备案表"])
    assert alone == ["备案表打出来了", "备案表几天能到", "打出来", "几天能到"]
    assert joined == ["备案表打出来了,备案表几天能到"]


def test_who_asks_nothing_is_read_as_a_whole_too() -> None:
    whole = "学校合并了,证明开不出"
    assert parts_of(whole) == (["学校合并了", "证明开不出"], [whole])


def test_the_longest_name_of_a_matter_is_tried_first() -> None:
    names = names_of(replace(real_content().entries[0], keywords=("报告", "学籍在线验证报告")))
    assert names == ["学籍在线验证报告", "学信网", "报告"]


def test_the_likeliest_is_told_with_how_far_it_is_ahead() -> None:
    model = Regression(0.0, {"near": 2.0})
    number, signals = likeliest_beside(model, [(4, {"near": 0.5}), (7, {"near": 1.5})])
    assert number == 7
    assert round(signals["odds"], 6) == 3.0
    assert round(signals["second"], 6) == 1.0


def test_the_second_model_knows_what_the_first_does_and_how_far_it_is_ahead() -> None:
    assert set(SURE.weights) == {*FIRST.weights, "odds", "second", "against"}


def test_without_a_sentence_model_nothing_is_said() -> None:
    content, index = real_content(), real_index()
    entry = content.entries[0].id
    assert told_beside(FollowUps(content.entries, index.rows.bounds), index.read, "换号了,怎么办呢", entry) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("我九几年的大专", 1995),
        ("硕士学位证是06年发的", 2006),
        ("前年毕业的", 2020),
        ("想查九十年代的大专学历", 1995),
        ("i finished my degree in 2011", 2011),
        ("我19年入学的本科", None),
        ("毕业20年了", None),
        ("89年出生的,读的大专", None),
        ("2025年10月报名", None),
        ("i registered in 2011", None),
    ],
)
def test_the_year_of_somebodys_studies(text: str, year: int | None) -> None:
    assert studies_year(text) == year


@cache
def with_years() -> tuple[FollowUps, Callable[[str], Reading]]:
    """The real entries, the first with what holds for the eighties and for the nineties."""
    old = FollowUp(("八几年毕业的", "85年的大专", "老证"), "多交两张表。", years="-1990")
    new = FollowUp(("九几年毕业的", "97年的大专", "证是95年的"), "只要两样。", years="1991-2001")
    content = real_content()
    first, *rest = content.entries
    entries = (replace(first, follow_ups=(old, new)), *rest)
    index = Index(replace(content, entries=entries), ())
    return FollowUps(entries, index.rows.bounds), index.read


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("怎么认证,我爸87年毕业", "多交两张表。"),
        ("怎么认证,我爸96年毕业", "只要两样。"),
        ("怎么认证,我爸07年毕业", ""),
        ("怎么认证", ""),
    ],
)
def test_the_year_that_is_told_decides(text: str, say: str) -> None:
    told = told_beside(*with_years(), text, real_content().entries[0].id)
    assert (told.follow_up.say if told else "") == say


def test_what_holds_for_other_years_is_never_the_follow_up() -> None:
    old = FollowUp(("97年毕业的怎么办", "97年的大专", "我97年毕业"), "只要两样。", years="1991-2001")
    content = real_content()
    first, *rest = content.entries
    entries = (replace(first, follow_ups=(old,)), *rest)
    index = Index(replace(content, entries=entries), ())
    follow_ups = FollowUps(entries, index.rows.bounds)
    assert follow_ups.best(index.read("97年毕业的怎么办"), [first.id]) is not None
    assert follow_ups.best(index.read("07年毕业的怎么办"), [first.id]) is None
