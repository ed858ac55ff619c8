"""What owners do with their tickets in the conversation: look, add at once, close."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.events import FollowupAction, SlotSet
from sqlalchemy.exc import OperationalError

from actions.answering.choosing import ActionChooseOption
from actions.answering.pictures import ActionTakePicture
from actions.storage import DeskAccess
from actions.support import TICKET
from actions.talking import ActionRecordFeedback
from actions.ticket.desk import ActionTicketStatus
from common.clock import FakeClock, china_time
from common.settings import Settings
from faq.content.loader import Content
from faq.text.phone import SCREEN_LINES, line_count
from screenshots.cleaning import clean_picture
from tests.actions.ticket_stage import PERSON, PROBLEM, form_tracker, keep_picture, keep_value
from tests.actions.trackers import message, offered, run, slots_set
from tests.fakes.library import FakeLibrary
from tests.tickets.samples import make_image
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.model import MessageKind, Person, Status, Submission

TICKET_OFFER = TICKET

NOTHING_WAITS = {"addition_ticket": None, "addition": None, "addition_left": None}
ADDED = NOTHING_WAITS | {"offered": [], "added_at": 9}


def away(*_: Any, **__: Any) -> Any:
    raise OperationalError("INSERT", {}, Exception("13800138000"))


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
        assert said == [message(NO_TICKETS, [(TICKET_OFFER.id, TICKET_OFFER.title)])]
        assert events == [SlotSet("offered", offered((TICKET_OFFER.id, TICKET_OFFER.title)))]
    assert access.desk.reader.ticket(other).status is Status.OPEN


@pytest.mark.parametrize("text", ["填工单", "我要填工单", "重新提交一张工单吧", "继续填刚才没填完的工单"])
def test_who_wants_the_form_gets_it_whatever_the_intent(access: DeskAccess, text: str) -> None:
    access.desk.open(PERSON, Submission("k", None, PROBLEM))
    assert ask(access, text) == ([], [FollowupAction("ticket_form")])


@pytest.mark.parametrize("text", ["工单", "我的工单", "提交的工单怎么还没回复", "我提了两个工单", "催一下工单"])
def test_a_question_about_a_ticket_is_no_wish_for_the_form(access: DeskAccess, text: str) -> None:
    access.desk.open(PERSON, Submission("k", None, PROBLEM))
    assert ask(access, text)[0][0]["text"].startswith("您的工单：")


@pytest.mark.parametrize(
    ("text", "first"), [("给我念念工单写的啥", "工单 {} 写的是："), ("what does it say", "Ticket {} says:")]
)
def test_what_was_sent_can_be_read_again_on_one_screen(access: DeskAccess, text: str, first: str) -> None:
    told = f"{PROBLEM}，我的电话13800138000" + "，换了浏览器也是一样" * 30
    number = access.desk.open(PERSON, Submission("k", "13800138000", told)).ticket.number
    language = None if "工单" in text else "en"
    said, _ = ask(access, text, entities=[{"entity": "kind", "value": "text"}], language=language)
    shown = said[0]["text"]
    assert shown.startswith(first.format(number)) and PROBLEM in shown.replace("\n", "")
    assert "13800138000" not in shown
    assert line_count(shown) <= SCREEN_LINES


def test_own_tickets_are_listed(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    said, events = ask(access, "我的工单什么时候能解决")
    lines = said[0]["text"].splitlines()
    assert lines[0] == "您的工单："
    assert lines[1].startswith(f"· {number}（") and "：处理中，答复期限 2026年" in lines[1]
    assert events == [SlotSet("offered", [{"id": "add_pictures", "title": f"补充到工单 {number}"}])]
    AgentDesk(access.desk.engine, access.desk.vault, Settings(), access.desk.clock).reply("客服", number, "请重新登录")
    assert ask(access, "我的工单怎么样了")[0][0]["text"].splitlines()[1].endswith("，客服已答复")


def test_what_agents_answered_can_be_read_again(access: DeskAccess) -> None:
    """The message that brought it may have been lost on the way."""
    desk = AgentDesk(access.desk.engine, access.desk.vault, Settings(), access.desk.clock)
    old, new = (access.desk.open(PERSON, Submission(key, None, PROBLEM)).ticket.number for key in "ab")
    desk.reply("客服", old, "第一句。" * 30)
    for text in ("先前的答复", "请重新登录。\n用手机号找回密码。" * 5):
        desk.reply("客服", new, text)
    lines = ask(access, "我的工单怎么样了")[0][0]["text"].splitlines()
    assert lines[3:13] == [
        "",
        f"客服对 {new} 的答复（11月2日）：",
        "请重新登录。",
        *["用手机号找回密码。请重新登录。"] * 4,
        "用手机号找回密码。",
        "",
        f"客服对 {old} 的答复（11月2日）：",
    ]
    assert lines[13] == "第一句。" * 10 + "……"
    # Whoever read an answer to its end has seen it; of the other there is more to read.
    assert access.desk.reader.unread(PERSON) == (old,)


def test_who_answered_the_agent_last_is_told_so_and_not_asked_again(access: DeskAccess) -> None:
    desk = AgentDesk(access.desk.engine, access.desk.vault, Settings(), access.desk.clock)
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    desk.reply("小林", number, "两边的名字一样吗？请回「一样」或「不一样」。")
    text = ask(access, "我的工单怎么样了")[0][0]["text"]
    assert f"客服 小林 对 {number} 的答复" in text and "请回「一样」" in text
    access.desk.add(PERSON, "一样", idempotency_key="a", number=number)
    text = ask(access, "我的工单怎么样了")[0][0]["text"]
    assert "处理中，您11月2日回过话，客服还没回" in text and "您回了客服 小林：「一样」" in text
    assert "请回" not in text
    desk.reply("小林", number, "知道了，等学校。")
    assert "知道了，等学校。" in ask(access, "我的工单怎么样了")[0][0]["text"]


def test_the_list_tells_of_pictures_and_of_what_was_merged(
    access: DeskAccess, tmp_path: Path, clock: FakeClock
) -> None:
    desk = AgentDesk(access.desk.engine, access.desk.vault, Settings(), access.desk.clock)
    old, new = (access.desk.open(PERSON, Submission(key, None, PROBLEM)).ticket.number for key in "ab")
    store = AttachmentStore(access.desk.engine, access.desk.vault, tmp_path, Settings().tickets, clock)
    picture = store.take_for_reply(new, clean_picture(make_image()))
    desk.reply("客服", new, "先看这张图", pictures=(picture.id,))
    desk.merge("客服", old, new)
    lines = ask(access, "我的工单")[0][0]["text"].splitlines()
    assert lines[2].endswith(f"：已并入 {new}")
    assert lines[5:7] == ["先看这张图", "（还有 1 张图片，工单页上看得到）"]
    said = ask(access, "my tickets", language="en")[0][0]["text"]
    assert f"now part of {new}" in said and "(1 picture more, on the page of the ticket)" in said


def additions(access: DeskAccess, number: str) -> list[str]:
    with access.desk.engine.connect() as connection:
        ticket = access.desk.reader.find(connection, number, raw=True)
    return [item.body for item in ticket.messages if item.kind is MessageKind.ADDITION]


@pytest.mark.parametrize(
    ("text", "shown", "added"),
    [
        ("补充一下：换了电脑还是不行", "换了电脑还是不行", "换了电脑还是不行"),
        ("补充说明，换了电脑还是不行", "换了电脑还是不行", "换了电脑还是不行"),
        ("给刚才那个工单补充个说明：换了电脑", "换了电脑", "换了电脑"),
        ("昨天换了电脑还是不行，我补充一下", "昨天换了电脑还是不行", "昨天换了电脑还是不行"),
        ("补充：我的号码是〔手机号〕", "我的号码是〔手机号〕", "我的号码是13800138000"),
    ],
)
def test_words_are_added_once(access: DeskAccess, text: str, shown: str, added: str) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    private = [keep_value(access, "phone", "13800138000")] if "〔" in text else []
    for _ in range(3):  # the same message, delivered again
        said, events = ask(access, text, metadata={"private": private})
        assert said == [message(f"已补充到工单 {number}：「{shown}」。客服会一起看。", trace={"added": True})]
        assert slots_set(events) == ADDED
    assert additions(access, number) == [added]


def test_the_named_ticket_gets_the_words(access: DeskAccess) -> None:
    first = access.desk.open(PERSON, Submission("k1", None, PROBLEM)).ticket.number
    access.desk.open(PERSON, Submission("k2", None, PROBLEM))
    said, _ = ask(access, f"补充到工单 {first}：换了电脑还是不行")
    assert said == [message(f"已补充到工单 {first}：「换了电脑还是不行」。客服会一起看。", trace={"added": True})]
    assert additions(access, first) == ["换了电脑还是不行"]


def test_what_to_add_is_asked_for(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    said, events = ask(access, "补充一下")
    assert said == []
    assert events == [
        SlotSet("addition_ticket", number),
        SlotSet("addition", None),
        SlotSet("addition_left", None),
        FollowupAction("addition_form"),
    ]


def test_pictures_sent_long_before_wait_for_the_words(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    _, events = ask(access, "补充一下", ticket_pictures=["a"])
    assert events == [
        SlotSet("addition_ticket", number),
        SlotSet("addition", None),
        SlotSet("addition_left", None),
        FollowupAction("addition_form"),
    ]


def test_with_several_open_tickets_it_is_asked_which(access: DeskAccess) -> None:
    for key in ("k1", "k2"):
        access.desk.open(PERSON, Submission(key, None, PROBLEM))
    _, events = ask(access, "补充：换了电脑还是不行")
    assert events == [
        SlotSet("addition_ticket", None),
        SlotSet("addition", {"text": "换了电脑还是不行", "refs": [], "pictures": []}),
        SlotSet("addition_left", None),
        FollowupAction("addition_form"),
    ]


def test_a_resolved_ticket_is_opened_again_and_a_closed_one_is_not(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    desk = AgentDesk(access.desk.engine, access.desk.vault, Settings(), access.desk.clock)
    desk.set_status("客服", number, Status.RESOLVED)
    ask(access, "补充：换了电脑还是不行")
    assert access.desk.reader.ticket(number).status is Status.OPEN
    desk.set_status("客服", number, Status.CLOSED)
    closed = f"您的工单都已经关闭，不能再补充。还有问题就重新提交一张：\n1. {TICKET_OFFER.title}"
    assert ask(access, "补充：又不行了")[0] == [message(closed, [(TICKET_OFFER.id, TICKET_OFFER.title)])]
    for text in (f"补充到工单 {number}：又不行了", f"补充工单 {number}"):
        said, events = ask(access, text)
        assert said == [message(f"工单 {number} 已经关闭，不能再补充；还有问题请重新提交工单。")]
        assert events == []


def test_pictures_are_added(access: DeskAccess, tmp_path: Path, clock: FakeClock, content: Content) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    picture = keep_picture(access, tmp_path, clock, make_image())
    tracker = form_tracker("", "send_picture", metadata={"channel": "web", "attachments": [picture]})
    said, events = run(ActionTakePicture(FakeLibrary(content), access), tracker)
    options = [("add_pictures", f"补充到工单 {number}"), (TICKET_OFFER.id, TICKET_OFFER.title)]
    lines = f"1. 补充到工单 {number}\n2. {TICKET_OFFER.title}"
    assert said == [message(f"图片收到了。是补充到处理中的工单，还是另外一件事？\n{lines}", options)]
    assert events == [SlotSet("ticket_pictures", [picture]), SlotSet("offered", offered(*options))]
    metadata = {"channel": "web", "message": 10}
    typed = form_tracker("1", "choose_option", option="add_pictures", metadata=metadata, ticket_pictures=[picture])
    typed.slots["offered"] = offered(*options)
    said, events = run(ActionChooseOption(FakeLibrary(content), access), typed)
    assert said == [message(f"已补充到工单 {number}：图片 1 张。客服会一起看。", trace={"added": True})]
    assert slots_set(events) == ADDED | {"added_at": 10, "ticket_pictures": []}
    second = keep_picture(access, tmp_path, clock, make_image(color="blue"))
    metadata = {"channel": "web", "message": 11, "attachments": [second]}
    tracker = form_tracker("", "send_picture", metadata=metadata, added_at=10)
    tracker.events = [{"event": "user", "metadata": {"message": heard}} for heard in (9, 10, 11)]
    said, _ = run(ActionTakePicture(FakeLibrary(content), access), tracker)
    assert said == [message(f"已补充到工单 {number}：图片 1 张。客服会一起看。", trace={"added": True})]
    assert {view.id for view in access.desk.reader.ticket(number).attachments} == {picture, second}
    tracker.events.insert(2, {"event": "user", "metadata": {"message": 10.5}})  # something was said in between
    assert run(ActionTakePicture(FakeLibrary(content), access), tracker)[0][0]["text"].startswith("图片收到了。")


def test_words_said_to_be_an_addition_reach_the_ticket(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    tracker = form_tracker("补充：换了电脑还是不行", "ticket_status", metadata={"channel": "web", "message": 3})
    said, _ = run(ActionTicketStatus(access), tracker)
    assert said == [message(f"已补充到工单 {number}：「换了电脑还是不行」。客服会一起看。", trace={"added": True})]
    assert additions(access, number) == ["换了电脑还是不行"]


def closing(number: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The one question before a ticket is closed, and its buttons."""
    options = [(f"settle_{number.lower()}", f"关闭工单 {number}"), ("settle_no", "先不关")]
    text = f"要关闭工单 {number} 吗？关闭以后客服不再处理它，也不能再补充。"
    return message(f"{text}\n1. 关闭工单 {number}\n2. 先不关", options), options


def has_closed(number: str) -> dict[str, Any]:
    """What is said of a ticket that was closed before anybody answered; the trace tells the page of it."""
    return message(f"好的，工单 {number} 已关闭。还有问题随时再来。", trace={"closed": number})


@pytest.mark.parametrize("text", ["工单解决了", "把工单关了吧", "工单不要了，撤回工单"])
def test_a_sentence_alone_closes_nothing(access: DeskAccess, text: str) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    question, options = closing(number)
    said, events = ask(access, text)
    assert said == [question] and events == [SlotSet("offered", offered(*options))]
    assert access.desk.reader.ticket(number).status is Status.OPEN
    assert ask(access, "都解决了", offered=offered(*options))[0] == [question]  # of what, it does not say
    said, events = ask(access, text, offered=offered(*options))  # asked once is enough
    assert said == [has_closed(number)]
    assert access.desk.reader.ticket(number).status is Status.CLOSED


@pytest.mark.parametrize(
    ("intent", "option", "status", "text"),
    [
        ("affirm", "", Status.CLOSED, "好的，工单 {} 已关闭。还有问题随时再来。"),
        ("deny", "", Status.OPEN, "好的，工单不关，客服照常处理。"),
        ("choose_option", "settle_no", Status.OPEN, "好的，工单不关，客服照常处理。"),
    ],
)
def test_closing_is_answered_with_yes_or_no(
    access: DeskAccess, content: Content, intent: str, option: str, status: Status, text: str
) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    named = {"option": option} if option else {}
    tracker = form_tracker("", intent, metadata={"channel": "web"}, offered=offered(*closing(number)[1]), **named)
    said, _ = run(ActionChooseOption(FakeLibrary(content), access), tracker)
    closed = {"closed": number} if status is Status.CLOSED else None
    assert said == [message(text.format(number), trace=closed)]
    assert access.desk.reader.ticket(number).status is status


def test_solved_closes_the_ticket(access: DeskAccess, content: Content) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    tapped = form_tracker("", "choose_option", option=f"settle_{number.lower()}", metadata={"channel": "web"})
    said, events = run(ActionChooseOption(FakeLibrary(content), access), tapped)
    assert said == [has_closed(number)]
    assert events == [SlotSet("offered", [])]
    assert access.desk.reader.ticket(number).status is Status.CLOSED
    assert ask(access, "工单解决了")[0] == [message("您的工单都已经关闭了。还有问题随时再来。")]
    [[listed], _] = ask(access, "我的工单怎么样了")
    assert listed["text"].splitlines()[1].endswith("：已关闭")
    assert listed["text"].splitlines()[-1] == "已经关闭了。还有问题就回复“提交工单”，重新提交一张。"


def test_who_is_in_a_hurry_hears_how_to_say_why(access: DeskAccess) -> None:
    access.desk.open(PERSON, Submission("k", None, PROBLEM))
    [[listed], _] = ask(access, "催一下")
    assert "答复期限" in listed["text"]
    assert "最晚什么时候要办好" in listed["text"]


def test_with_several_open_tickets_it_is_asked_which_is_solved(access: DeskAccess, content: Content) -> None:
    first, second = (access.desk.open(PERSON, Submission(key, None, PROBLEM)).ticket.number for key in ("k1", "k2"))
    said, events = ask(access, "工单解决了")
    day = china_time(access.desk.clock.now())
    titles = [f"{number}（{day.month}月{day.day}日）注册时一直提示证件号已注册" for number in (second, first)]
    options = [(f"settle_{number.lower()}", title) for number, title in zip((second, first), titles, strict=True)]
    options.append(("settle_no", "先不关"))
    assert said == [message(f"您有 2 张工单，是哪一张解决了？\n1. {titles[0]}\n2. {titles[1]}\n3. 先不关", options)]
    assert events == [SlotSet("offered", offered(*options))]
    chosen = f"settle_{first.lower()}"
    typed = form_tracker("第二个", "choose_option", option=chosen, metadata={"channel": "web"})
    said, _ = run(ActionChooseOption(FakeLibrary(content), access), typed)
    assert said == [has_closed(first)]
    assert access.desk.active_numbers(PERSON) == (second,)


def test_solved_after_an_answer_asks_which(access: DeskAccess, content: Content) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    feedback = ActionRecordFeedback(access.desk.engine, access.desk.clock, access)
    said, events = run(
        feedback, form_tracker("解决了", "helpful", metadata={"channel": "web"}, last_answer="no_record")
    )
    _, options = closing(number)
    option = options[0]
    text = f"太好了。您还有处理中的工单，要一起关闭吗？\n1. {option[1]}\n2. 先不关"
    assert said == [message(text, options)]
    assert events == [SlotSet("misses", 0), SlotSet("offered", offered(*options))]
    tapped = form_tracker("", "choose_option", option=option[0], metadata={"channel": "web"})
    said, events = run(ActionChooseOption(FakeLibrary(content), access), tapped)
    assert said == [has_closed(number)]
    assert access.desk.reader.ticket(number).status is Status.CLOSED


def test_solved_without_an_answer_means_the_ticket(access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    feedback = ActionRecordFeedback(access.desk.engine, access.desk.clock, access)
    said, _ = run(feedback, form_tracker("解决了", "helpful", metadata={"channel": "web"}))
    assert said == [closing(number)[0]]


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
