"""An earlier matter is come back to by its name, which no message of another kind holds."""

from __future__ import annotations

import pytest

from dialogue.turns.earlier_matter import LAST_BUT_ONE, earlier_matter


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("回到刚才那个 密码那个呢", ("密码", "")),
        ("那密码那个呢", ("密码", "")),
        ("说回短信那个吧，还是收不到", ("短信", "还是收不到")),
        ("之前问的手机号的事怎么弄", ("手机号", "")),
        ("接着说学籍的事", ("学籍", "")),
        ("回到刚才那个", (LAST_BUT_ONE, "")),
        ("上一个问题邮箱呢", ("邮箱", "")),
    ],
)
def test_what_is_come_back_to(text: str, found: tuple[str, str]) -> None:
    assert earlier_matter(text) == found


@pytest.mark.parametrize(
    "text",
    ["那手机号呢", "我刚才说的是我弟", "刚才那个步骤再说一遍", "之前的手机号不用了", "我前面的名字错了", "那个呢", ""],
)
def test_what_only_tells_or_asks_comes_back_to_nothing(text: str) -> None:
    assert earlier_matter(text) == ("", "")
