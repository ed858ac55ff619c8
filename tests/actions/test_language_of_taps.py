"""A tapped option never says which language somebody writes."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.answering.choosing import ActionChooseOption
from actions.english.leads import ASKED, TICKET_FASTER, TICKET_LEAD, speaks_english
from actions.storage import DeskAccess
from actions.ticket.asking import AskTicketScreenshot
from actions.ticket.form import ValidateTicketForm
from actions.ticket.review import AskTicketConfirm
from faq.content.loader import Content
from faq.text.choice import HUMAN
from tests.actions.ticket_stage import EMPTY
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary

TAPS = ("forgot", "edit_description", "use_draft", "submit", "submit_now", "no_picture", HUMAN)
ENGLISH = "My account page stays empty since Monday"
CHINESE = "账号页面从周一起就是空白的"


def heard(*texts: str, option: str | None = None, **slots: Any) -> Tracker:
    """A conversation of those messages; the last may be a tap on that option."""
    tap = [f'/choose_option{{"option": "{option}"}}'] if option else []
    entities = [{"entity": "option", "value": option}] if option else []
    said = [*texts, *tap]
    tracker = make_tracker(said[-1], "choose_option" if option else "forgot_password", entities=entities, **slots)
    tracker.events = [{"event": "user", "text": text} for text in said]
    return tracker


@pytest.mark.parametrize("option", TAPS)
def test_a_tap_goes_on_in_the_language_spoken_before(option: str) -> None:
    assert not speaks_english(heard(CHINESE, option=option))
    assert speaks_english(heard(ENGLISH, option=option))
    assert not speaks_english(heard(CHINESE, '/choose_option{"option": "forgot"}', option=option, language="en"))
    assert not speaks_english(heard(option=option))
    assert speaks_english(heard(option=option, language="en"))


@pytest.mark.parametrize("text", ["Submit / 提交", "〔手机号〕", "ok", "2", "人工", "人工客服。"])
def test_what_is_in_no_language_or_in_both_changes_nothing(text: str) -> None:
    assert speaks_english(heard(ENGLISH, text))
    assert speaks_english(heard(ENGLISH, text, option="submit"))
    assert not speaks_english(heard(CHINESE, text))


def test_who_changes_to_chinese_is_answered_in_it() -> None:
    assert not speaks_english(heard(ENGLISH, CHINESE, option="submit", language="en"))


@pytest.mark.parametrize(("before", "english"), [(CHINESE, False), (ENGLISH, True)])
def test_the_questions_of_the_form_after_a_tap(content: Content, before: str, english: bool) -> None:
    screenshot = run(AskTicketScreenshot(), heard(before, option="forgot"))[0][0]["text"]
    assert screenshot.startswith(ASKED["screenshot"]) is english
    slots = {"ticket_username": {"kind": "forgotten"}, "ticket_description": {"text": before, "refs": []}}
    summary = run(AskTicketConfirm(FakeLibrary(content, {})), heard(before, option="use_draft", **slots))[0][0]["text"]
    assert summary.startswith("Please check") is english


@pytest.mark.parametrize(("before", "english"), [(CHINESE, False), (ENGLISH, True)])
def test_the_hand_over_after_a_tap(content: Content, before: str, english: bool) -> None:
    said = run(ActionChooseOption(FakeLibrary(content, {})), heard(before, option=HUMAN))[0][0]["text"]
    assert (said == f"{TICKET_LEAD}\n{TICKET_FASTER}") is english
    assert ("转人工" in said) is not english


def test_the_form_keeps_the_language_it_was_opened_in(content: Content, access: DeskAccess) -> None:
    library = FakeLibrary(content, {})
    events = run(ValidateTicketForm(library, access), heard(ENGLISH, **EMPTY))[1]
    assert {"event": "slot", "timestamp": None, "name": "language", "value": "en"} in events
