"""What somebody dictates stands in the ticket whole; what the message says besides is taken, too."""

from __future__ import annotations

from actions.ticket.draft import begin, read
from actions.ticket.notes import EXACTLY, added
from actions.ticket.parts import FORGOTTEN, NOT_GIVEN, Said, TicketDraft

PHONE = {"kind": "phone", "ref": "p1"}
MAIL = {"kind": "email", "ref": "m1"}
TOLD = "查不到学籍，学校也撤销了，该找谁"


def test_a_dictated_text_with_a_question_in_it_stays_whole() -> None:
    reading = read(TicketDraft(), "ticket_username", Said(f"内容就写：{TOLD}"))
    assert reading.draft.description == {"text": TOLD, "refs": [], "exact": True}
    assert reading.note == EXACTLY.format(TOLD)
    assert not reading.is_question


def test_values_before_and_inside_it_are_kept_apart() -> None:
    said = Said("帮我开工单，用户名〔手机号〕，描述：绑的〔邮箱〕早就不用了", private=(PHONE, MAIL))
    draft = begin(TicketDraft(), said)
    assert draft.username == PHONE
    assert draft.description == {"text": "绑的〔邮箱〕早就不用了", "refs": ["m1"], "exact": True}


def test_what_is_told_before_stays_beside_a_bare_label() -> None:
    before = TicketDraft(description={"text": "注册失败", "refs": []})
    reading = read(before, "ticket_username", Said("描述：提示证件号被占用，怎么改？"))
    assert reading.draft.description == {"text": "注册失败\n提示证件号被占用，怎么改", "refs": []}
    assert reading.note == added("提示证件号被占用，怎么改")


def test_all_in_one_message_and_nothing_more_leads_to_the_summary() -> None:
    draft = begin(TicketDraft(), Said("转人工，描述：提示证件号被占用，没有截图，就这些"))
    assert draft.missing() == "ticket_confirm"
    assert (draft.username, draft.screenshot) == (NOT_GIVEN, "none")
    assert (draft.description or {})["text"] == "提示证件号被占用"


def test_the_answer_behind_it_is_taken() -> None:
    draft = read(TicketDraft(), "ticket_username", Said("就写：提示证件号被占用，就这些")).draft
    assert draft.username == NOT_GIVEN != FORGOTTEN
    assert draft.missing() == "ticket_confirm"
