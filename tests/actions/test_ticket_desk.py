from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.events import FollowupAction, SlotSet
from sqlalchemy.exc import OperationalError

from actions.storage import DeskAccess
from actions.ticket.desk import ActionSubmitTicket
from common.clock import FakeClock
from common.settings import Settings
from faq.content.loader import Content
from faq.guiding.state import GuideState
from tests.actions.ticket_stage import (
    DRAFT_SLOTS,
    EMPTY,
    PERSON,
    PROBLEM,
    form_tracker,
    keep_picture,
    keep_value,
    make_access,
)
from tests.actions.trackers import message, run, slots_set
from tests.fakes.library import FakeLibrary, decided
from tests.tickets.samples import make_image
from tickets.model import Submission

LIBRARY = FakeLibrary(Content((), {}, "none"))
PAGE = {"channel": "web", "arrival": "答复会出现在这个对话里（请用同一个浏览器打开）", "in_browser": True}
CLEARED = EMPTY | {"offered": [], "misses": 0, "last_answer": None}


def filled(**changes: Any) -> dict[str, Any]:
    return EMPTY | {
        "ticket_username": {"kind": "forgotten"},
        "ticket_screenshot": "none",
        "ticket_description": {"text": PROBLEM, "refs": []},
        "ticket_confirm": "submit",
        "ticket_key": "form-1",
        **changes,
    }


def submit(access: DeskAccess, **slots: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    tracker = form_tracker("提交", metadata={**PAGE, "message": 9}, **slots)
    return run(ActionSubmitTicket(LIBRARY, access), tracker)


def only_number(access: DeskAccess) -> str:
    (ticket,) = access.desk.reader.own_tickets(PERSON)
    return ticket.number


def test_what_was_told_in_the_form_goes_into_the_open_ticket_instead(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    told = {"text": "换了电脑还是不行", "refs": []}
    said, events = submit(access, **filled(ticket_confirm="added", ticket_description=told))
    assert [item["text"] for item in said] == [f"已补充到工单 {number}：「换了电脑还是不行」。客服会一起看。"]
    assert {name: slots_set(events)[name] for name in DRAFT_SLOTS} == {name: EMPTY[name] for name in DRAFT_SLOTS}
    assert only_number(access) == number
    drafted = {**told, "drafted": True}  # nobody said that it belongs there: it is asked for
    said, events = submit(access, **filled(ticket_confirm="added", ticket_description=drafted))
    assert said == [] and events[-1] == FollowupAction("addition_form")
    assert SlotSet("addition_ticket", number) in events


def test_a_filled_form_becomes_one_ticket_however_often_it_is_sent(
    access: DeskAccess, tmp_path: Path, clock: FakeClock
) -> None:
    phone = keep_value(access, "phone", "13800138000")
    picture = keep_picture(access, tmp_path, clock, make_image())
    description = {"text": "〔手机号〕收不到验证码", "refs": [phone["ref"]]}
    slots = filled(ticket_username=phone, ticket_pictures=[picture], ticket_description=description)
    said, events = submit(access, **slots)
    number = only_number(access)
    assert (
        said
        == [
            message(
                f"工单已提交，编号 {number}。\n"
                "工作人员会在2026年11月5日（星期四）前答复（三个工作日内）。\n"
                "答复会出现在这个对话里（请用同一个浏览器打开）；"
                "随时可以问“我的工单怎么样了”，要补充就回复“补充一下”，也可以直接发图。",
                (),
                {"ticket": number},
            )
        ]
        or "2026" in said[0]["text"]
    )
    case = GuideState().as_dict()
    assert slots_set(events) == CLEARED | {"case": case, "ticket_sent": number, "last_question": None}
    for _ in range(2):
        assert submit(access, **slots) == (said, events)
    with access.desk.engine.connect() as connection:
        ticket = access.desk.reader.find(connection, number, raw=True)
    assert (ticket.username, ticket.description) == ("13800138000", "13800138000收不到验证码")
    assert [view.id for view in ticket.attachments] == [picture]


def test_who_sends_it_unseen_reads_in_a_line_what_was_sent(access: DeskAccess) -> None:
    tracker = form_tracker("", "choose_option", metadata={"channel": "web"}, **filled())
    asked = {"event": "bot", "text": "截图？", "data": {"custom": {"trace": {"asking": "screenshot"}}}}
    tracker.events = [asked, {"event": "user", "text": "直接提交"}]
    lines = run(ActionSubmitTicket(LIBRARY, access), tracker)[0][0]["text"].splitlines()
    assert lines[1] == f"交上去的是：「{PROBLEM}」"


def test_another_ticket_of_the_same_person_is_pointed_out(access: DeskAccess) -> None:
    submit(access, **filled())
    first = only_number(access)
    said, _ = submit(access, **filled(ticket_key="form-2"))
    assert said[0]["text"].splitlines()[-1] == f"提醒：您还有处理中的工单 {first}，同一件事不用重复提交。"


def test_cancelling_opens_nothing(access: DeskAccess) -> None:
    said, events = submit(access, **filled(ticket_confirm="cancelled"))
    assert said == [message("好的，工单没有提交。需要时回复“提交工单”重新填。")]
    kept = filled(ticket_confirm="cancelled")  # «哎还是交吧» brings it back
    expected = {name: kept.get(name, value) for name, value in CLEARED.items() if name != "last_answer"}
    assert slots_set(events) == expected | {"ticket_key": None}
    assert access.desk.reader.own_tickets(PERSON) == []


def test_what_is_asked_while_letting_go_is_answered(access: DeskAccess, content: Content) -> None:
    asked = "密码怎么重设"
    library = FakeLibrary(content, {asked: decided(asked, "answer", ("reset_password", 0.9))})
    tracker = form_tracker(f"工单不填了，{asked}？", **filled(ticket_confirm="cancelled"))
    said, _ = run(ActionSubmitTicket(library, access), tracker)
    assert said[0] == message("好的，工单没有提交。需要时回复“提交工单”重新填。")
    assert said[1]["custom"]["trace"]["faq_id"] == "reset_password"


def test_who_writes_english_is_told_in_english(access: DeskAccess) -> None:
    tracker = form_tracker("submit it now please", metadata={**PAGE, "message": 9}, **filled(language="en"))
    said, _ = run(ActionSubmitTicket(LIBRARY, access), tracker)
    assert said[0]["text"].startswith(f"Ticket {only_number(access)} is submitted. Our staff answer by 2026-")
    assert "within 3 working days" in said[0]["text"] and "工单" not in said[0]["text"]


def kept(**changes: Any) -> list[dict[str, Any]]:
    slots = filled(ticket_confirm=None, **changes)
    return [SlotSet(name, slots[name]) for name in DRAFT_SLOTS]


def test_a_username_that_expired_is_asked_for_again(access: DeskAccess, clock: FakeClock) -> None:
    phone = keep_value(access, "phone", "13800138000")
    clock.advance(73 * 3600)
    said, events = submit(access, **filled(ticket_username=phone))
    assert said == [message("您之前填的用户名过了保存时间，已经删除，请再发一次。")]
    assert events == [*kept(ticket_username=None), FollowupAction("ticket_form")]
    assert access.desk.reader.own_tickets(PERSON) == []


def test_a_picture_that_is_gone_keeps_the_rest_of_the_draft(access: DeskAccess) -> None:
    said, events = submit(access, **filled(ticket_pictures=["gone"], ticket_screenshot="sent"))
    assert said[0]["text"].endswith("回复“提交工单”可以重新发图。")
    assert events == [*kept(ticket_pictures=[], ticket_screenshot=None), SlotSet("offered", [])]


def test_too_many_tickets_a_day(tmp_path: Path, clock: FakeClock) -> None:
    plain = Settings()
    access = make_access(tmp_path, clock, replace(plain, tickets=replace(plain.tickets, per_day=1)))
    submit(access, **filled())
    said, events = submit(access, **filled(ticket_key="form-2"))
    assert said == [message("您今天已经提交了 1 张工单，请在已有的工单里补充，或明天再提交。")]
    assert events == [*kept(ticket_key="form-2"), SlotSet("offered", [])]


def away(*_: Any, **__: Any) -> Any:
    raise OperationalError("INSERT", {}, Exception("13800138000"))


def test_a_database_that_is_away_loses_nothing(
    access: DeskAccess, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(type(access.desk), "open", away)
        said, events = submit(access, **filled())
    assert said == [
        message(
            "工单暂时没能提交成功，您填的内容都还在。请过一两分钟回复“提交工单”再试一次；"
            "急用可以先发邮件到 kefu@chsi.com.cn。"
        )
    ]
    assert events == [*kept(), SlotSet("offered", [])]
    assert "13800138000" not in caplog.text
    submit(access, **filled())
    assert only_number(access)
