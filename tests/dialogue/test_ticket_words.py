"""What a sentence means around a ticket."""

from __future__ import annotations

import pytest

from dialogue.ticket.pieces import forgets_it
from dialogue.ticket.words import (
    asks_for_person,
    asks_how_long,
    is_content,
    opens_ticket,
    says_settled,
    urges,
    wants_to_add,
    words_to_add,
)


@pytest.mark.parametrize(
    "text",
    [
        "解决了",
        "工单解决了",
        "问题都搞定了",
        "把单子关了吧",
        "我的工单可以关闭了",
        "工单撤了吧，已经弄好了",
        "工单不要了",
        "取消我的工单",
        "那张单子作废吧",
        "工单不用处理了",
    ],
)
def test_words_for_solved(text: str) -> None:
    assert says_settled(text)


@pytest.mark.parametrize(
    "text",
    [
        "还没解决",
        "什么时候能解决",
        "工单怎么还不解决",
        "解决了吗",
        "工单被关闭了是什么意思",
        "谁解决了",
        "",
        "有用",
        "不要取消工单",
        "工单能取消吗",
        "怎么撤回工单",
        "别作废我的工单",
    ],
)
def test_words_that_are_not_for_solved(text: str) -> None:
    assert not says_settled(text)


@pytest.mark.parametrize(
    ("text", "adds"),
    [
        ("补充一下，换了电脑", True),
        ("想给工单加张图", True),
        ("补充材料交了，工单有更新吗", False),
        ("怎么补充", False),
        ("", False),
    ],
)
def test_words_for_adding(text: str, adds: bool) -> None:
    assert wants_to_add(text) is adds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("补充一下", ""),
        ("我要补充", ""),
        ("我还有补充", ""),
        ("我还有要补充的", ""),
        ("想补充一些信息吧。", ""),
        ("补充工单", ""),
        ("想给工单加张图", ""),
        ("补充：换了电脑", "换了电脑"),
        ("补充一下换了电脑还是不行", "换了电脑还是不行"),
        ("补充到工单 TABCDEF2：换了电脑", "换了电脑"),
        ("补充个人信息后还是不行", "个人信息后还是不行"),
        ("换了电脑还是不行，补充一下", "换了电脑还是不行"),
        ("页面提示让我补充材料，交了还是不行", "页面提示让我补充材料，交了还是不行"),
    ],
)
def test_the_words_of_an_addition(text: str, words: str) -> None:
    assert words_to_add(text) == words


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("提交工单", True),
        ("请帮我重新提交一张工单", True),
        ("我的工单怎么样了", False),
        ("提交的工单有人看吗", False),
        ("提交工单，用户名忘了", False),
        ("", False),
    ],
)
def test_words_for_the_form(text: str, opens: bool) -> None:
    assert opens_ticket(text) is opens


@pytest.mark.parametrize(
    ("key", "intent", "asks"),
    [
        ("转人工客服", "", True),
        ("不是我想让人工帮我弄", "contact_support", True),
        ("不是我想让人工帮我弄", "deny", False),
        ("我要人工审核", "real_person_verification", False),
        ("申请了要人工审核一直没结果", "contact_support", False),
        ("", "contact_support", False),
    ],
)
def test_words_for_a_person(key: str, intent: str, asks: bool) -> None:
    assert asks_for_person(key, intent) is asks


@pytest.mark.parametrize(
    ("clause", "content"), [("学籍查不到", True), ("好的谢谢", False), ("110101199003", False), ("", False)]
)
def test_what_says_something(clause: str, content: bool) -> None:
    assert is_content(clause) is content


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        *((text, True) for text in ("催一下", "能不能加急", "麻烦尽快处理", "等得太久了", "快点给我弄", "都等急了")),
        *((text, False) for text in ("我的工单怎么样了", "查工单", "")),
    ],
)
def test_words_for_hurry(text: str, wants: bool) -> None:
    assert urges(text) is wants


@pytest.mark.parametrize(
    ("key", "asks"),
    [
        ("要多久", True),
        ("什么时候处理", True),
        ("3天太久了吧", True),
        ("能不能快点", True),
        ("催一下", True),
        ("验证码要等多久", False),
        ("审核要几天", False),
        ("登录太慢了", False),
        ("", False),
    ],
)
def test_words_for_how_long(key: str, asks: bool) -> None:
    assert asks_how_long(key) is asks


@pytest.mark.parametrize(
    ("clause", "forgotten"),
    [("139开头的那个号忘了", True), ("当年注册的邮箱记不得了", True), ("密码忘了", False), ("证件照忘了带", False)],
)
def test_what_was_asked_for_is_forgotten_by_any_name(clause: str, forgotten: bool) -> None:
    assert forgets_it(clause) == forgotten
