from __future__ import annotations

import pytest

from faq.text.normalise import matching_key, normalise


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("ＡＢＣ１２３", "abc123"),
        ("忘記密碼，怎麼辦？", "忘记密码,怎么办?"),
        ("密 码 忘 了", "密码忘了"),
        ("登陆不上[流泪]😭", "登录不上"),
        ("在[学信网账号]里", "在[学信网账号]里"),
        ("急！！！！！！", "急!"),
        ("咋个找回帐号", "怎么找回账号"),
        ("密\u200b码", "密码"),
        ("\x00\x07", ""),
        ("wàngjì mìmǎ", "wangji mima"),
        ("学籍⻚⾯", "学籍页面"),
    ],
)
def test_normalise(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


def test_matching_key_forgets_marks_and_spaces() -> None:
    assert matching_key("学信网 · 密码，忘了？") == matching_key("学信网密码忘了") == "学信网密码忘了"
