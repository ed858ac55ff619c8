"""What is said after an agent's reply goes to that ticket when it answers it; a closed ticket may be judged."""

from __future__ import annotations

from typing import Any

import pytest

from actions.agent_reply import waiting_ticket
from actions.choosing import ActionChooseOption
from actions.human_lines import ActionKeepSafe
from actions.questions import ActionAnswerQuestion
from actions.storage import DeskAccess
from common.settings import Settings
from faq.loader import Content
from tests.actions.ticket_stage import PERSON, PROBLEM, form_tracker, keep_value
from tests.actions.trackers import message, run
from tests.fakes.library import FakeLibrary, decided
from tickets.agents import AgentDesk
from tickets.model import MessageKind, Status, Submission


@pytest.fixture
def number(access: DeskAccess) -> str:
    """A ticket whose agent has asked something."""
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    agent(access).reply("客服", number, "请问您是哪一年入学的？")
    return number


def agent(access: DeskAccess) -> AgentDesk:
    return AgentDesk(access.desk.engine, access.desk.vault, Settings(), access.desk.clock)


def heard(text: str, intent: str = "out_of_scope", **named: Any) -> Any:
    named.setdefault("metadata", {"channel": "web", "message": 7})
    return form_tracker(text, intent, **named)


def test_an_answer_goes_to_the_ticket_whose_agent_waits(access: DeskAccess, content: Content, number: str) -> None:
    said, _ = run(ActionAnswerQuestion(FakeLibrary(content), access), heard("2019 年九月入学"))
    assert said == [message(f"已补充到工单 {number}：「2019 年九月入学」。客服会一起看。", trace={"added": True})]
    ticket = access.desk.reader.own_tickets(PERSON, history=True)[0]
    assert [item.body for item in ticket.messages if item.kind is MessageKind.ADDITION] == ["2019 年九月入学"]
    assert waiting_ticket(access, heard("还有")) is None  # it has been answered


@pytest.mark.parametrize("text", ["忘记密码怎么办？", "谢谢"])
def test_a_question_and_thanks_are_the_bots(access: DeskAccess, content: Content, number: str, text: str) -> None:
    library = FakeLibrary(content, {text: decided(text, "answer", ("reset_password", 0.9))})
    intent = "thank" if text == "谢谢" else "forgot_password"
    run(ActionAnswerQuestion(library, access), heard(text, intent))
    assert waiting_ticket(access, heard("在")) == number


def test_a_number_an_agent_asked_for_is_meant_for_them(access: DeskAccess, content: Content, number: str) -> None:
    phone = keep_value(access, "phone", "13800138000")
    tracker = heard("〔手机号〕", "send_secret", metadata={"channel": "web", "message": 7, "private": [phone]})
    tracker.latest_message["entities"] = [{"entity": "kind", "value": "phone_valid"}]
    said, _ = run(ActionKeepSafe(FakeLibrary(content), access), tracker)
    assert said[0]["text"].startswith(f"已补充到工单 {number}：")


def test_a_closed_ticket_that_was_answered_may_be_judged(access: DeskAccess, content: Content, number: str) -> None:
    low = number.lower()
    tapped = heard("", "choose_option", option=f"settle_{low}")
    said, _ = run(ActionChooseOption(FakeLibrary(content), access), tapped)
    options = [(f"rate_good_{low}", "满意"), (f"rate_fair_{low}", "一般"), (f"rate_bad_{low}", "不满意")]
    text = f"好的，工单 {number} 已关闭。这次客服处理得怎么样？\n1. 满意\n2. 一般\n3. 不满意"
    assert said == [message(text, options)]
    for option in ("rate_poor", "rate_bad", "rate_good"):
        tracker = heard("", "choose_option", option=f"{option}_{low}")
        said, _ = run(ActionChooseOption(FakeLibrary(content), access), tracker)
    assert said == [message("记下了，谢谢您的评价。")]
    ticket = access.desk.reader.own_tickets(PERSON, history=True)[0]
    assert ticket.status is Status.CLOSED
    assert [item.body for item in ticket.messages if "评价" in item.body] == ["用户评价：不满意", "用户评价：满意"]
    assert ticket.rating == "good"


def test_one_that_nobody_answered_is_only_closed(access: DeskAccess, content: Content) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    tapped = heard("", "choose_option", option=f"settle_{number.lower()}")
    said, _ = run(ActionChooseOption(FakeLibrary(content), access), tapped)
    assert said == [message(f"好的，工单 {number} 已关闭。还有问题随时再来。")]
