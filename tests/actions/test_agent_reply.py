"""What is said after an agent's reply goes to that ticket when it answers it; a closed ticket may be judged."""

from __future__ import annotations

from typing import Any

import pytest

from actions.answering.choosing import ActionChooseOption
from actions.answering.questions import ActionAnswerQuestion
from actions.lines.human import ActionKeepSafe
from actions.storage import DeskAccess
from actions.ticket.agent_reply import waiting_ticket
from actions.ticket.desk import ActionTicketStatus
from common.settings import Settings
from faq.content.loader import Content
from faq.guiding.state import GuideState
from tests.actions.ticket_stage import PERSON, PROBLEM, form_tracker, keep_value
from tests.actions.trackers import message, offered, run, slots_set
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


def test_an_agent_who_asks_is_answered_though_a_guide_was_left_open(
    access: DeskAccess, content: Content, number: str
) -> None:
    guided = GuideState("reset_password", "phone", {}).as_dict()
    said, _ = run(ActionAnswerQuestion(FakeLibrary(content), access), heard("入学是 2019 年九月", case=guided))
    assert said[0]["text"].startswith(f"已补充到工单 {number}：")


@pytest.mark.parametrize(("intent", "reply"), [("tell_fact", ""), ("out_of_scope", "正在查，请稍等。")])
def test_a_guide_keeps_its_own_answers_and_what_no_agent_asked(
    access: DeskAccess, content: Content, number: str, intent: str, reply: str
) -> None:
    if reply:
        agent(access).reply("客服", number, reply)
    guided = GuideState("reset_password", "phone", {}).as_dict()
    library = FakeLibrary(content, {"手机还在用": decided("手机还在用", "none")})
    run(ActionAnswerQuestion(library, access), heard("手机还在用", intent, case=guided))
    assert waiting_ticket(access, heard("在")) == number


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
    assert said == [message(text, options, trace={"closed": number})]
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
    assert said == [message(f"好的，工单 {number} 已关闭。还有问题随时再来。", trace={"closed": number})]


def test_an_agent_spoken_to_after_the_ticket_was_closed_is_said_not_to_hear(
    access: DeskAccess, content: Content, number: str
) -> None:
    access.desk.settle(PERSON, number)
    said, events = run(ActionAnswerQuestion(FakeLibrary(content), access), heard("客服，问到了，上报的是旧名字"))
    assert said[0]["text"].startswith(f"工单 {number} 已经关闭，这句客服看不到。")
    assert [item["title"] for item in said[0]["buttons"]] == ["提交工单"]
    assert slots_set(events)["offered"] == offered(("ticket", "提交工单"))


TOLD = "我刚问学校教务处了，说早就上报了，12月5号前就要交证明"


def test_what_may_be_news_for_an_open_ticket_is_offered_to_it(access: DeskAccess, content: Content) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    library = FakeLibrary(content, {TOLD: decided(TOLD, "answer", ("reset_password", 0.9))})
    said, events = run(ActionAnswerQuestion(library, access), heard(TOLD))
    assert said[0]["buttons"][-1]["title"] == f"补充到工单 {number}"
    option = slots_set(events)["offered"][-1]["id"]
    assert option.startswith("add_said_")
    past = [{"event": "user", "text": TOLD, "metadata": {}}, {"event": "user", "text": "", "metadata": {}}]
    tapped = heard("", "choose_option", option=option)
    tapped.events[:] = past
    said, _ = run(ActionChooseOption(FakeLibrary(content), access), tapped)
    assert said[0]["text"] == f"已补充到工单 {number}：「{TOLD}」。客服会一起看。"
    ticket = access.desk.reader.own_tickets(PERSON, history=True)[0]
    assert [item.body for item in ticket.messages if item.kind is MessageKind.ADDITION] == [TOLD]
    said, events = run(ActionChooseOption(FakeLibrary(content), access), heard("", "choose_option", option=option))
    assert said == [] and events[-1]["name"] == "addition_form", "said too long ago: it is asked for"


@pytest.mark.parametrize(("text", "intent"), [("忘记密码怎么办？", "forgot_password"), ("谢谢您啊真的", "thank")])
def test_questions_and_thanks_are_offered_to_no_ticket(
    access: DeskAccess, content: Content, text: str, intent: str
) -> None:
    access.desk.open(PERSON, Submission("k", None, PROBLEM))
    library = FakeLibrary(content, {text: decided(text, "answer", ("reset_password", 0.9))})
    said, _ = run(ActionAnswerQuestion(library, access), heard(text, intent))
    assert not any("补充" in item["title"] for item in said[0]["buttons"])


def test_without_an_open_ticket_of_these_days_nothing_is_offered(access: DeskAccess, content: Content) -> None:
    library = FakeLibrary(content, {TOLD: decided(TOLD, "answer", ("reset_password", 0.9))})
    access.desk.open(PERSON, Submission("k", None, PROBLEM))
    access.desk.clock.advance(15 * 86_400)  # type: ignore[attr-defined]
    said, _ = run(ActionAnswerQuestion(library, access), heard(TOLD))
    assert not any("补充" in item["title"] for item in said[0]["buttons"])


def test_what_is_told_together_with_solved_stands_in_the_ticket(
    access: DeskAccess, content: Content, number: str
) -> None:
    text = "好的客服，我爸补卡成功，手机号改好了，谢谢，解决了"
    said, _ = run(ActionTicketStatus(access), heard(text, "ticket_status"))
    assert said[0]["text"].startswith(f"太好了！您说的已经记在工单里。\n要关闭工单 {number} 吗？")
    ticket = access.desk.reader.own_tickets(PERSON, history=True)[0]
    added = [item.body for item in ticket.messages if item.kind is MessageKind.ADDITION]
    assert len(added) == 1 and "我爸补卡成功，手机号改好了" in added[0]
    said, _ = run(ActionTicketStatus(access), heard("解决了，谢谢", "ticket_status"))
    assert said[0]["text"].startswith(f"要关闭工单 {number} 吗？")
