"""The lines of an answer that are for other years than the one somebody told."""

from __future__ import annotations

import pytest

from faq.saying.of_year import of_told_year

ANSWER = """能办，免费：
1. 1991–2001 年毕业：毕业证、身份证。
2. 1990 年及以前：再加登记表。
3. 2001 年前自考：再加毕业生登记表。
4. 报告自己下载。"""


@pytest.mark.parametrize(
    ("year", "left", "gone"),
    [(1994, "1. 1991–2001", "1990"), (1988, "1. 1990 年及以前", "1991–2001"), (2001, "1. 1991–2001", "自考")],
)
def test_only_the_lines_of_the_told_year_are_left(year: int, left: str, gone: str) -> None:
    said = of_told_year(ANSWER, year)
    assert left in said
    assert gone not in said
    assert said.endswith("报告自己下载。")


@pytest.mark.parametrize("year", [None, 2015])
def test_without_a_line_of_that_year_it_stays_whole(year: int | None) -> None:
    assert of_told_year(ANSWER, year) == ANSWER
