"""Who comes back about what was sent in before, and what only sounds like it."""

from __future__ import annotations

import pytest

from dialogue.turns.coming_back import comes_back_about, without_earlier


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("上上周交的那张单 一点动静都没有", "earlier"),
        ("我礼拜二反映的问题到今天也没人管", "earlier"),
        ("琴日提嗰张工单仲未有人覆", "earlier"),
        ("你们说三天内回复，都过期了", "earlier"),
        ("怎么还没人联系我", "earlier"),
        ("搞什么 前天交的没人理", "earlier"),
        ("前天交的材料学校没人理", ""),
        ("工单编号找不着了", "find"),
        ("前天填的单子，号码忘了", "find"),
        ("回执没存，页面关了", "find"),
        ("my earlier ticket: still no reply", "earlier"),
        ("I don't remember the ticket number", "find"),
        ("重新注册交了三天还没处理", ""),
        ("上周交的学籍申请学校不理", ""),
        ("证书编号找不着了", ""),
        ("报名号忘了", ""),
        ("导师一直没人回", ""),
        ("怎么没有人管啊", ""),
        ("昨天注册的账号登不上", ""),
        ("my exam ticket number is lost", ""),
        ("", ""),
    ],
)
def test_out_of_the_blue(text: str, about: str) -> None:
    assert comes_back_about(text) == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("可别又没人搭理", "urge"),
        ("真有人会看吗", "urge"),
        ("到底会不会有人处理", "urge"),
        ("要是没人回怎么办", "urge"),
        ("编号多少来着", "find"),
        ("没有", ""),
        ("怎么没有人管啊", "earlier"),
        ("没有人", "earlier"),
        ("那学位证丢了怎么办", ""),
    ],
)
def test_right_after_a_ticket_was_sent(text: str, about: str) -> None:
    assert comes_back_about(text, sent=True) == about


def test_a_bare_number_means_the_ticket_that_was_asked_for_before() -> None:
    assert comes_back_about("编号没抄", asked_before=True) == "find"
    assert comes_back_about("编号没抄") == ""


def test_in_the_middle_of_another_matter_silence_says_nothing_of_a_ticket() -> None:
    assert comes_back_about("还没人回", begins=False) == ""


def test_an_earlier_ticket_is_no_matter_of_the_next_one() -> None:
    assert without_earlier(["前天提的到现在没人理", "编号没抄", "登录不上"]) == (
        ["", "", "登录不上"],
        "前天提的到现在没人理；编号没抄",
    )
    assert without_earlier(["前天提的到现在没人理"]) == (["前天提的到现在没人理"], "")
