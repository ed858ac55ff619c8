"""A reply names what was asked in few words, or not at all."""

from __future__ import annotations

import pytest

from dialogue.mixed.pointing import POINT_CHARS, pointed


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我儿子天天说人家都有就他没有，政治面貌能改吗", "政治面貌能改吗"),
        ("求求你帮帮我，能加急吗", "能加急吗"),
        ("那要不要带户口本呢", "要不要带户口本"),
        ("我想问下照片背景一定要白的吗啊", "照片背景一定要白的吗"),
        ("我老公在外地打工回不来那我替他跑一趟能不能成呢", ""),
        ("你们这帮骗子到底管不管", ""),
        ("求求你了", ""),
        ("can I have it sent home", ""),
    ],
)
def test_the_point(text: str, named: str) -> None:
    assert pointed(text) == named
    assert len(named) <= POINT_CHARS
