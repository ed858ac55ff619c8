"""What the first message of a ticket gives, and what stands in its description."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.ticket.draft import begin, read
from actions.ticket.notes import IN_HAND, added
from actions.ticket.parts import Said, TicketDraft
from tests.actions.ticket_drafts import (
    FORGOTTEN,
    FULL_BUT_DESCRIPTION,
    NAME,
    PHONE,
    PROBLEM,
    described,
    said,
)


@pytest.mark.parametrize(
    ("asked", "text", "rest"),
    [
        ("ticket_username", "麻烦人工看一下，学历照片上的人不是我", "学历照片上的人不是我"),
        ("ticket_screenshot", "请客服核实，入学日期早了一年", "入学日期早了一年"),
        ("ticket_description", "请客服把入学日期改一下，早了一年", "请客服把入学日期改一下，早了一年"),
    ],
)
def test_what_people_are_asked_to_look_at_is_the_description(asked: str, text: str, rest: str) -> None:
    reading = read(TicketDraft(), asked, said(text))
    assert (reading.draft.description or {})["text"] == rest
    assert reading.note != IN_HAND


@pytest.mark.parametrize("text", ["麻烦人工看一下", "快叫客服来", "请工作人员联系我", "I want to talk to a human"])
def test_who_only_wants_a_person_is_told_it_is_in_hand(text: str) -> None:
    assert read(TicketDraft(), "ticket_username", said(text)).note == IN_HAND


def test_own_words_join_a_drafted_description() -> None:
    drafted = TicketDraft(suggestion="登不上").with_drafted_description("登不上")
    assert drafted.drafted and not drafted.begun
    assert drafted.missing() == "ticket_username"
    reading = read(drafted, "ticket_username", said("改了两次密码仍然登不进去"))
    assert reading.draft.description == described("登不上\n改了两次密码仍然登不进去")
    assert (reading.draft.drafted, reading.note) == (False, added("改了两次密码仍然登不进去"))
    assert read(reading.draft, "ticket_username", said("改了两次密码仍然登不进去")).draft == reading.draft
    assert drafted.with_drafted_description("别的") == drafted


def test_english_around_the_wish_for_a_person_is_the_description() -> None:
    draft = begin(TicketDraft(), said("The code never arrives. Please get me a human"))
    assert draft.description == described("The code never arrives")


def test_who_gives_up_in_two_words_has_given_up() -> None:
    assert read(TicketDraft(), "ticket_username", said("算了不用了")).draft.confirm == "cancelled"


def test_a_new_description_is_taken_without_its_introduction() -> None:
    reading = read(FULL_BUT_DESCRIPTION, "ticket_description", said(f"描述改成：{PROBLEM}"))
    assert reading.draft.description == described(PROBLEM)


def test_a_description_can_be_skipped() -> None:
    assert read(FULL_BUT_DESCRIPTION, "ticket_description", said("skip")).draft.description is not None


@pytest.mark.parametrize(
    ("message", "draft"),
    [
        (said("提交工单"), TicketDraft()),
        (said("我要提交工单，谢谢"), TicketDraft()),
        (said("好的，麻烦您帮我弄一下吧"), TicketDraft()),
        (said("转人工客服"), TicketDraft()),
        (said("继续填刚才的工单"), TicketDraft()),
        (said("提交工单，怎么才能快一点答复呢"), TicketDraft()),
        (said(f"提交工单，用户名是〔手机号〕，{PROBLEM}", PHONE), TicketDraft(PHONE, description=described(PROBLEM))),
        (said("再提交一个工单，学籍查不到，没图"), TicketDraft(None, (), "none", described("学籍查不到"))),
        (said(f"帮我提交工单{PROBLEM}"), TicketDraft(description=described(PROBLEM))),
        (said(f"工单：{PROBLEM}，用户名忘了，没有截图"), TicketDraft(FORGOTTEN, (), "none", described(PROBLEM))),
        (
            said("〔手机号〕一直收不到验证码，帮我提交工单", PHONE),
            TicketDraft(PHONE, description=described("〔手机号〕一直收不到验证码", "p1")),
        ),
        (said("提交工单，用户名是〔用户名〕", NAME), TicketDraft(NAME)),
        (said("提交工单", pictures=("a", "b")), TicketDraft(None, ("a", "b"), "sent")),
        (said("", option="ticket"), TicketDraft()),
    ],
)
def test_what_the_first_message_gives(message: Said, draft: TicketDraft) -> None:
    assert begin(TicketDraft(), message) == draft


def test_pictures_sent_before_the_form_are_the_screenshot() -> None:
    assert begin(TicketDraft(pictures=("a",)), said("提交工单")) == TicketDraft(pictures=("a",), screenshot="sent")


def test_words_about_the_last_answer_join_what_was_told() -> None:
    drafted = TicketDraft(suggestion="密码忘了").with_drafted_description("密码忘了")
    begun = begin(drafted, said("按这个做还是不行，提交工单"))
    assert begun.description == described("密码忘了\n按这个做还是不行")


def test_what_was_added_is_offered_again_when_the_description_is_written_anew() -> None:
    told = TicketDraft(PHONE, (), "none", described("密码忘了\n老号停用"), "密码忘了")
    emptied = read(told, "ticket_confirm", said("", option="edit_description")).draft
    assert (emptied.description, emptied.suggestion) == (None, "密码忘了\n老号停用")
    with_value = replace(told, description=described("密码忘了\n〔手机号〕", "p1"))
    assert read(with_value, "ticket_confirm", said("改描述")).draft.suggestion == "密码忘了"


@pytest.mark.parametrize("asked", ["ticket_username", "ticket_screenshot", "ticket_confirm"])
def test_what_is_added_outright_goes_into_the_description(asked: str) -> None:
    before = TicketDraft(description=described(PROBLEM))
    reading = read(before, asked, said("补充一下：晚上才有空，周末行吗？"))
    assert reading.draft.description == described(f"{PROBLEM}\n晚上才有空，周末行吗？")
    assert not reading.is_question


def test_a_forgotten_name_and_all_the_rest_at_once() -> None:
    reading = read(TicketDraft(), "ticket_username", said("记不得了，没截图，报告打不开"))
    assert reading.draft == TicketDraft(FORGOTTEN, (), "none", described("报告打不开"))
