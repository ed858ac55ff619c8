"""The line of an answer that is for just the case that was told goes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.saying.head import headed
from faq.text.markup import to_plain
from tests.real_content import real_content

ANSWER = """先核对号码，再等一等。
1. 卡补办了：用新卡收。
2. 已毕业：找原来的学校。
3. 没有手机：到窗口办。
4. 点“查询”看进度。
别急。"""
ENTRY = replace(
    real_content().entries[0], title="校园卡收不到通知怎么办？", questions=("收不到通知",) * 9, answer=ANSWER
)


@pytest.mark.parametrize(
    ("asked", "head"),
    [
        ("我那张卡昨天补办了，通知收不到", "卡补办了：用新卡收。"),
        ("收不到通知，我毕业了", "已毕业：找原来的学校。"),
        ("我没手机，通知怎么收", "没有手机：到窗口办。"),
    ],
)
def test_the_case_leads(asked: str, head: str) -> None:
    said = headed(to_plain(ANSWER), ENTRY, asked)
    assert said.split("\n")[:2] == [head, "先核对号码，再等一等。"]
    assert sorted(line[-4:] for line in said.split("\n")) == sorted(line[-4:] for line in ANSWER.split("\n"))
    assert [line[:2] for line in said.split("\n") if line[0].isdigit()] == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    "asked",
    [
        "收不到通知",
        "我还没毕业，收不到通知",
        "马上毕业了，收不到通知",
        "毕业证上的号码收不到通知",
        "我有手机，收不到通知",
        "卡补办了，我也毕业了，收不到通知",
    ],
)
def test_no_case_and_two_cases_leave_the_answer_as_it_is(asked: str) -> None:
    assert headed(to_plain(ANSWER), ENTRY, asked) == to_plain(ANSWER)


def test_the_matter_of_an_entry_is_no_case_of_it() -> None:
    usual = replace(ENTRY, questions=("我没有手机怎么收通知", "没有手机", "收不到通知"))
    assert headed(to_plain(ANSWER), usual, "没有手机，通知怎么收") == to_plain(ANSWER)
