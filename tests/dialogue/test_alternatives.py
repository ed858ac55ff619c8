"""Questions with exactly two answers, or with one cause."""

from __future__ import annotations

import pytest

from dialogue.questions.alternatives import asked_exactly, in_words_of_answers


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("那校名填旧的还是填新的", ("填旧的", "填新的")),
        ("报名表名字写琰还是炎", ("琰", "炎")),
        ("这个事到底找教务处还是找报考点", ("找教务处", "找报考点")),
        ("礼拜一去，是妈妈拿着拍还是我自己拍", ("妈妈拿着拍", "我自己拍")),
        ("是不是就因为我没交学费", ("我没交学费",)),
        ("用新手机号还是原来的手机号", ("新手机号", "原来的手机号")),
        ("本人去还是家里人？", ("本人去", "家里人")),
        ("交报告还是证书", ("报告", "证书")),
        ("报告还是证书好呢", ("报告", "证书")),
    ],
)
def test_the_ways_that_are_asked_about(text: str, ways: tuple[str, ...]) -> None:
    found = asked_exactly(text)
    assert found is not None
    assert found.ways == ways


@pytest.mark.parametrize(
    "text",
    [
        "试了还是不行",
        "密码改了还是提示错误",
        "换了手机还是登不上",
        "还是算了",
        "怎么查学历",
        "手机号还是原来那个",
        "邮箱还是当年注册的邮箱",
        "我的号码还是我爸名下",
        "照片还是以前那张",
    ],
)
def test_what_asks_for_no_one_of_two(text: str) -> None:
    assert asked_exactly(text) is None


def test_only_what_tells_two_ways_apart_is_looked_for() -> None:
    found = asked_exactly("填学籍还是填学历")
    assert found is not None
    assert found.distinct() == ({"学籍"}, {"学历"})
    assert "手持" in in_words_of_answers("手里拿着身份证")
