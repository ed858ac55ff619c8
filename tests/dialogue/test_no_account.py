"""Who has no account is understood, in any language; who only tells of one is not taken for that."""

from __future__ import annotations

import pytest

from dialogue.facts.plans import gives_up, only_means_to
from dialogue.people.no_account import has_no_account, knows_none, only_says_none
from faq.text.normalise import matching_key


@pytest.mark.parametrize(
    "text",
    [
        "我压根没注册过学信网",
        "老人家没有账号，填什么",
        "哪来的用户名啊",
        "用户名我都没设过",
        "我都冇开过户口，冇帐号㗎",
        "I have no account yet",
        "She never registered, what now?",
        "We don't have a username. Write to me at 〔邮箱〕",
    ],
)
def test_no_account(text: str) -> None:
    assert has_no_account(text)


@pytest.mark.parametrize(
    "text",
    [
        "账号没有被锁",
        "页面提示没有注册过",
        "学校没注册学籍",
        "有没有注册过我查一下",
        "验证码没有收到",
        "I have an account",
        "My account has no phone number",
        "I cannot register",
    ],
)
def test_an_account_there_is(text: str) -> None:
    assert not has_no_account(text)


@pytest.mark.parametrize("text", ["没有", "我没有呀", "none", "I don't have one"])
def test_a_bare_no(text: str) -> None:
    assert knows_none(matching_key(text))
    assert only_says_none(text)


def test_a_plan_that_was_given_up() -> None:
    assert gives_up("我不想换卡了") == "换卡"
    assert not gives_up("短信收不到了吗？")
    assert only_means_to("那我就换卡吧", ["换卡"])
    assert not only_means_to("换卡以后收不到短信", ["换卡"])
