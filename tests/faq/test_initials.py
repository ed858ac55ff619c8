"""Initials are read as words where they stand for our things, and never in a user name."""

from __future__ import annotations

import pytest

from faq.text.initials import spelt_out


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("mm忘了", "密码忘了"),
        ("SJ 换了，yx也没绑", "手机 换了，邮箱也没绑"),
        ("收不到yzm", "收不到验证码"),
        ("帮我zrg", "帮我转人工"),
        ("用户名是mm", "用户名是mm"),
        ("账号：zh", "账号：zh"),
        ("用户名mm_2001忘了", "用户名mm_2001忘了"),
        ("邮箱zc@qq.com打不开", "邮箱zc@qq.com打不开"),
        ("照片33 mm宽", "照片33 mm宽"),
        ("mm", "mm"),
        ("my dl", "my dl"),
        ("", ""),
    ],
)
def test_initials(typed: str, read: str) -> None:
    assert spelt_out(typed) == read
