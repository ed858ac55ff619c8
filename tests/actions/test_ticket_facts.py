"""What a message in the form does to the facts of the case: what it calls wrong is told by nobody any more."""

from __future__ import annotations

import pytest

from actions.ticket.draft import read
from actions.ticket.facts import facts_told
from actions.ticket.notes import NOT_FOUND
from actions.ticket.parts import Said, TicketDraft
from faq.guiding.state import GuideState
from tests.actions.ticket_drafts import FORGOTTEN, described
from tests.actions.ticket_stage import form_tracker
from tests.real_content import real_guidance

KNOWN = {"phone": "unusable", "email": "unusable"}
TOLD = "密码想不起来，手机号停机了，邮箱也进不去"


@pytest.mark.parametrize(
    ("text", "facts", "gone"),
    [
        ("把手机号停机那句删了", {}, {"phone"}),
        ("不是手机号停机，是网线断了", {}, {"phone"}),
        ("把注册用的手机号那条删了", {}, {"phone"}),
        ("把护照那句删了", {}, set()),
        ("说错了，手机号还能收短信", {"phone": "usable"}, set()),
    ],
)
def test_what_was_wrong_is_no_fact(text: str, facts: dict[str, str], gone: set[str]) -> None:
    before = TicketDraft(FORGOTTEN, (), "none", described(TOLD))
    said = Said(text)
    tracker = form_tracker(text, asked="ticket_confirm", case=GuideState(facts=KNOWN).as_dict())
    reading = read(before, "ticket_confirm", said)
    told, reading = facts_told(tracker, real_guidance(), said, reading)
    assert {name: value for name, value in told.facts.items() if name in KNOWN} == facts
    assert set(told.gone) == gone
    assert (reading.note == NOT_FOUND) is ("护照" in text)


def test_a_fact_that_is_struck_takes_its_words_along() -> None:
    before, said = TicketDraft(FORGOTTEN, (), "none", described(TOLD)), Said("把注册用的手机号那条删了")
    tracker = form_tracker(said.text, asked="ticket_confirm", case=GuideState(facts=KNOWN).as_dict())
    _, reading = facts_told(tracker, real_guidance(), said, read(before, "ticket_confirm", said))
    assert (reading.draft.description or {})["text"] == "密码想不起来，邮箱也进不去"


def test_what_the_form_hears_of_somebody_else_takes_no_words_away() -> None:
    before, said = TicketDraft(FORGOTTEN, (), "none", described(TOLD)), Said("还有我弟的手机号倒是能用，他也想查学籍")
    tracker = form_tracker(said.text, asked="ticket_confirm", case=GuideState(facts=KNOWN).as_dict())
    _, reading = facts_told(tracker, real_guidance(), said, read(before, "ticket_confirm", said))
    assert (reading.draft.description or {})["text"].startswith(TOLD)
