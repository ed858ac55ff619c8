from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.events import FollowupAction, SlotSet
from sqlalchemy.exc import OperationalError

from actions.answering import ActionAnswerQuestion, ActionChooseOption
from actions.storage import DeskAccess
from actions.support import TICKET
from actions.talking import ActionRecordFeedback, ActionTakePicture
from actions.ticket_care import says_settled, wants_to_add
from actions.ticket_desk import ActionSubmitTicket, ActionTicketStatus
from common.clock import FakeClock
from common.settings import Settings
from faq.loader import Content
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
from tests.actions.trackers import message, offered, run, slots_set
from tests.fakes.library import FakeLibrary
from tests.tickets.samples import make_image
from tickets.agents import AgentDesk
from tickets.model import MessageKind, Person, Status, Submission

CLEARED = EMPTY | {"offered": [], "misses": 0, "last_answer": None}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def access(tmp_path: Path, clock: FakeClock) -> DeskAccess:
    return make_access(tmp_path, clock)


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
    return run(ActionSubmitTicket(access), form_tracker("提交", metadata={"channel": "web", "message": 9}, **slots))


def only_number(access: DeskAccess) -> str:
    (ticket,) = access.desk.reader.own_tickets(PERSON)
    return ticket.number


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
                "客服会在2026年11月5日（星期四）前答复（三个工作日内）。\n"
                "答复会出现在这个对话里（请用同一个浏览器打开）；"
                "随时可以问“我的工单怎么样了”，也可以发“补充：……”加文字或直接加图。",
                (),
                {"ticket": number},
            )
        ]
        or "2026" in said[0]["text"]
    )
    assert slots_set(events) == CLEARED
    for _ in range(2):
        assert submit(access, **slots) == (said, events)
    with access.desk.engine.connect() as connection:
        ticket = access.desk.reader.find(connection, number, raw=True)
    assert (ticket.username, ticket.description) == ("13800138000", "13800138000收不到验证码")
    assert [view.id for view in ticket.attachments] == [picture]


def test_another_ticket_of_the_same_person_is_pointed_out(access: DeskAccess) -> None:
    submit(access, **filled())
    first = only_number(access)
    said, _ = submit(access, **filled(ticket_key="form-2"))
    assert said[0]["text"].splitlines()[-1] == f"提醒：您还有处理中的工单 {first}，同一件事不用重复提交。"


def test_cancelling_opens_nothing(access: DeskAccess) -> None:
    said, events = submit(access, **filled(ticket_confirm="cancelled"))
    assert said == [message("好的，工单没有提交。需要时回复“提交工单”重新填。")]
    assert slots_set(events) == {name: value for name, value in CLEARED.items() if name != "last_answer"}
    assert access.desk.reader.own_tickets(PERSON) == []


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


NO_TICKETS = (
    "在这里没有找到您提交过的工单。在别处（服务号人工客服、邮件）反映的问题，"
    "请在原来的渠道查看回复。要现在提交一张吗？\n1. 提交工单"
)


def ask(access: DeskAccess, text: str = "", **more: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    metadata = {"channel": "web", "message": 9, **more.pop("metadata", {})}
    return run(ActionTicketStatus(access), form_tracker(text, "ticket_status", metadata=metadata, **more))


def test_somebody_without_a_ticket_is_offered_one(access: DeskAccess) -> None:
    other = access.desk.open(Person("web", "web-other"), Submission("k", None, PROBLEM)).ticket.number
    for text in ("我的工单怎么样了", f"查一下 {other}", "补充一下，换了电脑还是不行", "工单解决了"):
        said, events = ask(access, text)
        assert said == [message(NO_TICKETS, [(TICKET.id, TICKET.title)])]
        assert events == [SlotSet("offered", offered((TICKET.id, TICKET.title)))]
    assert access.desk.reader.ticket(other).status is Status.OPEN


def test_own_tickets_are_listed(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    said, events = ask(access, "我的工单什么时候能解决")
    lines = said[0]["text"].splitlines()
    assert lines[0] == "您的工单："
    assert lines[1].startswith(f"· {number}（") and "：处理中，答复期限 2026年" in lines[1]
    assert events == [SlotSet("offered", [])]
    AgentDesk(access.desk.engine, access.desk.vault, Settings(), access.desk.clock).reply("客服", number, "请重新登录")
    assert ask(access, "我的工单怎么样了")[0][0]["text"].splitlines()[1].endswith("，客服已答复")


def additions(access: DeskAccess, number: str) -> list[str]:
    with access.desk.engine.connect() as connection:
        ticket = access.desk.reader.find(connection, number, raw=True)
    return [item.body for item in ticket.messages if item.kind is MessageKind.ADDITION]


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("补充一下：换了电脑还是不行", "换了电脑还是不行"),
        ("补充说明，换了电脑还是不行", "换了电脑还是不行"),
        ("给刚才那个工单补充个说明：换了电脑", "换了电脑"),
        ("补充：我的号码是〔手机号〕", "我的号码是13800138000"),
    ],
)
def test_words_are_added_once(access: DeskAccess, text: str, added: str) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    private = [keep_value(access, "phone", "13800138000")] if "〔" in text else []
    for _ in range(3):  # the same message, delivered again
        said, events = ask(access, text, metadata={"private": private})
        assert said == [message(f"已补充到工单 {number}，客服会一起看。")]
        assert events == [SlotSet("offered", [])]
    assert additions(access, number) == [added]


def test_the_named_ticket_gets_the_words(access: DeskAccess) -> None:
    first = access.desk.open(PERSON, Submission("k1", None, PROBLEM)).ticket.number
    access.desk.open(PERSON, Submission("k2", None, PROBLEM))
    said, _ = ask(access, f"补充到工单 {first}：换了电脑还是不行")
    assert said == [message(f"已补充到工单 {first}，客服会一起看。")]
    assert additions(access, first) == ["换了电脑还是不行"]


def test_what_to_add_is_asked_for(access: DeskAccess) -> None:
    access.desk.open(PERSON, Submission("k", None, PROBLEM))
    said, events = ask(access, "补充一下")
    assert said == [message("请把内容和“补充”一起发，例如“补充：今天换了电脑还是一样”；截图直接发给我就行。")]
    assert events == []


def test_pictures_are_added(access: DeskAccess, tmp_path: Path, clock: FakeClock, content: Content) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    picture = keep_picture(access, tmp_path, clock, make_image())
    tracker = form_tracker("", "send_picture", metadata={"channel": "web", "attachments": [picture]})
    said, events = run(ActionTakePicture(FakeLibrary(content), access), tracker)
    options = [("add_pictures", f"补充到工单 {number}"), (TICKET.id, TICKET.title)]
    lines = f"1. 补充到工单 {number}\n2. {TICKET.title}"
    assert said == [message(f"图片收到了。是补充到处理中的工单，还是另外一件事？\n{lines}", options)]
    assert events == [SlotSet("ticket_pictures", [picture]), SlotSet("offered", offered(*options))]
    typed = form_tracker("1", "choose_option", metadata={"channel": "web", "message": 10}, ticket_pictures=[picture])
    typed.slots["offered"] = offered(*options)
    said, events = run(ActionChooseOption(FakeLibrary(content), access), typed)
    assert said == [message(f"已补充到工单 {number}（含图片 1 张），客服会一起看。")]
    assert events == [SlotSet("offered", []), SlotSet("ticket_pictures", [])]
    assert [view.id for view in access.desk.reader.ticket(number).attachments] == [picture]


def test_words_said_to_be_an_addition_reach_the_ticket_whatever_the_intent(
    access: DeskAccess, content: Content
) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    tracker = form_tracker("补充：换了电脑还是不行", "out_of_scope", metadata={"channel": "web", "message": 3})
    said, _ = run(ActionAnswerQuestion(FakeLibrary(content), access), tracker)
    assert said == [message(f"已补充到工单 {number}，客服会一起看。")]


def test_solved_closes_the_ticket(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    for _ in range(2):
        said, events = ask(access, "工单解决了")
    assert access.desk.reader.ticket(number).status is Status.CLOSED
    assert events == []
    assert said == [message("您名下没有这样的工单，请核对工单号。")]


def test_solved_after_an_answer_asks_which(access: DeskAccess, content: Content) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    feedback = ActionRecordFeedback(access.desk.engine, access.desk.clock, access)
    said, events = run(
        feedback, form_tracker("解决了", "helpful", metadata={"channel": "web"}, last_answer="no_record")
    )
    option = ("settle_ticket", f"工单 {number} 也解决了，关闭它")
    assert said == [message(f"太好了。您还有处理中的工单 {number}：\n1. {option[1]}", [option])]
    assert events == [SlotSet("misses", 0), SlotSet("offered", offered(option))]
    tapped = form_tracker("", "choose_option", option="settle_ticket", metadata={"channel": "web"})
    said, events = run(ActionChooseOption(FakeLibrary(content), access), tapped)
    assert said == [message(f"好的，工单 {number} 已按“解决了”关闭。还有问题随时再来。")]
    assert access.desk.reader.ticket(number).status is Status.CLOSED


def test_solved_without_an_answer_means_the_ticket(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    feedback = ActionRecordFeedback(access.desk.engine, access.desk.clock, access)
    said, _ = run(feedback, form_tracker("解决了", "helpful", metadata={"channel": "web"}))
    assert said == [message(f"好的，工单 {number} 已按“解决了”关闭。还有问题随时再来。")]


def test_a_choice_of_a_form_that_is_over(access: DeskAccess, content: Content) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    tapped = form_tracker("", "choose_option", option="submit", metadata={"channel": "web"})
    said, _ = run(ActionChooseOption(FakeLibrary(content), access), tapped)
    assert number in said[0]["text"]
    tapped.slots["ticket_key"] = "form-1"
    assert run(ActionChooseOption(FakeLibrary(content), access), tapped) == ([], [FollowupAction("ticket_form")])


def test_a_desk_that_is_away(access: DeskAccess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(access.desk.reader), "own_tickets", away)
    assert ask(access, "我的工单怎么样了") == ([message("暂时连不上工单系统，请过一会儿再试。")], [])


@pytest.mark.parametrize(
    "text", ["解决了", "工单解决了", "问题都搞定了", "把单子关了吧", "我的工单可以关闭了", "工单撤了吧，已经弄好了"]
)
def test_words_for_solved(text: str) -> None:
    assert says_settled(text)


@pytest.mark.parametrize(
    "text",
    ["还没解决", "什么时候能解决", "工单怎么还不解决", "解决了吗", "工单被关闭了是什么意思", "谁解决了", "", "有用"],
)
def test_words_that_are_not_for_solved(text: str) -> None:
    assert not says_settled(text)


@pytest.mark.parametrize(
    ("text", "adds"),
    [
        ("补充一下，换了电脑", True),
        ("想给工单加张图", True),
        ("补充材料交了，工单有更新吗", False),
        ("怎么补充", False),
        ("", False),
    ],
)
def test_words_for_adding(text: str, adds: bool) -> None:
    assert wants_to_add(text) is adds
