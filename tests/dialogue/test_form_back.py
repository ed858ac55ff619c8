"""What people say of a form they come back to, and of what they gave before."""

from __future__ import annotations

import pytest

from dialogue.ticket.corrections import names_matter
from dialogue.ticket.form_wishes import brings_back, says_given_before
from dialogue.ticket.pieces import misses_words, written_up
from faq.text.normalise import matching_key


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("哎还是交吧", True),
        ("算了，还是提交上去吧", True),
        ("想了想，还是填完吧", True),
        ("把刚才那张工单恢复一下", True),
        ("不交了", False),
        ("交多少钱", False),
        ("还是登不上", False),
        ("重新提交审核", False),
    ],
)
def test_a_form_that_is_wanted_back(text: str, back: bool) -> None:
    assert brings_back(text) is back


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("号码前面发过了", True),
        ("用户名我刚刚说过了", True),
        ("上面不是给过了吗", True),
        ("验证码发了三次", False),
        ("我刚才试过了", False),
    ],
)
def test_what_was_given_before(text: str, before: bool) -> None:
    assert says_given_before(text) is before


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("怎么没写进去，补上苹果手机", "苹果手机"),
        ("漏了，帮我加上：我是专升本", "我是专升本"),
        ("写上我用的是华为", "我用的是华为"),
        ("补上了吗", None),
        ("加上去吧", None),
    ],
)
def test_what_is_to_be_put_in(text: str, what: str | None) -> None:
    assert written_up(text) == what


@pytest.mark.parametrize(
    ("text", "misses"),
    [("怎么没写进去？补上！", True), ("我说的都没记上", True), ("密码没写", False), ("没收到", False)],
)
def test_words_that_are_missed(text: str, misses: bool) -> None:
    assert misses_words(matching_key(text)) is misses


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("不对，我要办的是换手机号，不是注销", "换手机号"),
        ("我想办的事是把姓名改过来", "把姓名改过来"),
        ("要办的是什么", ""),
        ("我要办学历认证", ""),
    ],
)
def test_the_matter_that_is_named(text: str, matter: str) -> None:
    assert names_matter(text) == matter
