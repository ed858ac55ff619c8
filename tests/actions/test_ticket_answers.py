"""The answers to the username, the screenshot and the description."""

from __future__ import annotations

from typing import Any

import pytest

from actions.ticket.draft import read
from actions.ticket.notes import (
    GO_ON,
    IN_HAND,
    NAME_CHANGED,
    NO_NAME,
    NOT_A_USERNAME,
    NOTED,
    ONE_LINE_MISSING,
    SEND_PICTURE,
)
from actions.ticket.parts import NOT_GIVEN, Said, TicketDraft
from tests.actions.ticket_drafts import (
    FORGOTTEN,
    NAME,
    NAMED,
    PHONE,
    PICTURED,
    PROBLEM,
    SKIPPED,
    SUGGESTED,
    WRONG,
    described,
    said,
)

ANY = TicketDraft()
TOO_SHORT = ""


@pytest.mark.parametrize(
    ("message", "draft", "note", "is_question"),
    [
        (said("〔手机号〕", PHONE), TicketDraft(PHONE), "", False),
        (
            said("我的邮箱是〔邮箱〕", {"kind": "email", "ref": "e"}),
            TicketDraft({"kind": "email", "ref": "e"}),
            "",
            False,
        ),
        (said("〔身份证号〕", {"kind": "id_number", "ref": "i", "shape": "one_short"}), ANY, NOT_A_USERNAME, True),
        (said("〔用户名〕", NAME), TicketDraft(NAME), "", False),
        (said("", option="forgot"), TicketDraft(FORGOTTEN), "", False),
        (said("忘了"), TicketDraft(FORGOTTEN), "", False),
        (said("不知道", intent="contact_support"), TicketDraft(FORGOTTEN), "", False),
        (said("我忘记用户名了"), TicketDraft(FORGOTTEN), "", False),
        (said("记不清是哪个手机号了"), TicketDraft(FORGOTTEN), "", False),
        (said(f"〔手机号〕，{PROBLEM}", PHONE), TicketDraft(PHONE, description=described(PROBLEM)), NOTED, False),
        (said(PROBLEM), TicketDraft(description=described(PROBLEM)), NOTED, False),
        (said("〔用户名〕", WRONG, hint="手机号应该是 11 位"), ANY, "手机号应该是 11 位", False),
        (said("〔用户名〕", WRONG), ANY, NOT_A_USERNAME, False),
        (said("跳过"), TicketDraft(NOT_GIVEN), NO_NAME, False),
        (said("我不想告诉你"), TicketDraft(NOT_GIVEN), NO_NAME, False),
        (said("忘记用户名怎么办"), ANY, NOT_A_USERNAME, True),
        (said("什么是用户名"), ANY, NOT_A_USERNAME, True),
        (said("嗯"), ANY, GO_ON, False),
        (said("〔银行卡号〕", {"kind": "bank_card", "ref": "b"}), ANY, NOT_A_USERNAME, True),
        (said("", option="reset_password"), ANY, "", True),
        (said("", pictures=("a",)), TicketDraft(None, ("a",), "sent"), "收到图片，现在有 1 张。", False),
        (
            said("〔手机号〕", PHONE, pictures=("a",)),
            TicketDraft(PHONE, ("a",), "sent"),
            "收到图片，现在有 1 张。",
            False,
        ),
        (said("人工"), ANY, IN_HAND, False),
        (said("", option="human"), ANY, IN_HAND, False),
        (said("不是，我想让人工帮我弄", intent="contact_support"), ANY, IN_HAND, False),
        (said("已经解决了", intent="helpful"), TicketDraft(confirm="cancelled"), "", False),
        (said("算了"), TicketDraft(confirm="cancelled"), "", False),
        (said("不想填了吧"), TicketDraft(confirm="cancelled"), "", False),
        (said("别弄了", intent="cancel"), TicketDraft(confirm="cancelled"), "", False),
        (said("", option="cancel"), TicketDraft(confirm="cancelled"), "", False),
    ],
)
def test_answers_to_the_username(message: Said, draft: TicketDraft, note: str, is_question: bool) -> None:
    reading = read(TicketDraft(), "ticket_username", message)
    assert (reading.draft, reading.note, reading.is_question) == (draft, note, is_question)


@pytest.mark.parametrize(
    ("message", "draft", "note", "is_question"),
    [
        (said("没有"), SKIPPED, "", False),
        (said("现在没有截图"), SKIPPED, "", False),
        (said("发不了"), SKIPPED, "", False),
        (said("我手机坏了发不了图"), SKIPPED, "", False),
        (said("没", intent="deny"), SKIPPED, "", False),
        (said("", option="no_picture"), SKIPPED, "", False),
        (said("直接提交吧"), SKIPPED, ONE_LINE_MISSING, False),
        (said("没有截图可以吗"), SKIPPED, "可以，不填也能提交。", False),
        (said("截图等会发"), NAMED, "好的，不急，我等您的图片。", False),
        (said("110101199003"), NAMED, SEND_PICTURE, True),
        (said(f"没有，就是{PROBLEM}"), TicketDraft(PHONE, (), "none", described(f"就是{PROBLEM}")), NOTED, False),
        (said(PROBLEM), TicketDraft(PHONE, description=described(PROBLEM)), NOTED, False),
        (said("用户名写错了，是〔用户名〕", NAME), TicketDraft(NAME), NAME_CHANGED, False),
        (said("等一下我去截图"), NAMED, "好的，不急，我等您的图片。", False),
        (said("截图要截哪里？"), NAMED, SEND_PICTURE, True),
        (said("哦哦"), NAMED, "好的，不急，我等您的图片。", False),
        (said("", pictures=("a",)), PICTURED, "收到图片，现在有 1 张。", False),
        (said("", option="reset_password"), NAMED, "", True),
    ],
)
def test_answers_to_the_screenshot(message: Said, draft: TicketDraft, note: str, is_question: bool) -> None:
    reading = read(NAMED, "ticket_screenshot", message)
    assert (reading.draft, reading.note, reading.is_question) == (draft, note, is_question)


def test_at_most_five_pictures_are_kept_each_once() -> None:
    reading = read(
        TicketDraft(PHONE, ("1", "2", "3"), "sent"), "ticket_description", said("", pictures=("3", "4", "5", "6"))
    )
    assert reading.draft.pictures == ("1", "2", "3", "4", "5")
    assert reading.note == "最多带 5 张图片，先收下前 5 张。"


@pytest.mark.parametrize(
    ("message", "description", "note", "is_question"),
    [
        (said(PROBLEM), described(PROBLEM), "", False),
        (said("取消了绑定还是不行", intent="cancel"), described("取消了绑定还是不行"), "", False),
        (
            said("〔手机号〕和〔邮箱〕都收不到", PHONE, {"kind": "email", "ref": "e"}),
            described("〔手机号〕和〔邮箱〕都收不到", "p1", "e"),
            "",
            False,
        ),
        (said("", option="use_draft"), described("密码忘了"), "", False),
        (said("就用这段吧"), described("密码忘了"), "", False),
        (said("可以"), described("密码忘了"), "", False),
        (said("不行"), None, TOO_SHORT, False),
        (said("。。。"), None, TOO_SHORT, False),
        (said("发完了"), None, "好的，一共 1 张。", False),
        (said("不知道怎么回事一直登录不上"), described("不知道怎么回事一直登录不上"), "", False),
        (said("忘记密码怎么办"), described("忘记密码怎么办"), "", True),
    ],
)
def test_answers_to_the_description(
    message: Said, description: dict[str, Any] | None, note: str, is_question: bool
) -> None:
    reading = read(SUGGESTED, "ticket_description", message)
    assert reading.draft == TicketDraft(PHONE, ("a",), "sent", description, "密码忘了")
    assert (reading.note, reading.is_question) == (note, is_question)
