from __future__ import annotations

import pytest

from faq.text.spelling import Spelling
from faq.text.views import runs

SPELLING = Spelling(
    map(runs, ["忘记密码了怎么办", "登录不上学信网", "怎么找回密码", "手机号换了", "wx怎么绑", "忘记用户名"]),
    ["忘记密码", "找回密码"],
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("wangji mima le", "忘记密码了"),
        ("wangjimima怎么办", "忘记密码怎么办"),
        ("灯录不上学信网", "登录不上学信网"),
        ("忘季密码", "忘记密码"),
        ("wjmm", "忘记密码"),
        ("zhmm怎么办", "找回密码怎么办"),
        ("wx怎么绑", "wx 怎么绑"),
        ("mm忘了", "密码忘了"),
        ("sj换了", "手机换了"),
        ("照片33 mm宽", "照片 33 mm 宽"),
        ("mm", "mm"),
        ("忘记密码", "忘记密码"),
        ("番茄炒蛋", "番茄炒蛋"),
        ("iphone", "iphone"),
        ("my boss in canada says the denglu page is blank", "my boss in canada says the 登录 page is blank"),
        ("", ""),
    ],
)
def test_read(typed: str, expected: str) -> None:
    assert SPELLING.read(typed) == expected


def test_endless_pinyin_is_read_in_bounded_time() -> None:
    assert len(SPELLING.read("wangjimima" * 500)) <= 80


def test_without_texts_everything_stays() -> None:
    assert Spelling(()).read("wangji 忘记") == "wangji 忘记"
