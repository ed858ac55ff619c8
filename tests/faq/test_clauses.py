from __future__ import annotations

import pytest

from faq.clauses import announced_questions, clauses
from faq.normalise import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("密码忘了，顺便怎么绑微信", ["密码忘了", "怎么绑微信"]),
        ("密码忘了顺便问一下怎么绑微信", ["密码忘了", "怎么绑微信"]),
        ("成绩在哪查？还有准考证号忘了怎么办", ["成绩在哪查", "准考证号忘了怎么办"]),
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
