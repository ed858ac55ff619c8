"""The form behind a bare «补充一下»: the next message is the addition, unless it is an act of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet

from actions.storage import DeskAccess
from actions.ticket.addition import confirmation
from actions.ticket.addition_form import (
    ActionAddToTicket,
    AskAddition,
    AskAdditionTicket,
    ValidateAdditionForm,
    remark,
    way_out,
)
from actions.ticket.parts import Said
from actions.ticket.reading import Addition, read_addition
from common.clock import FakeClock, china_time
from faq.content.loader import Content
from tests.actions.test_ticket_care import away
from tests.actions.ticket_stage import PERSON, PROBLEM, form_tracker, keep_picture, keep_value
from tests.actions.trackers import message, offered, run, slots_set
from tests.fakes.library import FakeLibrary, decided
from tests.tickets.samples import make_image
from tickets.model import MessageKind, Submission

NOTHING = {"addition_ticket": None, "addition": None, "addition_left": None}
WORDS = {"text": "换了电脑还是不行", "refs": [], "pictures": []}


@pytest.fixture
def numbers(access: DeskAccess) -> list[str]:
    """Two open tickets, the newest first."""
    opened = [access.desk.open(PERSON, Submission(key, None, PROBLEM)).ticket.number for key in ("k1", "k2")]
    return opened[::-1]


def waiting(text: str = "", intent: str = "", asked: str = "addition", **more: Any) -> Tracker:
    """A conversation in which the form waits for something."""
    metadata = {"channel": "web", "message": 9, **more.pop("metadata", {})}
    tracker = form_tracker(text, intent, asked=asked, metadata=metadata, **more)
    tracker.events = [{"event": "active_loop", "name": "addition_form"}, {"event": "user"}]
    return tracker


def validate(access: DeskAccess, content: Content, tracker: Tracker) -> tuple[list[str], dict[str, Any]]:
    said, events = run(ValidateAdditionForm(FakeLibrary(content), access), tracker)
    return [item["text"] for item in said], slots_set(events)


def finish(access: DeskAccess, content: Content, tracker: Tracker) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return run(ActionAddToTicket(FakeLibrary(content), access), tracker)


def test_the_message_that_began_it_is_not_read_again(access: DeskAccess, content: Content, numbers: list[str]) -> None:
    tracker = form_tracker("补充一下", "ticket_status", addition_ticket=numbers[0])
    assert validate(access, content, tracker) == ([], NOTHING | {"addition_ticket": numbers[0]})


def test_words_are_taken_with_what_was_masked_in_them(access: DeskAccess, content: Content, numbers: list[str]) -> None:
    phone = keep_value(access, "phone", "13800138000")
    tracker = waiting("新号码是〔手机号〕", addition_ticket=numbers[1], metadata={"private": [phone]})
    said, slots = validate(access, content, tracker)
    addition = {"text": "新号码是〔手机号〕", "refs": [phone["ref"]], "pictures": []}
    assert (said, slots) == ([], NOTHING | {"addition_ticket": numbers[1], "addition": addition})
    tracker.slots.update(slots)
    for _ in range(3):  # the same message, delivered again
        said_last, events = finish(access, content, tracker)
        assert said_last == [
            message(f"已补充到工单 {numbers[1]}：「新号码是〔手机号〕」。客服会一起看。", trace={"added": True})
        ]
        assert slots_set(events) == NOTHING | {"offered": [], "added_at": 9}
    with access.desk.engine.connect() as connection:
        ticket = access.desk.reader.find(connection, numbers[1], raw=True)
    assert [item.body for item in ticket.messages if item.kind is MessageKind.ADDITION] == ["新号码是13800138000"]


def test_a_picture_is_taken(
    access: DeskAccess, content: Content, numbers: list[str], tmp_path: Path, clock: FakeClock
) -> None:
    picture = keep_picture(access, tmp_path, clock, make_image())
    tracker = waiting("", "send_picture", addition_ticket=numbers[0], metadata={"attachments": [picture]})
    _, slots = validate(access, content, tracker)
    assert slots["addition"] == {"text": "", "refs": [], "pictures": [picture]}
    tracker.slots.update(slots)
    said, events = finish(access, content, tracker)
    assert said == [message(f"已补充到工单 {numbers[0]}：图片 1 张。客服会一起看。", trace={"added": True})]
    assert slots_set(events) == NOTHING | {"offered": [], "added_at": 9, "ticket_pictures": []}
    assert [view.id for view in access.desk.reader.ticket(numbers[0]).attachments] == [picture]


def test_which_ticket_is_asked_for(access: DeskAccess, numbers: list[str]) -> None:
    said, events = run(AskAdditionTicket(access=access), waiting(asked="addition_ticket"))
    day = china_time(access.desk.clock.now())
    titles = [f"{number}（{day.month}月{day.day}日）{PROBLEM}" for number in numbers]
    options = [(f"add_to_{number.lower()}", title) for number, title in zip(numbers, titles, strict=True)]
    text = f"补充到哪一张工单？\n1. {titles[0]}\n2. {titles[1]}\n\n不补充了就回复“算了”。"
    assert said == [message(text, options, {"asking": "addition"})]
    assert events == [SlotSet("offered", offered(*options))]


def test_a_desk_that_is_away_while_asking(access: DeskAccess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(access.desk.reader), "own_tickets", away)
    said, events = run(AskAdditionTicket(access=access), waiting(asked="addition_ticket"))
    assert said == [message("暂时连不上工单系统，请过一会儿再试。", (), {"asking": "addition"})]
    assert events == [SlotSet("offered", [])]


@pytest.mark.parametrize("how", ["tap", "ordinal", "number", "both"])
def test_the_ticket_is_tapped_or_typed(access: DeskAccess, content: Content, numbers: list[str], how: str) -> None:
    options = offered(*[(f"add_to_{number.lower()}", number) for number in numbers])
    text = {"tap": "", "ordinal": "第二个", "number": numbers[1].lower(), "both": f"{numbers[1]}：换了电脑还是不行"}[
        how
    ]
    option = options[1]["id"] if how == "tap" else None
    tracker = waiting(text, "choose_option", "addition_ticket", option=option, offered=options)
    expected = NOTHING | {"addition_ticket": numbers[1], "addition": WORDS if how == "both" else None}
    assert validate(access, content, tracker) == ([], expected)


def test_words_before_the_choice_are_kept(access: DeskAccess, content: Content, numbers: list[str]) -> None:
    tracker = waiting("换了电脑还是不行", "out_of_scope", "addition_ticket")
    assert validate(access, content, tracker) == (["记下了。"], NOTHING | {"addition": WORDS})
    tracker = waiting("也换了浏览器", "out_of_scope", "addition_ticket", addition=WORDS)
    joined = {"text": "换了电脑还是不行\n也换了浏览器", "refs": [], "pictures": []}
    assert validate(access, content, tracker) == (["记下了。"], NOTHING | {"addition": joined})


def test_somebody_elses_number_is_not_a_choice(access: DeskAccess, content: Content, numbers: list[str]) -> None:
    tracker = waiting("T2222222", "choose_option", "addition_ticket")
    assert validate(access, content, tracker)[1]["addition_ticket"] is None


def test_what_to_add_is_asked_for() -> None:
    said, events = run(AskAddition(), waiting(addition_ticket="TABCDEF2"))
    text = "请把要补充的文字或截图发过来，我加到工单 TABCDEF2 里。不补充了就回复“算了”。"
    option = ("cancel", "算了，不补充")
    assert said == [message(text, [option], {"asking": "addition"})]
    assert events == [SlotSet("offered", offered(option))]
    said, _ = run(AskAddition(), waiting(addition_ticket="TABCDEF2", ticket_pictures=["a"]))
    assert said[0]["text"] == text.replace("里。", "里。您之前发的 1 张图片会一起加上。")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (Said("算了"), "cancel"),
        (Said("不补充了"), "cancel"),
        (Said("", option="cancel"), "cancel"),
        (Said("没有了", "deny"), "cancel"),
        (Said("再见", "goodbye"), "cancel"),
        (Said("人工"), "human"),
        (Said("", option="human"), "human"),
        (Said("找个人跟我说", "contact_support"), "human"),
        (Said("我要提交工单", "contact_support"), "ticket"),
        (Said("", option="ticket"), "ticket"),
        (Said("我的工单", "ticket_status"), "tickets"),
        (Said("我的工单怎么样了", "ticket_status"), "tickets"),
        (Said("已经解决了", "helpful"), "tickets"),
        (Said("你好", "greet"), "help"),
        (Said("在吗", "greet"), None),
        (Said("换了电脑还是不行", "deny"), None),
        (Said("补充：工单里的号码写错了", "ticket_status"), None),
        (Said("忘记密码怎么找回", "forgot_password"), None),
        (Said("", "send_picture", pictures=("a",)), None),
        (Said("没有截图", "deny"), None),
    ],
)
def test_acts_of_their_own(said: Said, left: str | None) -> None:
    assert way_out(said) == left


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (Said("好的", "affirm"), "好的，不急，我等您发过来。"),
        (Said("在吗", "greet"), "在的，请发要补充的内容。"),
        (Said("等一下我去截图"), "好的，不急，我等您发过来。"),
        (Said("第二个", "choose_option"), "没太明白您要补充什么，请写成一句话。"),
        (Said("没有截图", "deny"), "没有图也没关系，用文字说明就行。"),
        (Said("换了电脑还是不行", "affirm"), ""),
        (Said("好的", "affirm", pictures=("a",)), ""),
    ],
)
def test_what_is_neither(said: Said, text: str) -> None:
    assert remark(said) == text


def test_leaving_ends_the_form(access: DeskAccess, content: Content, numbers: list[str]) -> None:
    tracker = waiting("算了", "cancel", addition_ticket=numbers[0])
    said, slots = validate(access, content, tracker)
    left = NOTHING | {"addition_ticket": numbers[0], "addition_left": "cancel"}
    assert (said, slots) == ([], left | {"requested_slot": None})
    tracker.slots.update(slots)
    said_last, events = finish(access, content, tracker)
    assert said_last == [message("好的，没有补充。")]
    assert slots_set(events) == NOTHING | {"offered": []}


@pytest.mark.parametrize(
    ("left", "text", "first"),
    [
        ("tickets", "我的工单", "您的工单："),
        ("help", "你好", "您好，我是学信机器人"),
    ],
)
def test_the_act_is_done(
    access: DeskAccess, content: Content, numbers: list[str], left: str, text: str, first: str
) -> None:
    said, events = finish(access, content, waiting(text, addition_ticket=numbers[0], addition_left=left))
    assert len(said) == 1 and first in said[0]["text"]
    assert {name: slots_set(events)[name] for name in NOTHING} == NOTHING


def test_a_person_is_asked_for(access: DeskAccess, content: Content, numbers: list[str]) -> None:
    library = FakeLibrary(content, {"人工": decided("人工", "none")})
    tracker = waiting("人工", "contact_support", addition_ticket=numbers[0], addition_left="human")
    said, _ = run(ActionAddToTicket(library, access), tracker)
    assert len(said) == 1 and said[0]["text"].startswith("您已有处理中的工单 ")


def test_a_ticket_of_its_own_is_begun(access: DeskAccess, content: Content, numbers: list[str]) -> None:
    _, events = finish(access, content, waiting("提交工单", addition_ticket=numbers[0], addition_left="ticket"))
    assert events == [*[SlotSet(name, None) for name in NOTHING], FollowupAction("ticket_form")]


def test_a_refusal_is_said_and_nothing_waits(
    access: DeskAccess, content: Content, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = waiting("", addition_ticket=numbers[0], addition={"text": "", "refs": [], "pictures": ["gone"]})
    said, events = finish(access, content, tracker)
    refused = "有一张图片已经过期或用在别的工单里了，请重新发一次图片。"
    assert said == [message(refused)]
    assert slots_set(events) == NOTHING | {"offered": [], "ticket_pictures": []}
    tracker.slots["addition"] = WORDS | {"pictures": ["gone"]}
    assert finish(access, content, tracker)[0] == [message(f"{refused}要补充的话也请再发一次。")]
    monkeypatch.setattr(type(access.desk), "add", away)
    tracker.slots["addition"] = WORDS
    assert finish(access, content, tracker)[0] == [message("暂时连不上工单系统，请过一会儿再试。")]


def test_references_of_words_that_are_left_out_are_left_out() -> None:
    private = [{"kind": "phone", "ref": "p"}, {"kind": "email", "ref": "e"}]
    assert read_addition("〔手机号〕，邮箱〔邮箱〕", private) == Addition("〔手机号〕，邮箱〔邮箱〕", ("p", "e"))
    assert read_addition("好的", private) == Addition()


def test_a_long_addition_is_shown_in_part_and_a_question_pointed_out() -> None:
    assert confirmation("TABCDEF2", Addition("字" * 61, pictures=("a", "b"))) == (
        f"已补充到工单 TABCDEF2：「{'字' * 60}……」和图片 2 张。客服会一起看。"
    )
    assert confirmation("TABCDEF2", Addition("密码怎么改")) == (
        "已补充到工单 TABCDEF2：「密码怎么改」。客服会一起看。\n如果这句是想问我的，请再发一遍。"
    )
