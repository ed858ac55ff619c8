from __future__ import annotations

import pytest

from faq.text.clauses import announced_questions, clauses, with_commas
from faq.text.normalise import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("密码忘了，顺便怎么绑微信", ["密码忘了", "怎么绑微信"]),
        ("密码忘了顺便问一下怎么绑微信", ["密码忘了", "怎么绑微信"]),
        ("成绩在哪查？还有准考证号忘了怎么办", ["成绩在哪查", "准考证号忘了怎么办"]),
        ("第一个问题能不能注销账号，第二个问题手机号怎么换", ["能不能注销账号", "手机号怎么换"]),
        ("下面还有一行小字说要实人验证", ["下面还有一行小字说要实人验证"]),
        ("手机停用了。邮箱也没绑。怎么办", ["手机停用了。邮箱也没绑。怎么办"]),
        ("", []),
    ],
)
def test_announced_questions(text: str, expected: list[str]) -> None:
    assert announced_questions(normalise(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我是2012年毕业的，今天要用，查不到学历", ["我是2012年毕业的", "今天要用", "查不到学历"]),
        ("wangji mima le zenme ban", ["wangji mima le zenme ban"]),
        ("好", ["好"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert clauses(normalise(text)) == expected


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("密码忘了 手机号也换了", "密码忘了，手机号也换了"),
        ("我是 08年毕业的 学历查不到", "我是 08年毕业的，学历查不到"),
        ("用 App 扫脸", "用 App 扫脸"),
        ("张 三 的", "张 三 的"),
    ],
)
def test_a_space_between_clauses_is_a_comma(typed: str, read: str) -> None:
    assert with_commas(typed) == read
