"""What is asked beside the wish for a person or a ticket."""

from __future__ import annotations

import pytest

from dialogue.asked_along import question_along
from dialogue.text.asking import asks_in_form


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("转人工，对了这个大概要几天", "这个大概要几天"),
        ("给我找个客服！另外译文贵不贵", "译文贵不贵"),
        ("要几天？帮我转人工", "要几天"),
        ("先给我登记下，有效期多长", "有效期多长"),
        ("我要提交工单，采集要收费吗", "采集要收费吗"),
        ("转人工要等多久", ""),
        ("能不能转人工啊", ""),
        ("转人工，多久能回复我", ""),
        ("算了，转人工", ""),
        ("I want a human. And is it free?", "is it free"),
        ("can I talk to a person?", ""),
    ],
)
def test_the_question_beside_the_wish(text: str, question: str) -> None:
    assert question_along(text) == question


@pytest.mark.parametrize("text", ["会不会影响报名", "你们改不改得到", "要收钱吗", "the report how much", "is it safe"])
def test_questions(text: str) -> None:
    assert asks_in_form(text)


@pytest.mark.parametrize("text", ["按钮是灰的", "no screenshot", "just submit", "忘了"])
def test_no_questions(text: str) -> None:
    assert not asks_in_form(text)
