from __future__ import annotations

import pytest

from faq.text.pinyin import fold, fuzzy_syllables, split_pinyin, syllables


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("wangjimima", ("wang", "ji", "mi", "ma")),
        ("xuexinwang", ("xue", "xin", "wang")),
        ("fangan", ("fang", "an")),
        ("wjmm", None),
        ("", ()),
        ("app", None),
    ],
)
def test_split_pinyin(letters: str, expected: tuple[str, ...] | None) -> None:
    assert split_pinyin(letters) == expected


def test_listed_words_are_read_as_in_the_word() -> None:
    assert syllables("重置密码") == ("chong", "zhi", "mi", "ma")
    assert syllables("重要") == ("zhong", "yao")


@pytest.mark.parametrize(("one", "other"), [("zhang", "zan"), ("nan", "lan"), ("xing", "xin"), ("shi", "si")])
def test_sounds_people_confuse_fold_into_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_runs_that_are_no_pinyin_have_no_sound() -> None:
    assert fuzzy_syllables("chsi") == ()
    assert fuzzy_syllables("2026") == ()
