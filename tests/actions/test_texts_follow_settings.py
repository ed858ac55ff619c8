"""Numbers that people are told come from the settings, not from the sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory
from actions.storage import shared_help_desk, shared_settings
from actions.support import offer_human
from actions.ticket.asking import AskTicketScreenshot
from actions.ticket.draft import begin, read
from actions.ticket.parts import Said, TicketDraft
from faq.content.loader import Content
from tests.actions.trackers import make_tracker


@pytest.fixture
def other_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An operator who promises five working days and takes two pictures."""
    monkeypatch.setenv("BOT_TICKETS_WORKING_DAYS", "5")
    monkeypatch.setenv("BOT_TICKETS_PICTURES_PER_TICKET", "2")
    for kept in (shared_settings, shared_help_desk):
        kept.cache_clear()
    yield
    for kept in (shared_settings, shared_help_desk):
        kept.cache_clear()


@pytest.mark.usefixtures("other_settings")
def test_the_offer_and_the_form_say_what_is_set() -> None:
    settings = shared_settings().tickets
    dispatcher = CollectingDispatcher()
    AskTicketScreenshot().run(dispatcher, make_tracker("提交工单"), {})
    assert "（最多 2 张，看得清提示就行）" in dispatcher.messages[0]["text"]
    human = CollectingDispatcher()
    offer_human(human, Content((), {}, "none"), Memory.of(make_tracker("人工")))
    assert human.messages[0]["text"].startswith("好的，转人工：给您填一张工单，客服五个工作日内答复。")
    asked = read(TicketDraft(), "ticket_username", Said("要几天才能答复"), settings, shared_help_desk().promise)
    assert asked.note == "提交以后五个工作日内答复；很急的话，在问题描述里写上原因和期限。"
    three = read(TicketDraft(), "ticket_screenshot", Said("", pictures=("a", "b", "c")), settings)
    assert (three.note, three.draft.pictures) == ("最多带 2 张图片，先收下前 2 张。", ("a", "b"))
    assert begin(TicketDraft(), Said("提交工单", pictures=("a", "b", "c")), settings).pictures == ("a", "b")
