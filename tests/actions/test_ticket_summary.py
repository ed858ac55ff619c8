"""What is said to the summary, and what sends a ticket or lets go of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.ticket.draft import read
from actions.ticket.notes import (
    DESCRIBED_ANEW,
    HEARD,
    IN_HAND,
    NAME_CHANGED,
    ONE_LINE_MISSING,
    added,
)
from actions.ticket.parts import NOT_GIVEN, Said, TicketDraft
from tests.actions.ticket_drafts import (
    FORGOTTEN,
    FULL,
    HOW_LONG_NOW,
    NAME,
    NAMED,
    PHONE,
    PICTURED,
    PROBLEM,
    SUGGESTED,
    WRONG,
    described,
    said,
)


@pytest.mark.parametrize("asked", ["ticket_username", "ticket_screenshot", "ticket_description"])
def test_who_says_submit_has_it_submitted_once_it_says_what_the_problem_is(asked: str) -> None:
    ready = read(replace(SUGGESTED, username=None), asked, said("确认提交")).draft
    assert (ready.confirm, ready.username, ready.description) == ("submit", NOT_GIVEN, described("密码忘了"))
    assert read(TicketDraft(), asked, said("确认提交")).draft.confirm is None


def test_a_username_may_be_corrected_while_the_description_is_asked_for() -> None:
    reading = read(SUGGESTED, "ticket_description", said("用户名填错了，应该是〔用户名〕", NAME))
    assert (reading.draft.username, reading.draft.description, reading.note) == (NAME, None, NAME_CHANGED)


@pytest.mark.parametrize(
    ("message", "changes", "note", "is_question"),
    [
        (said("提交"), {"confirm": "submit"}, "", False),
        (said("好的，提交吧"), {"confirm": "submit"}, "", False),
        (said("提交吧谢谢"), {"confirm": "submit"}, "", False),
        (said("什么时候处理"), {}, HOW_LONG_NOW, False),
        (said("没问题"), {"confirm": "submit"}, "", False),
        (said("不用改了，提交"), {"confirm": "submit"}, "", False),
        (said("", option="submit"), {"confirm": "submit"}, "", False),
        (said("改用户名"), {"username": None}, "", False),
        (said("用户名写错了"), {"username": None}, "", False),
        (said("手机号写错了"), {"username": None}, "", False),
        (said("", option="edit_username"), {"username": None}, "", False),
        (said("用户名改成〔用户名〕", NAME), {"username": NAME}, NAME_CHANGED, False),
        (said("用户名改成〔用户名〕", WRONG, hint="不完整"), {}, "不完整", False),
        (said("改一下描述"), {"description": None}, "", False),
        (said("", option="edit_description"), {"description": None}, "", False),
        (
            said("描述改成：登录一直提示密码错误"),
            {"description": described("登录一直提示密码错误")},
            DESCRIBED_ANEW,
            False,
        ),
        (
            said("另外我的身份证以前换过号码"),
            {"description": described(f"{PROBLEM}\n另外我的身份证以前换过号码")},
            added("另外我的身份证以前换过号码"),
            False,
        ),
        (
            said("补充：我的〔手机号〕停用了", PHONE),
            {"description": described(f"{PROBLEM}\n我的〔手机号〕停用了", "p1")},
            added("我的〔手机号〕停用了"),
            False,
        ),
        (said("我还有补充"), {}, "", False),
        (said("把截图去掉"), {"pictures": (), "screenshot": None}, "", False),
        (said("换截图"), {"pictures": (), "screenshot": None}, "", False),
        (said("截图发错了"), {"pictures": (), "screenshot": None}, "", False),
        (said("", option="edit_pictures"), {"pictures": (), "screenshot": None}, "", False),
        (said("", pictures=("a",)), {"pictures": ("a",), "screenshot": "sent"}, "收到图片，现在有 1 张。", False),
        (said("取消"), {"confirm": "cancelled"}, "", False),
        (said("不提交了"), {"confirm": "cancelled"}, "", False),
        (said("要几天才能答复"), {}, HOW_LONG_NOW, False),
        (said("嗯哼哈"), {}, "", True),
        (said("人工客服"), {}, IN_HAND, False),
    ],
)
def test_answers_to_the_summary(message: Said, changes: dict[str, Any], note: str, is_question: bool) -> None:
    reading = read(FULL, "ticket_confirm", message)
    assert reading.draft == TicketDraft(**{**FULL.__dict__, **changes})
    assert (reading.note, reading.is_question) == (note, is_question)


@pytest.mark.parametrize(
    ("draft", "missing"),
    [
        (TicketDraft(), "ticket_username"),
        (TicketDraft(PHONE), "ticket_screenshot"),
        (TicketDraft(screenshot="none"), "ticket_username"),
        (PICTURED, "ticket_description"),
        (FULL, "ticket_confirm"),
        (TicketDraft(**{**FULL.__dict__, "confirm": "submit"}), None),
    ],
)
def test_what_is_asked_next(draft: TicketDraft, missing: str | None) -> None:
    assert draft.missing() == missing


STEPS = ("ticket_username", "ticket_screenshot", "ticket_description", "ticket_confirm")
TOLD = TicketDraft().with_drafted_description(PROBLEM)


@pytest.mark.parametrize("asked", STEPS)
@pytest.mark.parametrize(
    "text",
    [
        "图也没有，直接交",
        "不补啦，就这样发给客服吧",
        "账号记不得，就交了吧",
        "照片先不传了，提交",
        "没了，交吧谢谢",
        "冇圖，直接交啦",
        "no screenshot, just submit it",
    ],
)
def test_what_is_left_out_and_sent_in_one_message(asked: str, text: str) -> None:
    reading = read(TOLD, asked, said(text))
    assert (reading.draft.confirm, reading.draft.screenshot) == ("submit", "none")
    assert (reading.draft.description or {})["text"] == PROBLEM
    assert reading.draft.username == (FORGOTTEN if "记不得" in text else NOT_GIVEN)


def test_what_is_told_with_the_wish_to_send_goes_along() -> None:
    reading = read(TOLD, "ticket_username", said("〔手机号〕，换了电脑也这样，就这样提交吧", PHONE))
    assert reading.draft.confirm == "submit"
    assert (reading.draft.username, reading.draft.description) == (
        PHONE,
        described(f"{PROBLEM}\n换了电脑也这样"),
    )


@pytest.mark.parametrize("text", ["填好资料，提交，页面就空白了", "提交了吗？", "怎么提交", "点了提交没有反应"])
def test_what_only_speaks_of_submitting_sends_nothing(text: str) -> None:
    for asked in STEPS:
        assert read(TOLD, asked, said(text)).draft.confirm is None


@pytest.mark.parametrize("asked", STEPS)
@pytest.mark.parametrize(
    "text",
    [
        "我不开工单了",
        "不交了，先问一下：报告怎么下载？",
        "唔填喇",
        "工单就不要了，你直接说去哪里改",
        "I don't want a ticket anymore. Where can I check my record?",
        "不开了不开了",
    ],
)
def test_a_clear_no_ends_the_form_whatever_else_is_asked(asked: str, text: str) -> None:
    assert read(FULL, asked, said(text)).draft.confirm == "cancelled"


@pytest.mark.parametrize("asked", ["ticket_username", "ticket_screenshot", "ticket_confirm"])
@pytest.mark.parametrize("text", ["没有", "不用了吧，没有图", "算了，没有截图", "没有了"])
def test_a_no_to_what_is_asked_is_no_cancelling(asked: str, text: str) -> None:
    assert read(TOLD, asked, said(text)).draft.confirm is None


def test_no_means_what_was_asked() -> None:
    assert read(NAMED, "ticket_screenshot", said("没有")).draft.screenshot == "none"
    assert read(NAMED, "ticket_screenshot", said("不用了")).draft.screenshot == "none"
    for text in ("没有", "没有了", "没什么要补充的", "冇喇", "不用了"):
        reading = read(FULL, "ticket_confirm", said(text))
        assert (reading.draft, reading.note) == (FULL, HEARD)


def test_a_bare_no_and_more_is_both() -> None:
    reading = read(replace(TOLD, username=PHONE), "ticket_screenshot", said("没有，补充一句：人在国外"))
    assert reading.draft.screenshot == "none"
    assert (reading.draft.description, reading.note) == (described(f"{PROBLEM}\n人在国外"), added("人在国外"))


@pytest.mark.parametrize("text", ["好的", "嗯", "可以", "没问题", "OK"])
def test_a_nod_sends_only_when_sending_was_asked_about(text: str) -> None:
    assert read(FULL, "ticket_confirm", said(text)).draft.confirm == "submit"
    reading = read(FULL, "ticket_confirm", replace(said(text), nod_sends=False))
    assert (reading.draft, reading.note) == (FULL, HEARD)


@pytest.mark.parametrize("text", ["提交", "就这样交吧", "好的，提交"])
def test_the_word_itself_always_sends(text: str) -> None:
    assert read(FULL, "ticket_confirm", replace(said(text), nod_sends=False)).draft.confirm == "submit"


def test_a_ticket_that_says_nothing_asks_for_one_line() -> None:
    reading = read(TicketDraft(), "ticket_username", said("没图，直接提交吧"))
    assert reading.draft == TicketDraft(NOT_GIVEN, (), "none")
    assert reading.note == ONE_LINE_MISSING


def test_what_can_be_changed_is_shown_on_its_own() -> None:
    assert read(FULL, "ticket_confirm", said("", option="change")).then == "changing"
    assert read(FULL, "ticket_confirm", said("我还有补充")).then == "changing"
    assert read(FULL, "ticket_confirm", said("", option="see_all")).then == "whole"
