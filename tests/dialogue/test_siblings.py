"""Words of which one takes another's place, and titles that name another exam than the text does."""

from __future__ import annotations

import pytest

from dialogue.text.siblings import has_one, of_other_exam


@pytest.mark.parametrize(
    ("text", "title", "other"),
    [
        ("四六级报名网登不上，准考证也要打", "考研准考证什么时候、在哪里打印？", True),
        ("四六级报名网登不上，考研准考证也要打", "考研准考证什么时候、在哪里打印？", False),
        ("报名网登不上，准考证也要打", "考研准考证什么时候、在哪里打印？", False),
        ("四六级报名网登不上，学历也查不到", "学历查不到怎么办？", False),
    ],
)
def test_a_title_of_another_exam(text: str, title: str, other: bool) -> None:
    assert of_other_exam(text, title) is other


@pytest.mark.parametrize(
    ("word", "text", "one"),
    [("学位", "学历照片是空白的", True), ("学位", "学籍和学历有什么区别", False), ("学位", "密码忘了", False)],
)
def test_one_word_whose_place_can_be_taken(word: str, text: str, one: bool) -> None:
    assert has_one(word, text) is one
