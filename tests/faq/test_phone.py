"""`faq.text.phone`: how many lines of a phone a text takes."""

from __future__ import annotations

import pytest

from faq.text.phone import (
    LINE_CHARS,
    SCREEN_LINES,
    cautious_lines,
    cells,
    first_sentence,
    fits_screen,
    line_count,
    option_lines,
    reply_lines,
    wrapped,
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("\n\n", 0),
        ("好", 1),
        ("一" * LINE_CHARS, 1),
        ("一" * (LINE_CHARS + 1), 2),
        ("一" * LINE_CHARS + "。", 1),  # a full stop hangs on the line before it
        ("一" * (2 * LINE_CHARS + 1), 3),
        ("a" * 2 * LINE_CHARS, 1),
        ("第一行\n第二行", 2),
        ("第一段\n\n第二段", 3),
        ("末尾空行\n\n", 1),
    ],
)
def test_lines_of_a_text(text: str, lines: int) -> None:
    assert line_count(text) == lines


def test_a_word_moves_to_the_next_line_whole() -> None:
    assert wrapped("一" * 12 + "kefu@chsi.com.cn") == ["一" * 12, "kefu@chsi.com.cn"]


def test_an_address_longer_than_a_line_is_cut_and_nothing_is_lost() -> None:
    address = "https://www.chsi.com.cn/" + "a" * 50
    assert "".join(wrapped(address)) == address
    assert line_count(address) == 3


def test_width_counts_a_chinese_character_twice() -> None:
    assert cells("ab一，") == 6


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("不会。学籍是学校报的。", "不会。"),
        ("先找回用户名\n1. 打开页面", "先找回用户名"),
        ("能吗？能", "能吗？"),
        ("没有句号", "没有句号"),
        ("", ""),
    ],
)
def test_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_options_that_the_text_lists_count_once() -> None:
    titles = ["找回密码", "一" * LINE_CHARS]
    assert option_lines(titles) == 3
    assert reply_lines("选一个：", titles) == 4
    assert reply_lines(f"选一个：\n1. {titles[0]}\n2. {titles[1]}", titles) == 4


def test_a_screen_is_twelve_lines() -> None:
    assert fits_screen("\n".join(["行"] * (SCREEN_LINES - 1)), ["详细说明"])
    assert not fits_screen("\n".join(["行"] * SCREEN_LINES), ["详细说明"])


def test_what_may_be_left_out_is_measured_with_caution() -> None:
    assert cautious_lines("字" * 18) == 1
    assert line_count("字" * 18 + "。") == 1
    assert cautious_lines("字" * 18 + "。") == 2
    assert cautious_lines("1. " + "字" * 15) == 1
    assert cautious_lines("1. " + "字" * 16) == 2
    assert cautious_lines("好。\n\n好。") == 3
