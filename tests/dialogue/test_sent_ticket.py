"""What is asked about the ticket that was sent, and what is another matter."""

from __future__ import annotations

import pytest

from dialogue.ticket.sent_ticket import asks_of_ticket, belongs_to_sent, settles_sent, solved_with_thanks


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("大概几时有人回我", "when"),
        ("有消息了吗", "when"),
        ("怎么还没人联系我", "when"),
        ("今天能不能有人回复", "when"),
        ("还要等多久", "when"),
        ("在哪里看回复", "when"),
        ("能不能快一点", "urge"),
        ("能不能后天中午前给我答复", "urge"),
        ("工单上写的是啥，发我看看", "text"),
        ("你帮我填了些什么", "text"),
        ("can you show me what was submitted", "text"),
        ("页面上写了什么都看不清", None),
        ("三天太慢了，快点吧", "urge"),
        ("要等几耐先有人覆我", "when"),
        ("When will someone get back to me, and will it be in English?", "when"),
        ("I mean my ticket. When is it answered?", "when"),
        ("this takes too long", "urge"),
        ("How do I download the report?", None),
        ("学籍要多久才能查到", None),
        ("短信验证码怎么还没有来", None),
        ("忘记密码怎么办", None),
        ("", None),
    ],
)
def test_right_after_sending(text: str, asked: str | None) -> None:
    assert asks_of_ticket(text, topic=False) == asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [("多久能回复我", "when"), ("还要等多久", None), ("how long does my ticket take to be answered", "when")],
)
def test_after_another_matter_the_ticket_must_be_meant(text: str, asked: str | None) -> None:
    assert asks_of_ticket(text, topic=True) == asked


@pytest.mark.parametrize("text", ["不用你们处理了，我自己弄好了", "不用处理了", "解决了谢谢"])
def test_nobody_is_needed_any_more(text: str) -> None:
    assert settles_sent(text)


@pytest.mark.parametrize("text", ["你们处理了吗", "我自己弄好了吗", "还没弄好"])
def test_somebody_is_needed_still(text: str) -> None:
    assert not settles_sent(text)


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        ("写错了，不是五回，是七回", True),
        ("对了，把我用的是苹果电脑也写进去吧", True),
        ("再帮我备注一下，周末别打电话", True),
        ("那学位证丢了能补吗", False),
        ("是不是写错了", False),
    ],
)
def test_what_belongs_to_the_ticket_that_was_sent(text: str, belongs: bool) -> None:
    assert belongs_to_sent(text, topic=False) is belongs


@pytest.mark.parametrize(
    ("text", "solved"),
    [
        ("谢谢客服小王，我翻到旧卡了，用它收码登上了，报名也赶上了，解决了", True),
        ("谢谢客服，我改好了", True),
        ("谢谢客服，可是还没登上", False),
        ("谢谢客服，登上了，但照片是空的", False),
        ("谢谢，解决了", False),
        ("谢谢客服", False),
        ("解决了吗？谢谢客服", False),
    ],
)
def test_thanks_that_tell_how_it_was_solved(text: str, solved: bool) -> None:
    assert solved_with_thanks(text) is solved


@pytest.mark.parametrize(
    "text", ["〔用户名〕", "想起来了，〔用户名〕", "用户名是〔手机号〕", "啊我想起来了 账号：〔邮箱〕。"]
)
def test_a_name_that_comes_later_goes_into_the_ticket(text: str) -> None:
    assert belongs_to_sent(text, topic=False)
    assert not belongs_to_sent(text, topic=True)


def test_who_remembers_is_asked_what() -> None:
    assert asks_of_ticket("想起来了", topic=False) == "recalled"
    assert asks_of_ticket("想起来了", topic=True) is None
    assert asks_of_ticket("想不起来了", topic=False) is None
