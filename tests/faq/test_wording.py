from __future__ import annotations

import pytest

from faq.text.normalise import normalise
from faq.text.wording import core, topic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好，请问一下密码忘了怎么办啊，谢谢老师", "密码忘了怎么办"),
        ("那个，微信绑不了呢麻烦了", "微信绑不了"),
        ("嗯……身份证被注册了，急急急", "身份证被注册了"),
        ("密码忘了", "密码忘了"),
        ("你好", "你好"),
        ("谢谢", "谢谢"),
        ("密码忘了，谢谢您啦了，感谢！挺急急的", "密码忘了,谢谢您啦了,感谢!挺急急的"),
        ("密码忘了 多谢 感谢您 麻烦您了 求解答 在线等，挺急的", "密码忘了"),
        ("密码忘了谢谢老师啦呀 感谢谢谢", "密码忘了"),
        ("谢谢啦" * 32 + "龘", "谢谢啦" * 32 + "龘"),
        ("密码忘了" + "哈呀" * 20 + "怎么办", "密码忘了" + "哈呀" * 20 + "怎么办"),
        ("", ""),
    ],
)
def test_core(text: str, expected: str) -> None:
    assert core(normalise(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("学信网密码忘了怎么办？", "密码忘了"), ("我的密码忘了", "密码忘了"), ("学信网", ""), ("", "")],
)
def test_topic(text: str, expected: str) -> None:
    assert topic(normalise(text)) == expected
