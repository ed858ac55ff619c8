"""Chat in passing, and what is none."""

from __future__ import annotations

import pytest

from dialogue.moods.chat import chat_kind, without_chat


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("食堂今天的菜咸死了哈哈", "food"),
        ("好啦 你今晚食咩", "food"),
        ("外面下雨了", "weather"),
        ("给我讲个笑话吧", "fun"),
        ("你多大了", "you"),
        ("下雨天人脸识别过不了", ""),
        ("喝酒脸红能刷脸吗", ""),
        ("太冷了手机关机", ""),
        ("报告怎么申请", ""),
    ],
)
def test_what_is_chat(text: str, kind: str) -> None:
    assert chat_kind(text) == kind


def test_what_is_told_beside_chat_is_what_counts() -> None:
    assert without_chat("名字是我自己去改的。食堂的鱼真难吃，你吃过吗") == "名字是我自己去改的"
    assert without_chat("食堂的鱼真难吃") == "食堂的鱼真难吃"
    assert without_chat("报告怎么申请，要钱吗") == "报告怎么申请，要钱吗"
