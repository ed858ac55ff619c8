"""All replies of one turn of the ticket form together fit the screen of a phone."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.storage import DeskAccess
from actions.talking import ActionContactSupport
from actions.ticket.asking import (
    AskTicketDescription,
    AskTicketScreenshot,
    AskTicketUsername,
    question_lines,
)
from actions.ticket.form import ValidateTicketForm
from actions.ticket.review import AskTicketConfirm
from common.clock import FakeClock
from faq.content.loader import Content
from faq.guiding.guidance import Guidance
from faq.saying.answer import render_plain
from faq.text.choice import Option
from faq.text.phone import SCREEN_LINES, line_count
from tests.actions.ticket_stage import PERSON, make_access
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance
from tickets.model import Submission

SHORT = "登录页打不开"
LONG = "，".join(f"第{number}回换了电脑下载还是显示一片空白什么字也没有" for number in range(8))
ENGLISH = ". ".join(
    f"I tried the download button for the {number}th time and the page stays blank" for number in "4567"
)
ASKS: dict[str, Any] = {
    "ticket_username": AskTicketUsername,
    "ticket_screenshot": AskTicketScreenshot,
    "ticket_description": AskTicketDescription,
}


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> DeskAccess:
    return make_access(tmp_path_factory.mktemp("desk"), FakeClock())


@pytest.fixture(scope="module")
def guidance() -> Guidance:
    return real_guidance()


def turn(library: FakeLibrary, access: DeskAccess, tracker: Any, *first: KnowledgeAction) -> list[dict[str, Any]]:
    """What is said in one turn: by the actions before the form, by the form, by its question."""
    said: list[dict[str, Any]] = []

    def play(action: Any) -> list[dict[str, Any]]:
        dispatcher = CollectingDispatcher()
        events = action.run(dispatcher, tracker, {})
        said.extend(dispatcher.messages)
        tracker.events += [{"event": "bot", "text": item["text"]} for item in dispatcher.messages]
        tracker.slots |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        return list(events)

    for action in (*first, ValidateTicketForm(library, access)):
        play(action)
    missing = next((name for name in ASKS if tracker.slots.get(name) is None), None)
    play(ASKS[missing]() if missing else AskTicketConfirm(library))
    return said


def lines(said: list[dict[str, Any]]) -> int:
    """The lines of all messages, and of the buttons below the last one when its text does not list them."""
    buttons = [Option("", item["title"]) for item in said[-1]["buttons"] or ()]
    listed = bool(buttons) and f"1. {buttons[0].title}" in said[-1]["text"]
    shown = 0 if listed or not buttons else question_lines("", buttons)
    return sum(line_count(item["text"]) for item in said) + shown


@pytest.mark.parametrize("before", ["", SHORT, LONG, f"{LONG}\n{LONG}"], ids=["nothing", "short", "long", "longer"])
@pytest.mark.parametrize(
    "asking",
    [
        "转人工",
        "这么晚了还有人工吗，转人工",
        "找客服，今晚截止",
        "没注册过学信网，转人工",
        f"{SHORT}，帮我转人工",
        f"用户名忘了，{LONG}，转人工",
    ],
)
@pytest.mark.parametrize("facts", [None, "phone=unusable enrolment=enlist"])
def test_the_messages_that_open_a_ticket(
    real: Content, guidance: Guidance, access: DeskAccess, before: str, asking: str, facts: str | None
) -> None:
    library = FakeLibrary(real, {}, guidance=guidance)
    tracker = make_tracker(asking, "contact_support", entities=[{"entity": "kind", "value": "person"}])
    tracker.slots |= {"ticket_suggestion": before, "case": {"facts": facts} if facts else None}
    tracker.events = [{"event": "user", "text": asking}]
    said = turn(library, access, tracker, ActionContactSupport(library, access))
    assert lines(said) <= SCREEN_LINES, [item["text"] for item in said]
    if before == SHORT and asking == "转人工":
        assert SHORT in "".join(item["text"] for item in said)


@pytest.mark.parametrize("before", ["", "The report stays blank", ENGLISH], ids=["nothing", "short", "long"])
def test_the_messages_that_open_one_in_english(
    real: Content, guidance: Guidance, access: DeskAccess, before: str
) -> None:
    library = FakeLibrary(real, {}, guidance=guidance)
    tracker = make_tracker(
        "Let me talk to a human", "contact_support", entities=[{"entity": "kind", "value": "person"}]
    )
    tracker.slots |= {"ticket_suggestion": before}
    tracker.events = [{"event": "user", "text": "Let me talk to a human"}]
    said = turn(library, access, tracker, ActionContactSupport(library, access))
    assert lines(said) <= SCREEN_LINES, [item["text"] for item in said]


STEPS: dict[str, dict[str, Any]] = {
    "ticket_username": {},
    "ticket_screenshot": {"ticket_username": {"kind": "forgotten"}},
    "ticket_confirm": {
        "ticket_username": {"kind": "forgotten"},
        "ticket_screenshot": "none",
        "ticket_description": {"text": LONG, "refs": []},
    },
}


@pytest.mark.parametrize("asked", STEPS)
@pytest.mark.parametrize("seen", [False, True])
def test_an_answer_in_the_middle_leaves_room_for_the_question(
    real: Content, guidance: Guidance, access: DeskAccess, asked: str, seen: bool
) -> None:
    longest = sorted(real.entries, key=lambda entry: -line_count(render_plain(entry, real)))[:6]
    for entry in longest:
        library = FakeLibrary(
            real, {"想问一件别的事": decided("想问一件别的事", "answer", (entry.id, 0.9))}, guidance=guidance
        )
        tracker = make_tracker("想问一件别的事", "x", requested_slot=asked, ticket_key="k", **STEPS[asked])
        tracker.events = [{"event": "active_loop", "name": "ticket_form"}, {"event": "user", "text": "x"}]
        if seen:
            tracker.slots["recent"] = []
            AskTicketConfirm(library).run(CollectingDispatcher(), tracker, {})
        said = turn(library, access, tracker)
        first = render_plain(entry, real).splitlines()[0]
        assert said[0]["text"].startswith(first)
        assert lines(said) <= SCREEN_LINES, [item["text"] for item in said]


def test_who_asks_for_a_person_with_a_ticket_in_hand_gets_that_ticket_first(real: Content, access: DeskAccess) -> None:
    number = access.desk.open(PERSON, Submission("k", None, "一直提示证件号已注册")).ticket.number
    action = ActionContactSupport(FakeLibrary(real, {}), access)
    named = {"entities": [{"entity": "kind", "value": "person"}], "metadata": {"channel": "web"}}
    for text in ("人工客服", "什么破网站，给我转人工"):
        said, events = run(action, make_tracker(text, "contact_support", **named))
        assert f"您已有处理中的工单 {number}" in said[0]["text"] and lines(said) <= SCREEN_LINES
        assert [item["title"] for item in said[0]["buttons"]] == [f"补充到工单 {number}", "是另一件事"]
        assert not any(event.get("event") == "followup" for event in events)
    again = make_tracker("人工", "contact_support", **named)
    again.events = [{"event": "user", "text": "人工"}, {"event": "bot", "text": said[0]["text"]}]
    again.events.append({"event": "user", "text": "人工"})
    assert any(event.get("event") == "followup" for event in run(action, again)[1])
