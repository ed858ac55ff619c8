"""Wishes for a person that are mistyped, or are an order to pass the matter on."""

from __future__ import annotations

import pytest

from dialogue.calling_people import calls_person_mistyped, orders_to_pass_on, takes_offer_of_person
from dialogue.readers.control import wants_person, wants_person_in_english
from faq.normalise import matching_key


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
