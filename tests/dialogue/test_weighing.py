"""What cannot be taken back: its price is told to who asks whether to, or what happens."""

from __future__ import annotations

import pytest

from dialogue.questions.weighing import price_asked, price_meant
from dialogue.text.languages import in_mandarin
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


@pytest.mark.parametrize(
    "text",
    [
        "我准备重新注册了",
        "要不我替孩子重新注册一个",
        "咁可唔可以直接撳“我要重新注册”",
        "干脆重新注册，还赶得上吗",
        "那就再注册一个吧",
        "想重新注册怎么弄",
        "我现在去重新注册",
    ],
)
def test_who_is_about_to_do_it_hears_the_price(text: str) -> None:
    assert price_meant(in_mandarin(text), ACTIONS) == f"{FIRST}\n{PRICE}"


def test_who_ticks_it_hears_what_to_do_before_it_is_sent() -> None:
    for text in ("我把“我要重新注册”勾了", "我勾了“我要重新注册”"):
        assert price_meant(text, ACTIONS) == f"{FIRST}\n{PRICE}\n{UNSENT}"


@pytest.mark.parametrize(
    "text",
    [
        "重新注册怎么弄",
        "隔多久能重新注册",
        "我已经重新注册了，人脸不过",
        "不想重新注册",
        "别叫我重新注册",
        "重新注册要审核多久",
        "重新注册会怎么样",
    ],
)
def test_who_did_it_or_does_not_want_it_is_no_such_one(text: str) -> None:
    assert price_meant(text, ACTIONS) == ""


def test_what_is_said_next_anyway_is_not_said_twice() -> None:
    step = "旧账号会被注销，不能再用于征兵和研招报名。"
    assert price_asked("我要重新注册吗", ACTIONS, said=step) == FIRST
