"""Who has said enough for a ticket: nothing more is asked for, nothing is given up."""

from __future__ import annotations

import pytest

from dialogue.ticket.enough import says_enough
from dialogue.ticket.form_wishes import read_wish


@pytest.mark.parametrize(
    "text",
    [
        "不补了",
        "就这么着吧",
        "别再问我了",
        "没别的了",
        "够了够了",
        "没什么要说的了",
        "就按这个来",
        "唔使补啦",
        "说完了",
        "没啥了",
        "就这些",
        "别的我说不上来了",
        "其他想不起来了",
        "我知道的就这些",
        "别的没了",
    ],
)
def test_nothing_more_is_to_be_asked(text: str) -> None:
    assert read_wish(text).enough
    assert not read_wish(text).leaves


@pytest.mark.parametrize(
    "text", ["不填了", "算了不弄了", "别提交", "补充一下", "就这样提示的", "没有别的手机", "不想换号"]
)
def test_what_is_no_such_word(text: str) -> None:
    assert not says_enough(text)


def test_what_is_told_and_asked_beside_it_stays() -> None:
    wish = read_wish("姓名也错了，别再问了，学籍能改吗")
    assert (wish.enough, wish.rest, wish.asks) == (True, "姓名也错了", "学籍能改吗")


def test_who_sends_it_sends_it() -> None:
    wish = read_wish("不补了，提交吧")
    assert (wish.sends, wish.enough) == (True, False)
