"""Who asks after a ticket that somebody else sent."""

from __future__ import annotations

import pytest

from dialogue.facts.no_part import is_no_part
from dialogue.people.other_people import asks_others_record
from dialogue.people.others_ticket import asks_others_ticket, own_part


@pytest.mark.parametrize(
    "text",
    [
        "老黄的单子到哪了，他上周交的",
        "我同事小刘前天提交的工单有没有回复",
        "帮我看下王老师的工单处理得怎么样了",
        "张小燕的工单查一下",
        "别人的工单内容能看吗",
        "我同学小周也交过一张，你帮我看看他那张到哪了",
    ],
)
def test_somebody_elses(text: str) -> None:
    assert asks_others_ticket(text)


@pytest.mark.parametrize(
    "text",
    [
        "我的工单到哪了",
        "上次的单子怎么样了",
        "我女儿的工单怎么样了",
        "昨天的工单有回复了吗",
        "小学毕业的单子",
        "高考的单子怎么样了",
    ],
)
def test_ones_own_and_a_childs(text: str) -> None:
    assert not asks_others_ticket(text)


def test_where_tickets_are_talked_of_none_is_named() -> None:
    assert asks_others_ticket("你看看老周那个到哪了", of_ticket=True)
    assert not asks_others_ticket("你看看老周那个到哪了")
    assert not asks_others_ticket("我室友也交了一个，我的到哪了", of_ticket=True)


def test_what_is_ones_own_beside_it() -> None:
    assert own_part("我的几天有答复，我室友也交了一个，你看看他那个到哪了") == "我的几天有答复"


def test_how_somebody_else_is_doing_is_theirs() -> None:
    assert asks_others_record("我哥也报了，你帮我看看他审核过了没") == "record"


@pytest.mark.parametrize(
    "text",
    [
        "帮我查下张伟的学历是不是真的",
        "能查王小丽这个人是不是大学毕业的吗",
        "我室友的学籍您给看看",
        "我同学老周的学历能帮我查查吗",
        "李强的学历你给我查下",
    ],
)
def test_a_record_asked_for_by_its_owners_name(text: str) -> None:
    assert asks_others_record(text) == "record"
    assert is_no_part(text)


@pytest.mark.parametrize(
    "text",
    [
        "帮我查下毕业的学历",
        "能查安徽的学历吗",
        "你查曾用名的学籍能查到吗",
        "想查成人高考的学历",
        "我的学历你帮我查下",
        "于是我的学历帮我查一下",
        "高中的学历你给我查查",
    ],
)
def test_words_that_begin_like_a_name(text: str) -> None:
    assert asks_others_record(text) is None
