"""Of a record's rows the one that is out of the ordinary, whatever stands in the others."""

from __future__ import annotations

import pytest

from faq.pages.records import asked_of_row, is_about_row, is_unusual, unusual_rows
from tests.faq.pages.asking import reading
from tests.faq.pages.seen import page

YEARS = (("2023-2024学年", "已注册"), ("2024-2025学年", "已注册"), ("2025-2026学年", "暂缓注册"))


def labelled(*rows: str | tuple[str, ...]) -> list[tuple[str, str]]:
    lines = page(*rows)
    return [(lines[label].text, lines[value].text) for label, value in unusual_rows(lines).items()]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("院校", "虚构大学"), ("学籍状态", "休学")], [("学籍状态", "休学")]),
        ([("學籍狀態", "休學")], [("學籍狀態", "休學")]),
        ([("学籍状态", "不在籍（退学）")], [("学籍状态", "不在籍（退学）")]),
        ([("学籍状态", "不在籍（毕业）"), ("层次", "本科")], []),
        ([("学籍状态", "注册学籍"), ("入学日期", "2023年09月01日")], []),
        (["学年注册", ("2024-2025", "已注册"), ("2025-2026", "暂缓注册")], [("学年注册", "暂缓注册")]),
        ([("虚构的报告", "2026-01-12", "已过期", "查看")], [("虚构的报告", "已过期")]),
        ([("审核结果", "已驳回"), ("驳回时间", "2026-01-12")], [("审核结果", "已驳回")]),
        (["已过期"], []),
    ],
)
def test_a_value_out_of_the_ordinary_is_found_with_what_it_belongs_to(
    rows: list[str | tuple[str, ...]], found: list[tuple[str, str]]
) -> None:
    assert labelled(*rows) == found


def test_the_unusual_row_is_quoted_and_not_the_usual_ones() -> None:
    shown = reading("学籍信息", ("学籍状态", "注册学籍"), *YEARS)
    assert (shown.matches, shown.quote) == ((), "2025-2026学年：暂缓注册")


def test_years_of_study_are_no_secret_numbers() -> None:
    assert "〔" not in reading("学籍信息", *YEARS).text


def test_a_heading_of_a_column_is_no_state() -> None:
    shown = reading("在线验证报告", ("报告名称", "状态", "操作"), ("虚构的报告", "已过期", "查看"))
    assert shown.quote == "虚构的报告：已过期"


@pytest.mark.parametrize(
    ("said", "name", "asked"),
    [
        ("学籍状态：不在籍（退学）", "学籍信息", ["退学"]),
        ("學籍狀態：休學", "", ["休学"]),
        ("学籍状态：暂缓注册", "学籍信息", ["学年注册：暂缓注册"]),
        ("2025-2026学年：未注册", "学籍信息", ["学年注册：未注册"]),
        ("学历照片：未采集", "学籍信息", ["学历照片：未采集"]),
        ("虚构的报告：已过期", "在线验证报告", ["在线验证报告，状态：已过期"]),
        ("学籍状态：注册学籍", "学籍信息", []),
        ("证件号码已被注册", "注册", []),
    ],
)
def test_what_is_asked_of_a_row_names_its_matter(said: str, name: str, asked: list[str]) -> None:
    assert asked_of_row(said, name) == asked


def test_words_that_say_the_value_are_about_the_row() -> None:
    said = "学籍状态：不在籍（退学）"
    assert is_about_row("我怎么退学了", said)
    assert not is_about_row("怎么申请报告", said)


@pytest.mark.parametrize(
    "text", ["已注册", "2024-2025 学年 已注册", "注册学籍", "不在籍（毕业）", "请到学校核实是否休学或者退学"]
)
def test_what_most_records_say_is_nothing_unusual(text: str) -> None:
    assert not is_unusual(text)
