"""How a ticket is written up: fixed parts in a fixed order, each of which a correction in words reaches."""

from __future__ import annotations

import pytest

from actions.ticket.corrections import corrected
from actions.ticket.draft import read
from actions.ticket.notes import HEARD
from actions.ticket.parts import NOT_GIVEN, Said, TicketDraft
from actions.ticket.writeup import framed, written_up
from dialogue.ticket.pieces import only_words
from tests.actions.ticket_drafts import FORGOTTEN
from tickets.written import headline

FRAME = framed(matter="申请验证报告", tried="换了浏览器；页面提示“系统繁忙”", until="周五要交")
DRAFT = TicketDraft(suggestion=FRAME, description={"text": "按钮点了没反应\n〔手机号〕是我的", "refs": ["p1"]})


def text_of(draft: TicketDraft, known: str = "") -> str:
    return "\n".join(map(str, written_up(draft, known)))


def test_the_parts_stand_in_their_order() -> None:
    assert text_of(DRAFT, "手机号：能收短信").splitlines() == [
        "【要办的事】申请验证报告",
        "【原话】按钮点了没反应",
        "〔手机号〕是我的",
        "【急】周五要交",
        "【情况】手机号：能收短信",
        "【试过】换了浏览器；页面提示“系统繁忙”",
    ]


def test_words_alone_need_no_label() -> None:
    assert text_of(TicketDraft(description={"text": "按钮点了没反应", "refs": []})) == "按钮点了没反应"


def test_a_day_said_in_the_form_is_what_is_urgent_and_a_question_stands_apart() -> None:
    draft = TicketDraft(description={"text": "打不开\n下周一之前要用\n【想问】要等几天", "refs": []})
    assert text_of(draft) == "【原话】打不开\n【想问】要等几天\n【急】下周一之前要用"


@pytest.mark.parametrize(
    ("text", "gone", "stays"),
    [
        ("把换了浏览器那句删掉", "换了浏览器", "系统繁忙"),
        ("把申请验证报告改成查学历", "申请验证报告", "【要办的事】查学历"),
        ("把按钮点了没反应那句删掉", "按钮点了", "〔手机号〕是我的"),
    ],
)
def test_a_correction_reaches_every_part(text: str, gone: str, stays: str) -> None:
    reading = corrected(DRAFT, Said(text))
    assert reading is not None and reading.note
    assert gone not in text_of(reading.draft) and stays in text_of(reading.draft)
    assert (reading.draft.description or {})["refs"] == ["p1"]


@pytest.mark.parametrize("asked", ["ticket_username", "ticket_screenshot"])
def test_who_gives_no_more_goes_on_to_the_summary(asked: str) -> None:
    reading = read(DRAFT, asked, Said("不补了"))
    assert (reading.note, reading.draft.missing()) == (HEARD, "ticket_confirm")
    assert reading.draft.username == NOT_GIVEN


def test_the_first_line_names_a_ticket_without_its_label() -> None:
    assert headline("【要办的事】申请验证报告\n【原话】打不开") == "申请验证报告"
    assert headline("【情况】错在哪里：在读的学籍\n【原话】院系名称错了") == "院系名称错了"
    assert headline("院系名称错了") == "院系名称错了"


@pytest.mark.parametrize("text", ["mei you", "没邮", "mei", "Mei you jietu"])
def test_no_picture_is_heard_by_its_sound(text: str) -> None:
    draft = TicketDraft(username=FORGOTTEN, description={"text": "打不开", "refs": []})
    reading = read(draft, "ticket_screenshot", Said(text))
    assert (reading.draft.screenshot, reading.draft.description) == ("none", draft.description)


def test_a_ticket_never_begins_with_facts_where_words_were_said() -> None:
    assert text_of(TicketDraft(description={"text": "打不开", "refs": []}), "毕业了吗：还在读").startswith(
        "【原话】打不开"
    )


def test_exact_words_stand_alone_whatever_is_known() -> None:
    reading = read(DRAFT, "ticket_screenshot", Said("工单里就写按钮点了没反应，别的都不用写"))
    assert text_of(reading.draft, "手机号：能收短信") == "按钮点了没反应"
    assert "按钮点了没反应" in reading.note
    more = reading.draft.told_more("是昨天开始的", ())
    assert text_of(more, "手机号：能收短信") == "按钮点了没反应\n是昨天开始的"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("就说验证码不来，别的不用写", "验证码不来"),
        ("只写：按钮是灰的。其他的都不要", "按钮是灰的"),
        ("人工吧，就写照片不是我，多余的别加", "照片不是我"),
        ("just write: the button is grey, nothing else", "the button is grey"),
        ("就说我学籍少一个字，行吗", None),
        ("你就说能不能办", None),
    ],
)
def test_who_says_what_alone_is_written(text: str, words: str | None) -> None:
    assert only_words(text) == words
