"""Wishes for a person that are mistyped, or are an order to pass the matter on."""

from __future__ import annotations

import pytest

from dialogue.people.calling_people import (
    asks_for_staff,
    calls_person_mistyped,
    only_asks_for_staff,
    orders_to_pass_on,
    takes_offer_of_person,
)
from dialogue.readers.control import wants_person, wants_person_in_english
from faq.text.normalise import matching_key


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("都没有 认工", True),
        ("邮箱早没了，给我转人公", True),
        ("密保不记得 人工课服", True),
        ("人公证处要的材料", False),
        ("真人认证没通过", False),
        ("任公是谁", False),
        ("", False),
    ],
)
def test_a_person_called_by_the_sound(text: str, calls: bool) -> None:
    assert calls_person_mistyped(text) is calls


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("我说的这些你给客服写上", True),
        ("我不会弄这些，帮我把这事报上去", True),
        ("这些情况给你们领导反映一下", True),
        ("帮我跟客服说一声", True),
        ("我把事情给客服说了", False),
        ("学校工作人员把我名字记错了", False),
        ("这个问题要给谁反映", False),
        ("帮我把密码记下来", False),
    ],
)
def test_an_order_to_pass_it_on(text: str, orders: bool) -> None:
    assert orders_to_pass_on(text) is orders


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("转人工要等多久", False),
        ("转人工了能看到我密码吗", False),
        ("老师说转人工审核了", False),
        ("转人工吧，等多久都行", True),
    ],
)
def test_what_is_asked_about_a_person_is_no_wish_for_one(text: str, wants: bool) -> None:
    assert wants_person(matching_key(text)) is wants


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("human agent", True),
        ("A human, please", True),
        ("customer service agent", True),
        ("I want to talk to a real person", True),
        ("who is the agent", False),
        ("human error", False),
        ("my agent changed my e-mail", False),
    ],
)
def test_a_person_called_in_english(text: str, wants: bool) -> None:
    assert wants_person_in_english(text) is wants


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("好 那给我转一下", True),
        ("可以 你转", True),
        ("那帮我转过去吧", True),
        ("先不转了", False),
        ("能转不", False),
        ("那转专业呢", False),
        ("转账了", False),
    ],
)
def test_an_offered_person_is_taken_in_a_word(text: str, takes: bool) -> None:
    assert takes_offer_of_person(text) is takes


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("批量核验这事我要跟真人谈，我姓程，有效期多长", True),
        ("先给我登记吧，还有报告能打印几份", True),
        ("那就给我登个记吧", True),
        ("我打不了电话，给我留个单子", True),
        ("要不要去派出所登个记", False),
        ("学位能查吗，你让客服联系我吧", True),
        ("能不能请工作人员给我回个电话，学籍怎么查", True),
        ("怎么让客服联系我", False),
        ("能不能到窗口让工作人员打", False),
        ("毕业去向 登记 系统", False),
        ("学校说要登记什么信息", False),
        ("登记的手机号换了怎么办", False),
        ("我不想跟客服说了，验证码几分钟有效", False),
        ("客服会给我打电话吗", False),
    ],
)
def test_one_clause_of_many_asks_for_the_staff(text: str, asks: bool) -> None:
    assert asks_for_staff(text) is asks


def test_what_about_it_is_to_be_said_belongs_into_the_ticket() -> None:
    assert only_asks_for_staff("先给我登记下")
    assert not only_asks_for_staff("想找人工说一下照片不是我的事")
