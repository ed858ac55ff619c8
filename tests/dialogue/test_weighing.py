"""What cannot be taken back: its price is told to who asks whether to, or what happens."""

from __future__ import annotations

import pytest

from dialogue.weighing import price_asked
from tests.real_content import real_guidance

ACTIONS = dict(real_guidance().guides.irreversible)
PRICE, FIRST, UNSENT = (getattr(ACTIONS["reregister"], key) for key in ("price", "first", "unsent"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("重新注册会怎么样", PRICE),
        ("那是不是只剩重新注册了", f"{FIRST}\n{PRICE}"),
        ("我要重新注册吗", f"{FIRST}\n{PRICE}"),
        ("刚点了重新注册还没提交，要紧吗", f"{PRICE}\n{UNSENT}"),
        ("查到了，不过重新注册我填了一半没提交，会咋样", f"{PRICE}\n{UNSENT}"),
        ("重新注册怎么弄", ""),
        ("重新注册要审核多久", ""),
        ("我重新注册过了", ""),
        ("会怎么样", ""),
    ],
)
def test_its_price(text: str, told: str) -> None:
    assert price_asked(text, ACTIONS) == told


def test_what_is_said_next_anyway_is_not_said_twice() -> None:
    step = "旧账号会被注销，不能再用于征兵和研招报名。"
    assert price_asked("我要重新注册吗", ACTIONS, said=step) == FIRST
