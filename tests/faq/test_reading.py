"""What a message is compared by: everything it says, short clauses included."""

from __future__ import annotations

import pytest

from faq.text.reading import read
from faq.text.spelling import Spelling

SPELLING = Spelling([("密码",)], ["密码"])


@pytest.mark.parametrize(
    ("text", "mended", "clauses"),
    [
        ("忘了，四六级报名的证件照", "忘了四六级报名的证件照", ("忘了四六级报名的证件照",)),
        ("登录不上去，咋办", "登录不上去怎么办", ("登录不上去怎么办",)),
        ("手机号换了。密码也忘了", "手机号换了密码也忘了", ("手机号换了", "密码也忘了")),
        ("手机号换了。忘了，密码也改不了", "手机号换了忘了密码也改不了", ("手机号换了", "密码也改不了")),
        ("你好，密码忘了", "密码忘了", ("密码忘了",)),
    ],
)
def test_a_short_clause_is_part_of_what_is_compared(text: str, mended: str, clauses: tuple[str, ...]) -> None:
    reading = read(text, SPELLING)
    assert (reading.mended, reading.clauses) == (mended, clauses)
