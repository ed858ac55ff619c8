"""Who tells that the school refuses, or that nothing worked, hears where to go next."""

from __future__ import annotations

import pytest

from actions.lines.way_out import with_way_out
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION

BY_SCHOOL = Reply("能改：找学校申请。", (), "answer", "name")


@pytest.mark.parametrize("text", ["学校老师一直推脱，怎么办", "学校电话打了一个礼拜没人接"])
def test_a_school_that_refuses_is_not_the_end(text: str) -> None:
    assert "省级教育部门" in with_way_out(BY_SCHOOL, text).text


def test_who_has_tried_is_shown_to_people() -> None:
    reply = with_way_out(Reply("换个浏览器再试。", (), "answer", "site"), "试了三个浏览器都不行")
    assert "回复“人工”" in reply.text
    assert reply.options == (HUMAN_OPTION,)


def test_who_has_tried_nothing_is_told_nothing_more() -> None:
    assert with_way_out(BY_SCHOOL, "名字错了怎么改") is BY_SCHOOL
