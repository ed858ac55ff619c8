"""What was not done is told nobody as if it had been."""

from __future__ import annotations

import pytest

from faq.text.denied import denied_deeds, rests_on

_PAID = ("已经付了咋办", "转过去的钱还找得回来吗", "交的钱能退吗")


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("没给，钱还在我这", "给"),
        ("我也没休过学", "休"),
        ("还没提交重新注册", "提"),
        ("没收到短信", ""),
        ("有没有给过", ""),
        ("没转成", ""),
        ("没给钱但是验证码给了", ""),
    ],
)
def test_the_deeds_that_are_denied(text: str, deeds: str) -> None:
    assert denied_deeds(text) == frozenset(deeds)


def test_what_rests_on_a_denied_deed_is_left_out() -> None:
    assert rests_on(_PAID, frozenset("转"))
    assert not rests_on(_PAID, frozenset("休"))
    assert not rests_on(("还没转怎么办", "转了怎么办"), frozenset("转"))  # asked by who did not, too
    assert not rests_on(_PAID, frozenset())
