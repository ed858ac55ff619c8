"""Who is sent from one office to the other is heard in whatever words they tell it."""

from __future__ import annotations

import pytest

from dialogue.questions.sent_between import refuses_to_go, sends, sent_between


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("学校让我问学信网", [("学校", "学信网")]),
        ("教务处说得找学信网，学信网客服又推给教务处", [("学校", "学信网"), ("学信网", "学校")]),
        ("武装部叫我找你们", [("武装部", "学信网")]),
        ("打了热线，让我找学校", [("", "学校")]),
        ("學校叫我搵學信網", [("学校", "学信网")]),
        ("the school told me to contact you", [("学校", "学信网")]),
        ("学校叫我去学信网查学籍怎么查", [("学校", "学信网")]),
        ("学校说报上去的没错", []),
        ("学校的老师人很好", []),
    ],
)
def test_who_sends_whom_is_read(text: str, pairs: list[tuple[str, str]]) -> None:
    assert sends(text) == pairs


@pytest.mark.parametrize(
    ("before", "text", "offices"),
    [
        (["名字错了，学校让我问学信网"], "那到底找谁", {"学信网"}),
        (["照片不对，学信网让我找学校"], "老师又让我找你们", {"学校", "学信网"}),
        ([], "学信网让我找武装部，武装部让我找学信网", {"学信网", "武装部"}),
        (["武装部让我问学信网"], "来来回回好几趟了", {"学信网"}),
        (["学信网让我找学校"], "我不想再找学校了", {"学校"}),
        (["my school told me to contact you"], "who can fix it then", {"学信网"}),
    ],
)
def test_the_second_office_makes_it_back_and_forth(before: list[str], text: str, offices: set[str]) -> None:
    between = sent_between(before, text)
    assert between is not None
    assert between.offices == offices


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ([], "学校让我问学信网"),
        ([], "到底找谁"),
        (["学校让我问学信网"], "报告要钱吗"),
        (["学校让我问学信网"], "学位证丢了找谁补"),
    ],
)
def test_one_office_alone_is_none(before: list[str], text: str) -> None:
    assert sent_between(before, text) is None


def test_who_will_not_go_there_again_says_so() -> None:
    assert refuses_to_go("我不想再找学校了")
    assert not refuses_to_go("学校不想管")
