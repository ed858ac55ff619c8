"""The summary of a ticket: one screen, references only, shown again only when it changed."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.ticket.options import CHANGE_OPTIONS, CONFIRM_OPTIONS, SEE_ALL
from actions.ticket.review import AskTicketConfirm
from faq.content.loader import Content
from faq.text.phone import SCREEN_LINES, line_count
from tests.actions.ticket_stage import PROBLEM
from tests.actions.trackers import make_tracker, message, offered, run, slots_set
from tests.fakes.library import FakeLibrary
from tests.real_content import real_guidance

PHONE = {"kind": "phone", "ref": "p1"}
LONG = "，".join(f"第{number}回换了浏览器再登录还是提示系统繁忙请稍后" for number in range(9))
CASE = {"facts": "phone=unusable mail=unusable security=unusable password=forgotten graduated=yes"}


@pytest.fixture
def library(content: Content) -> FakeLibrary:
    return FakeLibrary(content, {}, guidance=real_guidance())


def filled(text: str = PROBLEM, **slots: Any) -> dict[str, Any]:
    described = {"ticket_username": PHONE, "ticket_pictures": [], "ticket_description": {"text": text, "refs": []}}
    return described | slots


def titles(options: Any) -> list[tuple[str, str]]:
    return [(option.id, option.title) for option in options]


@pytest.mark.parametrize(
    ("username", "pictures", "shown"),
    [
        (PHONE, [], "① 用户名：{{private:p1}}\n② 截图：没有"),
        ({"kind": "forgotten"}, ["a", "b"], "① 用户名：不记得\n② 截图：2 张"),
    ],
)
def test_the_summary_holds_references_only(
    library: FakeLibrary, username: dict[str, str], pictures: list[str], shown: str
) -> None:
    said, events = run(
        AskTicketConfirm(library), make_tracker(**filled(ticket_username=username, ticket_pictures=pictures))
    )
    text = f"请核对一下，没问题就提交：\n{shown}\n③ 问题：{PROBLEM}\n1. 提交\n2. 补充或修改\n3. 取消"
    assert said == [message(text, titles(CONFIRM_OPTIONS), {"asking": "confirm"})]
    assert slots_set(events) == {"offered": offered(*titles(CONFIRM_OPTIONS))}


@pytest.mark.parametrize("text", [PROBLEM, LONG, f"{LONG}\n{LONG}", "短"], ids=["one line", "long", "longer", "short"])
@pytest.mark.parametrize("case", [None, CASE], ids=["nothing known", "case"])
@pytest.mark.parametrize("language", [None, "en"])
def test_it_fits_one_screen_and_all_of_it_can_be_seen(
    library: FakeLibrary, text: str, case: dict[str, str] | None, language: str | None
) -> None:
    tracker = make_tracker("2", **filled(text, case=case, language=language))
    shown = run(AskTicketConfirm(library), tracker)[0][0]
    assert line_count(shown["text"]) <= SCREEN_LINES
    cut = "……" in shown["text"]
    assert cut is (SEE_ALL.id in str(shown["buttons"]))
    assert cut or text in shown["text"]
    whole = make_tracker("2", **filled(text, case=case, language=language, last_act="whole"))
    assert text in run(AskTicketConfirm(library), whole)[0][0]["text"]


def test_facts_and_words_stand_there_once(library: FakeLibrary) -> None:
    tracker = make_tracker(**filled(case={"facts": "phone=unusable"}))
    tracker.events = [{"event": "user", "text": '/choose_option{"option": "fact:phone=unusable"}'}]
    text = run(AskTicketConfirm(library), tracker)[0][0]["text"]
    assert text.count("【情况】") == 1 and text.count(PROBLEM) == 1


def test_it_is_shown_once_until_it_changes(library: FakeLibrary) -> None:
    events = AskTicketConfirm(library).run(CollectingDispatcher(), make_tracker(**filled()), {})
    seen = next(event["value"] for event in events if event["name"] == "recent")
    again = run(AskTicketConfirm(library), make_tracker(**filled(recent=seen)))[0][0]["text"]
    assert again.startswith("工单还没提交，现在提交吗？\n1. 提交")
    answered = run(AskTicketConfirm(library), make_tracker(**filled(recent=seen, last_act="answered")))[0][0]["text"]
    assert answered.startswith("（工单还在") and "？" not in answered
    changed = run(AskTicketConfirm(library), make_tracker(**filled(f"{PROBLEM}\n人在国外", recent=seen)))[0][0]["text"]
    assert changed.startswith("请核对一下") and "人在国外" in changed


def test_what_can_be_changed(library: FakeLibrary) -> None:
    said, events = run(AskTicketConfirm(library), make_tracker(**filled(last_act="changing")))
    assert said[0]["text"].startswith("要补充，直接发文字或图片就行")
    assert slots_set(events) == {"offered": offered(*titles(CHANGE_OPTIONS))}
