"""Questions, refusals and denials inside the ticket form are heard and never written into it."""

from __future__ import annotations

import pytest

from actions.ticket.draft import begin, read
from actions.ticket.notes import FORM_ANSWERS, IN_HAND, NO_NAME, NO_PICTURE_NOTED, ONE_LINE_MISSING
from actions.ticket.parts import NOT_GIVEN, Said, TicketDraft
from dialogue.people.others_contact import OTHERS_CONTACT
from dialogue.ticket.form_remarks import asks_about_form, denies_person, insists_on_person, is_remark

STEPS = ("ticket_username", "ticket_screenshot", "ticket_description", "ticket_confirm")
PROMISE = "两个工作日内"
QUESTIONS = {
    "你们周末有人上班吗": "hours",
    "想问客服早上几点上班": "hours",
    "客服的接听时间是什么": "hours",
    "提交了要多久才有人联系我": "how_long",
    "那大概几天会答复呢？": "how_long",
    "填进去的东西会泄露吗": "safe",
    "谁能看我写的这些": "safe",
    "为什么要给账号": "why_username",
    "用户名拿来干什么呀": "why_username",
    "截图有什么用": "why_picture",
    "一定要发图片吗": "why_picture",
    "你是机器人吗": "who",
    "why do you need my account?": "why_username",
    "who can see what I write here?": "safe",
    "how long until you reply?": "how_long",
    "能不能后天下班前给我答复": "by_when",
    "可不可以今晚就处理好": "by_when",
    "三个工作日来得及吗": "by_when",
    "那我明天还赶得上不": "by_when",
    "can somebody answer by tomorrow?": "by_when",
    "两个工作日还来得及吗": "by_when",
    "热线几点有人接": "hours",
}


def before(asked: str) -> TicketDraft:
    """What is filled in when that is asked for."""
    filled = STEPS.index(asked)
    described = {"text": "报告下载不了", "refs": []} if filled > 2 else None
    return TicketDraft({"kind": "forgotten"} if filled else None, (), "none" if filled > 1 else None, described)


@pytest.mark.parametrize("asked", STEPS)
@pytest.mark.parametrize(("text", "kind"), QUESTIONS.items())
def test_a_question_about_the_form_is_answered_and_becomes_no_content(asked: str, text: str, kind: str) -> None:
    reading = read(before(asked), asked, Said(text), promise=PROMISE)
    assert reading.draft == before(asked)
    assert reading.note == FORM_ANSWERS[kind].format(PROMISE)  # type: ignore[index]
    assert not (reading.missed or reading.is_question)


@pytest.mark.parametrize(
    "text",
    [
        "学籍什么时候能处理好",
        "手机号为什么收不到短信",
        "安全问题忘了怎么办",
        "客服说让我等，结果账号还是进不去",
        "昨天晚上有人登了我的号",
    ],
)
def test_a_question_about_the_problem_is_none_about_the_form(text: str) -> None:
    assert asks_about_form(text) is None


def test_why_this_is_about_what_was_asked_for() -> None:
    assert read(TicketDraft(), "ticket_username", Said("为什么要填这个")).note == FORM_ANSWERS["why_username"]
    assert (
        read(before("ticket_screenshot"), "ticket_screenshot", Said("为什么要发这个")).note
        == FORM_ANSWERS["why_picture"]
    )


@pytest.mark.parametrize(
    "text",
    [
        "账号我不想给，赶紧找真人",
        "不愿意说邮箱",
        "直接转人工客服",
        "我根本没有账号",
        "只要真人，不填",
    ],
)
def test_a_refusal_skips_the_username_and_is_no_description(text: str) -> None:
    reading = read(TicketDraft(), "ticket_username", Said(text))
    assert (reading.draft, reading.note) == (TicketDraft(NOT_GIVEN), NO_NAME)


def test_who_insists_needs_no_screenshot() -> None:
    reading = read(before("ticket_screenshot"), "ticket_screenshot", Said("马上给我转真人"))
    assert (reading.draft.screenshot, reading.draft.description, reading.note) == ("none", None, NO_PICTURE_NOTED)


def test_a_ticket_that_says_nothing_is_not_sent_by_insisting() -> None:
    reading = read(before("ticket_description"), "ticket_description", Said("直接找真人"))
    assert (reading.draft, reading.note) == (before("ticket_description"), IN_HAND)


def test_a_refusal_with_a_problem_keeps_the_problem() -> None:
    reading = read(TicketDraft(), "ticket_username", Said("账号不想给，报告下载一直报错"))
    assert (reading.draft.description or {})["text"] == "报告下载一直报错"


DENIALS = ["我没说要人工啊", "我又不是要找客服", "不需要人工", "我没要提交工单", "别给我转人工"]


@pytest.mark.parametrize("asked", STEPS)
@pytest.mark.parametrize("text", DENIALS)
def test_who_wanted_no_person_is_let_go(asked: str, text: str) -> None:
    assert read(before(asked), asked, Said(text, "contact_support")).draft.confirm == "cancelled"


@pytest.mark.parametrize("text", ["没有人工理我", "人工审核一直没过", "不是本人注册的账号", "客服没要我的证件"])
def test_a_complaint_is_no_denial(text: str) -> None:
    assert not denies_person(text)
    assert not insists_on_person(text)


@pytest.mark.parametrize("text", ["刚才都说过了", "这个我不想填", "什么意思", "随便吧"])
def test_a_remark_is_never_noted(text: str) -> None:
    assert is_remark(text)
    assert begin(TicketDraft(), Said(f"{text}，转人工")).description is None
    assert read(before("ticket_screenshot"), "ticket_screenshot", Said(text)).draft.description is None


def test_who_wants_no_more_questions_is_asked_only_what_nobody_can_do_without() -> None:
    reading = read(TicketDraft(), "ticket_username", Said("别问了，我就要人工"))
    assert (reading.draft, reading.note) == (TicketDraft(NOT_GIVEN, screenshot="none"), ONE_LINE_MISSING)


def test_the_number_of_a_teacher_is_no_wish_for_a_person() -> None:
    reading = read(TicketDraft(), "ticket_username", Said("导员电话多少", "contact_support"))
    assert (reading.draft, reading.note) == (TicketDraft(), OTHERS_CONTACT["school"])


@pytest.mark.parametrize("text", ["不写手机号行不行", "不留邮箱可以吗", "Can I submit without my phone number?"])
def test_what_need_not_be_filled_in_is_answered_with_yes(text: str) -> None:
    reading = read(before("ticket_username"), "ticket_username", Said(text))
    assert (reading.draft.username, reading.note) == (NOT_GIVEN, FORM_ANSWERS["without"])


def test_a_question_takes_nothing_from_what_is_answered_and_told_beside_it() -> None:
    reading = read(before("ticket_screenshot"), "ticket_screenshot", Said("没有截图。多久能答复？我周五就要交材料"))
    assert reading.draft.screenshot == "none"
    assert (reading.draft.description or {})["text"] == "我周五就要交材料"
    assert reading.note.startswith("提交以后")


def test_what_is_told_beside_such_a_question_is_kept() -> None:
    text = "没有图，后天就要交材料了，两个工作日还来得及吗"
    reading = read(before("ticket_screenshot"), "ticket_screenshot", Said(text), promise=PROMISE)
    assert reading.note == FORM_ANSWERS["by_when"].format(PROMISE)
    assert reading.draft.screenshot == "none"
    assert (reading.draft.description or {})["text"] == "后天就要交材料了"


def test_what_is_told_in_the_form_is_no_return_from_somewhere() -> None:
    draft = TicketDraft(description={"text": "专业名称登错了", "refs": []})
    reading = read(draft, "ticket_username", Said("再说一点，我学校已经合并了"))
    assert "我学校已经合并了" in (reading.draft.description or {})["text"]
