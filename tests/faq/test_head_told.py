"""A line that tells nothing new is known by what was said already."""

from __future__ import annotations

from faq.saying.head import is_told


def test_a_line_that_begins_alike_or_has_the_same_words_is_told() -> None:
    said = "能延：到学信档案里延长。\n延长要不要钱没有查到；重新申请中文报告免费。"
    assert is_told("延长要不要钱没有查到官方说法；付款页跳出来别急。", said)
    assert is_told("到学信档案里延长。", said)


def test_another_figure_or_other_words_are_news() -> None:
    assert not is_told("锁定最长 36 小时，别再试。", "锁定最长 24 小时，别再试。")
    assert not is_told("费用问毕业学校。", "不能补原件，只能出证明书。")
