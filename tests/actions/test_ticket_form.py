from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import OperationalError

from actions.storage import DeskAccess
from actions.ticket.asking import AskTicketDescription, AskTicketScreenshot, AskTicketUsername
from actions.ticket.form import ValidateTicketForm
from actions.ticket.notes import ALL_NOTED, HAS_NAME, NAME_CHANGED, SEND_PICTURE
from actions.ticket.options import CONFIRM_OPTIONS
from actions.ticket.parts import NOT_GIVEN, SKIPPED
from common.clock import FakeClock
from faq.content.loader import Content
from faq.guiding.state import GuideState
from faq.saying.answer import render_plain
from tests.actions.ticket_stage import EMPTY, PERSON, PROBLEM, form_tracker, keep_value
from tests.actions.trackers import make_tracker, message, offered, run, slots_set, trace
from tests.fakes.library import FakeLibrary, decided
from tickets.model import Submission

QUESTION = "怎么重置密码"
PHONE = {"kind": "phone", "ref": "p1"}
DESCRIBED = {"text": PROBLEM, "refs": []}


@pytest.fixture
def library(content: Content) -> FakeLibrary:
    return FakeLibrary(
        content,
        {
            QUESTION: decided(QUESTION, "answer", ("reset_password", 0.9)),
            "手机号的问题怎么办": decided("手机号的问题怎么办", "clarify", ("phone_registered", 0.5)),
            "火星怎么去": decided("火星怎么去", "none"),
        },
    )


def validated(library: FakeLibrary, access: DeskAccess, tracker: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    said, events = run(ValidateTicketForm(library, access), tracker)
    return said, slots_set(events)


def test_the_first_message_fills_what_it_says_and_names_the_form(library: FakeLibrary, access: DeskAccess) -> None:
    tracker = form_tracker(
        f"提交工单，用户名是〔手机号〕，{PROBLEM}", "contact_support", metadata={"channel": "web", "private": [PHONE]}
    )
    said, slots = validated(library, access, tracker)
    key = slots.pop("ticket_key")
    assert [item["text"] for item in said] == [ALL_NOTED]
    assert slots == {k: v for k, v in EMPTY.items() if k != "ticket_key"} | {
        "misses": 0,
        "ticket_username": PHONE,
        "ticket_description": DESCRIBED,
    }
    assert len(key) >= 16
    assert validated(library, access, tracker)[1]["ticket_key"] != key


def test_a_draft_is_offered_from_what_was_asked_and_answered(library: FakeLibrary, access: DeskAccess) -> None:
    tracker = form_tracker("提交工单", last_question="密码忘了", last_answer="reset_password")
    slots = validated(library, access, tracker)[1]
    assert (slots["ticket_suggestion"], slots["ticket_description"]["text"]) == ("", "密码忘了")
    said, events = run(AskTicketDescription(), make_tracker(ticket_suggestion="【急】明天要交\n密码忘了\n老号停用"))
    text = "请用一两句话说说问题：在哪一步、页面提示了什么。也可以直接用这段：\n「密码忘了；老号停用」"
    assert said == [message(text, [("use_draft", "就用这段")], {"asking": "description"})]
    assert slots_set(events) == {"offered": offered(("use_draft", "就用这段"))}


def test_an_open_ticket_is_pointed_out_before_another_is_filled_in(library: FakeLibrary, access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    said, _ = validated(library, access, form_tracker("提交工单", metadata={"channel": "web"}))
    assert said == [
        message(f"您已有处理中的工单 {number}。同一件事不用重复提交，点“补充到……”加进去；是另一件事就接着填。")
    ]
    assert validated(library, access, form_tracker("提交工单", metadata={"channel": "wechat"}))[0] == []


@pytest.mark.parametrize("asked", ["ticket_username", "ticket_screenshot", "ticket_description"])
def test_how_ones_tickets_are_is_answered_in_the_form(library: FakeLibrary, access: DeskAccess, asked: str) -> None:
    def ask(text: str) -> list[str]:
        slots = EMPTY | {"ticket_key": "form-1"}
        tracker = form_tracker(text, "ticket_status", asked=asked, metadata={"channel": "web"}, **slots)
        said, kept = validated(library, access, tracker)
        assert kept["ticket_description"] is None
        return [item["text"] for item in said]

    assert ask("我的工单怎么样了") == ["这张还没交，交了马上给编号；三个工作日内答复。"]
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    for text in ("我的工单怎么样了", "我之前的工单有回复了吗"):
        (told,) = ask(text)
        assert told.startswith(f"您的工单：\n· {number}（") and "答复期限" in told


def test_the_first_question_offers_to_add_to_the_open_ticket_instead(library: FakeLibrary, access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, PROBLEM)).ticket.number
    _, slots = validated(library, access, form_tracker("提交工单", metadata={"channel": "web"}))
    add = ("add_pictures", f"补充到工单 {number}")
    assert slots["offered"] == offered(add)
    first, later = (form_tracker("提交工单", asked=asked, offered=offered(add)) for asked in (None, "ticket_username"))
    assert slots_set(run(AskTicketUsername(), first)[1])["offered"] == offered(add, ("forgot", "忘了"))
    assert slots_set(run(AskTicketUsername(), later)[1])["offered"] == offered(("forgot", "忘了"))
    tapped = form_tracker("", "choose_option", asked="ticket_username", option="add_pictures", **EMPTY)
    said, slots = validated(library, access, tapped)
    assert said == [] and (slots["ticket_confirm"], slots["requested_slot"]) == ("added", None)


def test_pictures_sent_before_are_named(library: FakeLibrary, access: DeskAccess) -> None:
    said, slots = validated(library, access, form_tracker("提交工单", ticket_pictures=["a", "b"]))
    assert said == [message("您之前发的 2 张图片会一起带上。")]
    assert (slots["ticket_pictures"], slots["ticket_screenshot"]) == (["a", "b"], "sent")


RESUMED = "接着您上次没填完的工单继续。想重新填就回复“取消”，再说“提交工单”。"
EXPIRED = "之前填的用户名过了保存时间，已经删除，请再发一次。"


def test_a_draft_is_resumed_after_a_day(library: FakeLibrary, access: DeskAccess, clock: FakeClock) -> None:
    username = keep_value(access, "phone", "13800138000")
    slots = EMPTY | {"ticket_username": username, "ticket_description": DESCRIBED, "ticket_key": "form-1"}
    tracker = form_tracker("提交工单", **slots)
    tracker.slots["requested_slot"] = "ticket_screenshot"  # carried over from the session before
    clock.advance(25 * 3600)
    assert validated(library, access, tracker) == ([message(RESUMED)], slots | {"misses": 0})
    clock.advance(72 * 3600)
    said, resumed = validated(library, access, tracker)
    assert said == [message(f"{RESUMED}\n{EXPIRED}")]
    assert resumed == slots | {"ticket_username": None, "misses": 0}


def test_a_form_that_failed_at_the_end_keeps_its_name_and_its_words(library: FakeLibrary, access: DeskAccess) -> None:
    slots = EMPTY | {"ticket_username": PHONE, "ticket_screenshot": "none", "ticket_description": DESCRIBED}
    slots |= {"ticket_confirm": "submit", "ticket_key": "form-1"}
    said, again = validated(library, access, form_tracker("提交工单", **slots))
    assert said == [message(f"{RESUMED}\n{EXPIRED}")]  # its reference is an invented one
    assert again == slots | {"ticket_confirm": None, "ticket_username": None, "misses": 0}
    slots["ticket_confirm"] = "cancelled"
    fresh = validated(library, access, form_tracker("提交工单", **slots))[1]
    assert fresh.pop("ticket_key") != "form-1"
    assert fresh == {name: value for name, value in EMPTY.items() if name != "ticket_key"} | {"misses": 0}
    slots |= {"ticket_username": {"kind": "forgotten"}, "ticket_key": None}
    said, back = validated(library, access, form_tracker("哎还是交吧", **slots))
    assert said == [message(RESUMED)] and back.pop("ticket_key")
    del slots["ticket_key"]
    assert back == slots | {"ticket_confirm": None, "misses": 0}


def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(library: FakeLibrary, access: DeskAccess) -> None:
    entry = library.content.entry("reset_password")
    assert entry is not None
    answer = message(
        render_plain(entry, library.content), (), trace("answer", "reset_password", ("reset_password", 0.9))
    )
    slots = EMPTY | {"ticket_key": "form-1"}
    tracker = form_tracker(QUESTION, asked="ticket_username", **slots)
    assert validated(library, access, tracker) == (
        [answer, message("先回答到这里，我们接着填工单。")],
        slots
        | {"ticket_suggestion": QUESTION, "last_question": QUESTION}
        | {"last_answer": "reset_password", "previous_answer": None},
    )
    tapped = form_tracker("", "choose_option", asked="ticket_username", option="reset_password", **slots)
    said, kept = validated(library, access, tapped)
    assert [item["text"] for item in said] == [answer["text"], "先回答到这里，我们接着填工单。"]
    assert kept == slots


def test_a_question_with_several_answers_gets_a_line_and_no_list(library: FakeLibrary, access: DeskAccess) -> None:
    slots = EMPTY | {"ticket_username": PHONE, "ticket_key": "form-1"}
    said, _ = validated(library, access, form_tracker("手机号的问题怎么办", asked="ticket_screenshot", **slots))
    text = "要是您问的是“手机号已被注册怎么办？”：换一个手机号，或者申诉。"
    told = message(text, (), trace("answer", None, ("phone_registered", 0.5)))
    assert said == [told, message("先回答到这里，我们接着填工单。")]


def test_a_question_nobody_can_answer_is_asked_again(library: FakeLibrary, access: DeskAccess) -> None:
    slots = EMPTY | {"ticket_username": PHONE, "ticket_key": "form-1"}
    said, kept = validated(library, access, form_tracker("火星怎么去", asked="ticket_screenshot", **slots))
    assert said == [message(SEND_PICTURE)]
    assert kept == slots | {"misses": 1}


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("1380013800", "手机号应该是 11 位，您发的是 10 位或号段不对，请核对一下。"),
        ("110105194912310021", "这个身份证号的校验位对不上，请核对有没有输错。不记得用户名就回复「忘了」。"),
        ("zhang@", "这个邮箱好像不完整，请检查一下，像 name@example.com 这样。不记得就回复「忘了」。"),
    ],
)
def test_a_username_typed_wrong_is_explained(library: FakeLibrary, access: DeskAccess, typed: str, hint: str) -> None:
    wrong = keep_value(access, "wrong", typed)
    slots = EMPTY | {"ticket_key": "form-1"}
    tracker = form_tracker("〔用户名〕", asked="ticket_username", metadata={"private": [wrong]}, **slots)
    assert validated(library, access, tracker) == ([message(hint)], slots | {"misses": 1})


@pytest.mark.parametrize(
    ("asked", "text", "filled"),
    [
        ("ticket_username", "火星怎么去", {"ticket_username": NOT_GIVEN}),
        ("ticket_screenshot", "火星怎么去", {"ticket_screenshot": "none"}),
        ("ticket_description", "？？", {"ticket_description": {"text": "密码忘了", "refs": []}}),
    ],
)
def test_a_field_missed_twice_is_left_empty(
    library: FakeLibrary, access: DeskAccess, asked: str, text: str, filled: dict[str, Any]
) -> None:
    slots = EMPTY | {"ticket_key": "form-1", "ticket_suggestion": "密码忘了"}
    if asked != "ticket_username":
        slots["ticket_username"] = PHONE
    if asked == "ticket_description":
        slots["ticket_screenshot"] = "none"
    said, kept = validated(library, access, form_tracker(text, asked=asked, **slots, misses=1))
    assert said == [message(SKIPPED[asked])]
    assert kept == slots | filled | {"misses": 0}


@pytest.mark.parametrize(
    ("text", "confirm"), [("提交", "submit"), ("1", "submit"), ("取消", "cancelled"), ("3", "cancelled")]
)
def test_the_end_of_the_form(library: FakeLibrary, access: DeskAccess, text: str, confirm: str) -> None:
    slots = EMPTY | {"ticket_username": PHONE, "ticket_screenshot": "none", "ticket_description": DESCRIBED}
    slots["ticket_key"] = "form-1"
    choices = offered(*((option.id, option.title) for option in CONFIRM_OPTIONS))
    tracker = form_tracker(text, asked="ticket_confirm", **slots)
    tracker.slots["offered"] = choices
    assert validated(library, access, tracker) == ([], slots | {"ticket_confirm": confirm, "requested_slot": None})


def test_a_desk_that_is_away_stops_nobody(
    library: FakeLibrary, access: DeskAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> Any:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(type(access.desk), "active_numbers", away)
    said, slots = validated(library, access, form_tracker("提交工单", metadata={"channel": "web"}))
    assert (said, slots["ticket_username"]) == ([], None)


def test_the_questions() -> None:
    assert run(AskTicketUsername(), make_tracker())[0] == [
        message(
            "请发您在学信网的用户名（手机号或邮箱就行，加密保存）；不记得就回复“忘了”。",
            [("forgot", "忘了")],
            {"asking": "username"},
        )
    ]
    assert run(AskTicketScreenshot(), make_tracker())[0] == [
        message(
            "请发出问题页面的截图（最多 5 张，看得清提示就行）；没有就回复“没有”。别发身份证照片和密码。",
            [("no_picture", "没有截图")],
            {"asking": "screenshot"},
        )
    ]
    assert run(AskTicketDescription(), make_tracker(ticket_suggestion=""))[0] == [
        message("请用一两句话说说问题：在哪一步、页面提示了什么。", (), {"asking": "description"})
    ]


def test_an_answer_in_the_middle_makes_a_nod_harmless(library: FakeLibrary, access: DeskAccess) -> None:
    slots = EMPTY | {"ticket_username": PHONE, "ticket_screenshot": "none", "ticket_description": DESCRIBED}
    slots["ticket_key"] = "form-1"
    asked = form_tracker(QUESTION, asked="ticket_confirm", **slots)
    events = ValidateTicketForm(library, access).run(CollectingDispatcher(), asked, {})
    assert {event["name"]: event["value"] for event in events}["last_act"] == "answered"
    for last_act, confirm in (("answered", None), ("changing", None), ("whole", "submit"), (None, "submit")):
        nod = form_tracker("好的", asked="ticket_confirm", last_act=last_act, **slots)
        assert validated(library, access, nod)[1]["ticket_confirm"] == confirm
    said, _ = validated(library, access, form_tracker("提交", asked="ticket_confirm", last_act="answered", **slots))
    assert said == []


@pytest.mark.parametrize(
    ("text", "sent"), [("2", None), ("no", None), ("直接提交", "submit"), ("submit now", "submit")]
)
def test_only_its_words_choose_to_send_at_once(
    library: FakeLibrary, access: DeskAccess, text: str, sent: str | None
) -> None:
    slots = EMPTY | {"ticket_description": DESCRIBED, "ticket_key": "form-1"}
    library.decisions[text] = decided(text, "none")
    tracker = form_tracker(text, asked="ticket_username", **slots)
    tracker.slots["offered"] = offered(
        ("forgot", "Skip / 忘了"), ("submit_now", "Check and submit / 不补了，核对后提交")
    )
    assert validated(library, access, tracker)[1]["ticket_confirm"] == sent


def test_the_same_username_again_changes_nothing(library: FakeLibrary, access: DeskAccess) -> None:
    first, again, other = (
        keep_value(access, "phone", value) for value in ("13800138000", "13800138000", "13900139000")
    )
    slots = EMPTY | {"ticket_username": first, "ticket_description": DESCRIBED, "ticket_key": "form-1"}
    for given, note in ((again, HAS_NAME), (other, NAME_CHANGED)):
        text = "用户名是〔手机号〕"
        library.decisions[text] = decided(text, "none")
        tracker = form_tracker(text, asked="ticket_screenshot", metadata={"private": [given]}, **slots)
        assert [item["text"] for item in validated(library, access, tracker)[0]] == [note]


def test_the_button_leads_to_the_check_and_an_order_sends(library: FakeLibrary, access: DeskAccess) -> None:
    slots = EMPTY | {"ticket_description": DESCRIBED, "ticket_key": "form-1"}
    tapped = validated(library, access, form_tracker(asked="ticket_username", option="submit_now", **slots))[1]
    assert (tapped["ticket_username"], tapped["ticket_screenshot"], tapped["ticket_confirm"]) == (
        NOT_GIVEN,
        "none",
        None,
    )
    text = "不补了，直接提交"
    library.decisions[text] = decided(text, "none")
    ordered = validated(library, access, form_tracker(text, asked="ticket_username", **slots))[1]
    assert ordered["ticket_confirm"] == "submit"


def test_a_complaint_begins_without_the_matter_before(library: FakeLibrary, access: DeskAccess) -> None:
    case = GuideState(facts={"studies": "student"}).as_dict()
    tracker = form_tracker("我要投诉", last_question="密码忘了", last_answer="reset_password", case=case)
    slots = validated(library, access, tracker)[1]
    assert (slots["ticket_description"], slots["ticket_suggestion"]) == (None, "")
    assert GuideState.from_dict(slots["case"]).known == {}
