"""The question behind a long story, and what its clauses tell of the matter it was decided for."""

from __future__ import annotations

import pytest

from actions.answering.asked_besides import end_of_story


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("新生开学一个月了还查不到学籍，同宿舍的都有了，我会不会是没被录取啊", "我会不会是没被录取啊"),
        ("毕业证搬家丢了，下个月要入职，学信网能打印毕业证吗", "学信网能打印毕业证吗"),
        ("毕业证丢了，能打印吗", ""),  # what is told is all one sentence of the question
        ("毕业证丢了能补吗，要钱吗，多久", ""),  # several questions are told apart elsewhere
        ("毕业证丢了，下个月要入职，急死我了", ""),
        ("交了学费，等了一年，我容易吗", ""),  # a sigh
    ],
)
def test_the_end_of_a_story_is_its_one_question(text: str, asked: str) -> None:
    assert end_of_story(text) == asked
