"""Which words only point at a picture, which of several pictures counts, and how a reading travels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.pages.page import PageReading, likeliest
from faq.pages.words import points_at
from tests.faq.pages.asking import BLOCKED, EMPTY, PLACE, UNKNOWN, WEATHER


@pytest.mark.parametrize(
    "text", ["", "这是啥意思", "图里这个提示什么意思", "一直提示这个", "？？", "麻烦看下面红圈的地方", "看最后几行"]
)
def test_words_that_only_point(text: str) -> None:
    assert points_at(text)


@pytest.mark.parametrize("text", ["密码忘了怎么办", "手机号换了", "登录不上", "怎么改密保"])
def test_words_that_ask_something(text: str) -> None:
    assert not points_at(text)


def test_of_several_pictures_the_one_that_blocks_counts() -> None:
    assert likeliest([EMPTY, WEATHER, PLACE, BLOCKED, UNKNOWN]) is BLOCKED
    assert likeliest([WEATHER, UNKNOWN]) is UNKNOWN
    assert likeliest([]) is None


@pytest.mark.parametrize("shown", [BLOCKED, PLACE, UNKNOWN, WEATHER, EMPTY])
def test_a_reading_travels_with_its_message_without_the_whole_text(shown: PageReading) -> None:
    there = PageReading.from_dict(shown.as_dict())
    assert there == replace(shown, text="")
