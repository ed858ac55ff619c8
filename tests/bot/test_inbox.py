from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.channels.base import Outbound, OutboundMessage
from bot.conversation.inbox import Accepted, Conversation, Inbox
from common.clock import FakeClock
from faq.choice import Option
from tickets.database import open_database
from tickets.migrations import migrate
from tickets.schema import inbox as inbox_table

PAYLOAD = {"text": "密码忘了", "option": None, "attachments": [], "private": []}
RESULT = Outbound((OutboundMessage("好的", (Option("reset_password", "忘记密码"),)),), {"band": "answer"})


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_database("sqlite:///inbox.db", tmp_path)
    migrate(engine)
    return engine


@pytest.fixture
def inbox(engine: Engine, clock: FakeClock) -> Inbox:
    return Inbox(engine, clock)


def test_a_new_message_is_stored(inbox: Inbox) -> None:
    assert inbox.accept("web", "k", "m1", PAYLOAD) == Accepted(1, None, False)
    assert inbox.unfinished("web") == [(1, "k", PAYLOAD)]
    assert inbox.is_waiting(1)


def test_a_repeat_before_the_end_finds_the_same_row(inbox: Inbox) -> None:
    inbox.accept("web", "k", "m1", PAYLOAD)
    assert inbox.accept("web", "k", "m1", {**PAYLOAD, "text": "别的"}) == Accepted(1, None, True)
    assert inbox.unfinished("web") == [(1, "k", PAYLOAD)]


def test_a_repeat_after_the_end_gets_the_answer(inbox: Inbox) -> None:
    inbox.accept("web", "k", "m1", PAYLOAD)
    inbox.finish(1, "k", "web", RESULT, turns=4, state={"offered": []})
    assert inbox.accept("web", "k", "m1", PAYLOAD) == Accepted(1, RESULT, True)
    assert inbox.unfinished("web") == []
    assert not inbox.is_waiting(1)
    assert inbox.conversation("k") == Conversation("k", 4, {"offered": []})


def test_another_conversation_gets_nothing_by_the_same_id(inbox: Inbox) -> None:
    inbox.accept("web", "k", "m1", PAYLOAD)
    inbox.finish(1, "k", "web", RESULT, turns=1, state={})
    assert inbox.accept("web", "other", "m1", PAYLOAD) == Accepted(2, None, False)
    assert inbox.accept("web", "other", "m1", PAYLOAD) == Accepted(2, None, True)


def test_channels_have_ids_of_their_own(inbox: Inbox) -> None:
    inbox.accept("web", "k", "m1", PAYLOAD)
    assert inbox.accept("wechat", "k", "m1", PAYLOAD) == Accepted(2, None, False)
    assert [number for number, _, _ in inbox.unfinished("wechat")] == [2]


def test_of_many_deliveries_at_once_one_is_the_first(inbox: Inbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(lambda _: inbox.accept("web", "k", "m1", PAYLOAD), range(24)))
    assert {item.id for item in accepted} == {1}
    assert sorted(item.repeated for item in accepted) == [False] + [True] * 23


def test_unfinished_are_oldest_first(inbox: Inbox) -> None:
    for number in (1, 2, 3):
        inbox.accept("web", f"k{number}", f"m{number}", PAYLOAD)
    inbox.finish(2, "k2", "web", RESULT, turns=1, state={})
    assert [number for number, _, _ in inbox.unfinished("web")] == [1, 3]


def test_an_unknown_conversation_is_empty(inbox: Inbox) -> None:
    assert inbox.conversation("nobody") == Conversation("nobody", 0, {})
    assert inbox.is_waiting(99) is False


def test_a_conversation_is_updated_in_place(inbox: Inbox) -> None:
    for number in (1, 2):
        inbox.accept("web", "k", f"m{number}", PAYLOAD)
        inbox.finish(number, "k", "web", RESULT, turns=number, state={"last_answer": f"e{number}"})
    assert inbox.conversation("k") == Conversation("k", 2, {"last_answer": "e2"})


def test_the_old_is_forgotten_and_the_young_kept(inbox: Inbox, engine: Engine, clock: FakeClock) -> None:
    inbox.accept("web", "old", "m1", PAYLOAD)
    inbox.finish(1, "old", "web", RESULT, turns=1, state={})
    clock.advance(30 * 86_400)
    inbox.forget_old(30)
    assert inbox.conversation("old").turns == 1
    clock.advance(1)
    inbox.accept("web", "young", "m2", PAYLOAD)
    inbox.finish(2, "young", "web", RESULT, turns=7, state={})
    inbox.forget_old(30)
    assert (inbox.conversation("old").turns, inbox.conversation("young").turns) == (0, 7)
    with engine.connect() as connection:
        assert connection.execute(select(inbox_table.c.conversation_key)).scalars().all() == ["young"]


def test_forgetting_keeps_the_asking_row_emptied_and_what_still_waits(inbox: Inbox, engine: Engine) -> None:
    for key, message in (("k", "m1"), ("k", "m2"), ("k", "m3"), ("other", "m4")):
        inbox.accept("web", key, message, PAYLOAD)
    for number, key in ((1, "k"), (2, "k"), (4, "other")):
        inbox.finish(number, key, "web", RESULT, turns=1, state={})
    inbox.forget("k", 2)
    with engine.connect() as connection:
        rows = connection.execute(select(inbox_table.c.id, inbox_table.c.payload, inbox_table.c.state)).all()
    whole = json.dumps(PAYLOAD, ensure_ascii=False)
    assert rows == [(2, "{}", "done"), (3, whole, "received"), (4, whole, "done")]
    assert inbox.conversation("k") == Conversation("k", 0, {})
    assert inbox.conversation("other") == Conversation("other", 1, {})
