"""The description a ticket begins with: told in the conversation, never the first or the latest remark alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.storage import DeskAccess
from actions.ticket.case import told_case
from actions.ticket.form import ValidateTicketForm
from actions.ticket.parts import NO_ACCOUNT, NOT_GIVEN, TicketDraft
from actions.ticket.review import AskTicketConfirm
from actions.ticket.story import begun, name_left_out, other_day
from actions.ticket.writeup import known_words
from faq.content.loader import Content
from faq.guiding.state import GuideState
from tests.actions.ticket_stage import EMPTY
from tests.actions.trackers import make_tracker, message, run, slots_set
from tests.fakes.library import FakeLibrary
from tests.real_content import real_guidance

PASSWORD, PHONE_TAKEN = "reset_password", "phone_registered"


def talk(*said: str | tuple[str, str], **slots: Any) -> Tracker:
    """A conversation of messages, each with the entry that answered it where one did; the last opens the form."""
    events: list[dict[str, Any]] = [{"event": "session_started"}]
    topic = ""
    for item in said:
        text, entry = item if isinstance(item, tuple) else (item, "")
        events.append({"event": "user", "text": text})
        if entry:
            topic = entry
            events.append({"event": "slot", "name": "last_answer", "value": entry})
    tracker = make_tracker(str(events[-1].get("text")), "contact_support", **(EMPTY | {"last_answer": topic} | slots))
    tracker.events = events
    return tracker


@pytest.fixture
def library(content: Content) -> FakeLibrary:
    return FakeLibrary(content, {})


def told(library: FakeLibrary, tracker: Tracker) -> str:
    opened = begun(tracker, library.content, library.guidance)
    return "\n".join(filter(None, (opened.frame, opened.words)))


@pytest.mark.parametrize(
    ("said", "story"),
    [
        (["你好在吗", ("邮箱换过之后密码找不回来怎么办", PASSWORD), "谢谢", "人工"], "邮箱换过之后密码找不回来"),
        (
            [("旧卡注销了，密码也不记得", PASSWORD), "重设那页是干嘛的", "试了", "转人工"],
            "【想问】重设那页是干嘛的？\n旧卡注销了，密码也不记得",
        ),
        (
            [("密码总提示不对", PASSWORD), "我都说过了密码总提示不对", "页面还是灰的", "人工"],
            "密码总提示不对；页面还是灰的",
        ),
        ([("密码总提示不对", PASSWORD), '/choose_option{"option": "x"}', "转人工"], "密码总提示不对"),
        ([("〔手机号〕收不到短信，密码重设不了", PASSWORD), "人工"], "（手机号）收不到短信，密码重设不了"),
    ],
)
def test_what_was_told_is_the_story(library: FakeLibrary, said: list[Any], story: str) -> None:
    assert told(library, talk(*said)) == story


def test_what_only_points_at_a_picture_is_no_matter(library: FakeLibrary) -> None:
    shown = "截图上写着“系统繁忙”"
    asked = begun(talk(("这是啥意思", PASSWORD), "人工"), library.content, library.guidance, shown)
    assert (asked.words, asked.frame) == (shown, "【要办的事】忘记密码")
    told = begun(talk(("密码重设不了", PASSWORD), "这是啥意思", "人工"), library.content, library.guidance, shown)
    assert (told.words, told.frame) == ("密码重设不了", f"【试过】{shown}")


def test_what_was_said_twice_stands_once(library: FakeLibrary, access: DeskAccess) -> None:
    opening = "提交工单，用户名是〔手机号〕，密码一直重设不了"
    tracker = talk(opening, opening)
    tracker.latest_message["metadata"] = {"private": [{"kind": "phone", "ref": "p1"}]}
    slots = slots_set(run(ValidateTicketForm(library, access), tracker)[1])
    assert slots["ticket_description"]["text"] == "密码一直重设不了"


def test_another_matter_takes_no_words_away(library: FakeLibrary) -> None:
    said = talk(("手机号被别人占了", PHONE_TAKEN), ("密码重设不了", PASSWORD), "还是进不了页面", "人工")
    assert told(library, said) == "手机号被别人占了；密码重设不了；还是进不了页面"


def test_the_first_words_are_told_when_rasa_has_forgotten_their_turn(library: FakeLibrary) -> None:
    before = [
        {"text": "密码重设不了", "topic": PASSWORD, "facts": ""},
        {"text": "谢谢", "topic": PASSWORD, "facts": ""},
    ]
    tracker = talk("换了浏览器也一样", "好吧", "人工", said_before=before, last_answer=PASSWORD)
    tracker.events = tracker.events[1:]  # no session began among the turns that are kept
    assert told(library, tracker) == "【试过】换了浏览器也一样\n密码重设不了"
    tracker.events.insert(0, {"event": "session_started"})
    assert told(library, tracker) == "换了浏览器也一样"


def test_a_question_that_was_tapped_first_names_the_matter(library: FakeLibrary) -> None:
    tapped = '/choose_option{"option": "reset_password"}'
    assert told(library, talk((tapped, PASSWORD), "页面打开是空白的", "人工")).endswith("\n忘记密码；页面打开是空白的")


def test_only_a_question_that_somebody_chose_or_words_of_theirs_are_their_matter(library: FakeLibrary) -> None:
    tapped = ('/choose_option{"option": "reset_password"}', PASSWORD)
    assert told(library, talk("密码重设不了", tapped, "人工")).startswith("【要办的事】忘记密码\n")
    wished = talk(("密码重设不了", PASSWORD), "我想把学信档案的邮箱换了", "不是邮箱，是手机号", "人工")
    assert told(library, wished).startswith("【要办的事】把学信档案的手机号换了\n")
    assert "邮箱" not in told(library, wished)


def test_two_matters_are_both_the_matter(library: FakeLibrary) -> None:
    said = talk("两件事，一个是学籍照片不是我本人，还有专业名称少了一个字，咋弄", "人工")
    assert told(library, said).startswith("【要办的事】学籍照片不是我本人；专业名称少了一个字\n")


def test_what_is_tapped_on_the_way_names_no_matter(library: FakeLibrary) -> None:
    tapped = ('/choose_option{"option": "phone_registered"}', PHONE_TAKEN)
    said = told(library, talk(("密码重设不了", PASSWORD), tapped, "换个问题", "人工"))
    assert said == "密码重设不了"


def test_a_question_on_the_way_goes_along_and_turns_nothing(library: FakeLibrary) -> None:
    said = talk(("密码重设不了", PASSWORD), ("旧号会不会一直占着账号", PHONE_TAKEN), "人工")
    assert told(library, said) == "【想问】旧号会不会一直占着账号？\n密码重设不了"


def test_a_session_of_another_day_is_not_told_again(library: FakeLibrary) -> None:
    tracker = talk(("密码重设不了", PASSWORD), "人工")
    tracker.events.insert(-1, {"event": "session_started"})
    assert told(library, tracker) == ""


def test_what_a_sent_ticket_holds_is_not_told_again(library: FakeLibrary) -> None:
    tracker = talk(("密码重设不了", PASSWORD), "提交", "还有一件，专业名称写错了", "人工", last_answer="")
    tracker.events.insert(4, {"event": "slot", "name": "last_answer", "value": None})
    assert told(library, tracker) == "还有一件，专业名称写错了"


def test_the_form_begins_with_the_story_and_what_opened_it(library: FakeLibrary, access: DeskAccess) -> None:
    tracker = talk(("密码重设不了", PASSWORD), "已经等了两天，转人工")
    said, events = run(ValidateTicketForm(library, access), tracker)
    slots = slots_set(events)
    text = "密码重设不了\n已经等了两天"
    assert slots["ticket_description"] == {"text": text, "refs": []}
    assert said == [message("问题先按您说的写：「密码重设不了；已经等了两天」，核对时能改。")]


def test_what_is_added_in_the_form_joins_the_story(library: FakeLibrary, access: DeskAccess) -> None:
    slots = slots_set(run(ValidateTicketForm(library, access), talk(("密码重设不了", PASSWORD), "转人工"))[1])
    for asked, text, line in (
        ("ticket_username", "把老号码停用也写上吧", "老号码停用"),
        ("ticket_screenshot", "补充：浏览器换了三个", "浏览器换了三个"),
        ("ticket_confirm", "系统一直说操作超时", "系统一直说操作超时"),
    ):
        tracker = make_tracker(text, "tell_fact", **(slots | {"requested_slot": asked}))
        tracker.events = [{"event": "active_loop", "name": "ticket_form"}, {"event": "user", "text": text}]
        said, events = run(ValidateTicketForm(library, access), tracker)
        slots = {**slots, **slots_set(events)}
        assert [item["text"] for item in said] == [f"已加到问题描述里：「{line}」。"]
        assert slots["ticket_description"]["text"].splitlines()[-1] == line
    whole = slots | {"ticket_username": {"kind": "forgotten"}, "last_act": "whole"}
    shown = run(AskTicketConfirm(library), make_tracker(**whole))[0][0]["text"]
    assert all(part in shown for part in ("密码重设不了", "老号码停用", "浏览器换了三个", "系统一直说操作超时"))


GUIDANCE = real_guidance()


def case_of_talk(*said: tuple[str, str, str], **facts: str) -> dict[str, str]:
    """The case a ticket tells after messages, each with its answer and the facts that were read from it."""
    events: list[dict[str, Any]] = [{"event": "session_started"}]
    for text, entry, found in said:
        entities = [{"entity": "facts", "value": found}] if found else []
        events.append({"event": "user", "text": text, "parse_data": {"entities": entities}})
        events.append({"event": "slot", "name": "last_answer", "value": entry})
    tracker = make_tracker("人工", "contact_support", case=GuideState(facts=facts).as_dict())
    tracker.events = [*events, {"event": "user", "text": "人工"}]
    return dict(told_case(tracker, GUIDANCE).known)


def test_what_an_answer_took_for_granted_is_not_told_as_said() -> None:
    said = ("微信没绑过，密码也忘了", "unbind_third_party", "scan=unbound")
    assert case_of_talk(said, scan="unbound", bind_what="unbind") == {"scan": "unbound"}
    said = ("要解绑微信", "unbind_third_party", "bind_what=unbind")
    assert case_of_talk(said, bind_what="unbind") == {"bind_what": "unbind"}


def test_what_was_tapped_was_said() -> None:
    tapped = ('/choose_option{"option": "fact:bind_what=unbind"}', "unbind_third_party", "")
    assert case_of_talk(tapped, bind_what="unbind") == {"bind_what": "unbind"}


def test_what_was_denied_later_is_left_out() -> None:
    told = ("我是新生，查不到学籍", "no_record", "studies=freshman login=in")
    assert case_of_talk(told, studies="freshman", login="in") == {"studies": "freshman", "login": "in"}
    assert case_of_talk(told, ("我不是新生", "no_record", ""), studies="freshman", login="in") == {"login": "in"}


def test_what_a_guide_or_a_title_supplied_was_not_said() -> None:
    assert case_of_talk(("页面打不开", "id_format", ""), prompt="id_format", found="nothing") == {}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("网上找不到我的毕业证", {"found": "nothing"}),
        ("当年的成绩在网上也查不到", {"found": "nothing"}),
        ("我没手机怎么刷脸", {"phone": "unusable"}),
        ("智能手机我用不来", {"phone": "unusable"}),
    ],
)
def test_what_words_only_sound_like_was_not_said(text: str, facts: dict[str, str]) -> None:
    found = " ".join(f"{name}={value}" for name, value in facts.items())
    assert case_of_talk((text, "no_record", found), **facts) == {}


def test_a_choice_by_its_number_was_said() -> None:
    tracker = make_tracker("人工", "contact_support", case=GuideState(facts={"found": "nothing"}).as_dict())
    entities = [{"entity": "option", "value": "fact:found=nothing"}]
    picked = {"event": "user", "text": "3", "parse_data": {"entities": entities}}
    tracker.events = [{"event": "session_started"}, picked]
    assert dict(told_case(tracker, GUIDANCE).known) == {"found": "nothing"}


def test_the_case_says_for_whom_somebody_asks() -> None:
    tracker = talk("想给女儿开学信网账户", "人工")
    assert known_words(GUIDANCE, tracker) == "代女儿问"


def test_who_wants_to_find_the_username_is_not_asked_for_it(library: FakeLibrary, access: DeskAccess) -> None:
    tracker = talk(("怎么找回用户名", "recover_username"), "页面打开是空白的", "转人工")
    slots = slots_set(run(ValidateTicketForm(library, access), tracker)[1])
    assert slots["ticket_username"] == {"kind": "forgotten"}


def test_a_title_with_a_fault_nobody_named_is_no_matter(content: Content) -> None:
    faulty = [replace(entry, title="密码格式有误怎么办？") for entry in content.entries if entry.id == PASSWORD]
    library = FakeLibrary(replace(content, entries=(*faulty,)), {})
    assert told(library, talk(("密码重设不了", PASSWORD), "人工")) == "密码重设不了"
    assert told(library, talk(("密码提示格式有误", PASSWORD), "人工")) == "密码提示格式有误"


def test_an_answer_to_a_step_stands_in_its_own_words_behind_what_was_asked(library: FakeLibrary) -> None:
    tracker = talk("密码重设不了", "没有绑过", "人工", case=GuideState(facts={"scan": "unbound"}).as_dict())
    tracker.events[2]["parse_data"] = {"entities": [{"entity": "facts", "value": "scan=unbound"}]}
    assert begun(tracker, library.content, GUIDANCE).words == "密码重设不了"
    assert known_words(GUIDANCE, tracker) == "微信、支付宝登录：“没有绑过”"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("当年征兵体检那会儿武装部统一弄的账号", {"enrolment": "enlist"}),
        ("我们学校前年改名了", {"who_wrong": "self", "used_other_name": "changed"}),
        ("no email either, i never linked one", {"mail": "usable"}),
        ("手机号早换了", {"phone": "unusable"}),
    ],
)
def test_what_is_told_freely_is_no_fact_of_the_ticket(text: str, facts: dict[str, str]) -> None:
    case = GuideState(facts={**facts, "found": "nothing"}).as_dict()
    tracker = talk(text, '/choose_option{"option": "fact:found=nothing"}', "人工", case=case)
    told = " ".join(f"{name}={value}" for name, value in GUIDANCE.extractor.facts(text).items())
    tracker.events[1]["parse_data"] = {"entities": [{"entity": "facts", "value": told}]}
    assert known_words(GUIDANCE, tracker) == "找回用户名的结果：查不到"


def test_a_choice_by_its_number_stands_as_its_title() -> None:
    tracker = talk("密码重设不了", "3", "人工", case=GuideState(facts={"found": "nothing"}).as_dict())
    tracker.events[2]["parse_data"] = {"entities": [{"entity": "option", "value": "fact:found=nothing"}]}
    assert known_words(GUIDANCE, tracker) == "找回用户名的结果：查不到"


def test_what_answers_the_form_is_no_fact_of_the_case() -> None:
    tracker = talk("密码重设不了", "人工", "没有绑过", case=GuideState(facts={"scan": "unbound"}).as_dict())
    asked = {"event": "bot", "text": "截图？", "data": {"custom": {"trace": {"asking": "screenshot"}}}}
    tracker.events.insert(3, asked)
    tracker.events[4]["parse_data"] = {"entities": [{"entity": "facts", "value": "scan=unbound"}]}
    assert known_words(GUIDANCE, tracker) == ""


def test_both_whose_case_it_is_are_named() -> None:
    tracker = talk("我妈的学历查不到", "那我自己的呢，我的也没有", "人工")
    assert known_words(GUIDANCE, tracker) == "代妈问，也问自己的"


def test_what_was_answered_without_rasa_is_told(library: FakeLibrary) -> None:
    tracker = talk("密码重设不了", "还有别的办法吗", "人工")
    tracker.events[2]["metadata"] = {"missed": [{"number": 2, "text": "页面一直是空白"}]}
    assert "页面一直是空白" in begun(tracker, library.content, GUIDANCE).words


@pytest.mark.parametrize(
    ("said", "facts", "username"),
    [
        (("从来没注册过学信网", "人工"), {}, NO_ACCOUNT),
        (("从来没注册过学信网", "人工"), {"found": "stranger"}, NOT_GIVEN),
        (("从来没注册过学信网", "人工"), {"found": "mine"}, None),
        (("登不上", "人工"), {"registered_before": "other"}, NOT_GIVEN),
        (("登不上", "人工"), {}, None),
    ],
)
def test_no_account_is_said_only_of_who_has_none(said: tuple[str, ...], facts: dict[str, str], username: Any) -> None:
    assert name_left_out(talk(*said, case=GuideState(facts=facts).as_dict())) == username


def test_a_day_that_is_put_right_takes_the_place_of_the_other() -> None:
    draft = TicketDraft(
        suggestion="【急】下周一入职要交备案表",
        description={"text": "刷脸失败，下周一入职要交备案表\n我是下周三入职", "refs": []},
    )
    put_right = other_day(draft, "我是下周三入职")
    assert (put_right.description or {})["text"] == "刷脸失败\n我是下周三入职"
    assert put_right.suggestion == ""
    assert other_day(draft, "我手机号停用了") == draft
