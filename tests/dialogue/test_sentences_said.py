"""No sentence twice within a few replies, nor twice in one."""

from __future__ import annotations

import pytest

from dialogue.turns.sentences_said import group_of, holds_news, only_news, said_once, wants_again

HEAD = "能延：到学信档案里延长，已经过期的也行。"
OTHER = "延长要不要钱没有查到；重新申请中文报告免费。"
WARNING = "别勾“我要重新注册”，旧账号会被注销的。"


def test_a_sentence_of_the_last_replies_is_left_out() -> None:
    assert only_news(f"{OTHER}{HEAD}", [group_of(HEAD)]) == (OTHER, HEAD)
    assert only_news(f"{HEAD}\n1. 打开学信档案，找到那份报告。", [group_of(HEAD)])[0].startswith("1. ")


def test_words_that_only_lead_to_it_make_it_no_other_sentence() -> None:
    assert not holds_news(f"查到的是这样说的：{HEAD}", [group_of(HEAD)])
    assert holds_news(f"查到的是这样说的：{OTHER}", [group_of(HEAD)])


def test_a_lead_keeps_what_it_leads_to_in_short() -> None:
    said = only_news(f"“我人在外地”，知道了。\n照刚才说的：{HEAD}", [group_of(HEAD)])[0]
    assert said.startswith("“我人在外地”，知道了。\n能延")
    assert not said.endswith("：")


def test_warnings_and_questions_are_said_as_often_as_they_are_needed() -> None:
    question = "注册时绑的手机号，现在还能收到短信吗？"
    recent = [group_of(f"{WARNING}\n{question}")]
    assert only_news(f"{WARNING}\n{question}", recent) == (f"{WARNING}\n{question}", "")
    assert holds_news(WARNING, recent)


def test_a_heading_goes_with_what_stood_under_it() -> None:
    assert only_news(f"前面说过的要点如下：\n{HEAD}", [group_of(HEAD)])[0] == ""


def test_one_reply_says_nothing_twice() -> None:
    twice = "采集方收，不是学信网收费。\n退款、开票找采集方。\n不是，学信网不收费，是采集方收的。"
    assert said_once(twice) == "采集方收，不是学信网收费。\n退款、开票找采集方。"
    other = "学籍用手机号登录就能看到。\n学位要另外申请认证才能看到。"
    assert said_once(other) == other


@pytest.mark.parametrize("text", ["再说一遍", "没看清，重复一下", "说得细一点", "刚才你说的是什么"])
def test_who_wants_it_again(text: str) -> None:
    assert wants_again(text)


@pytest.mark.parametrize("text", ["再申请一次行吗", "验证码没看到", "报告怎么重新发"])
def test_who_wants_something_else(text: str) -> None:
    assert not wants_again(text)
