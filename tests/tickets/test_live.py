"""Talks with agents: asked for, taken, ended by either side or by time, whichever process does what."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.settings import DeskSettings, HelpDeskSettings, Settings
from tests.tickets.samples import ANNA, BEN, make_picture
from tickets.attachments import AttachmentStore
from tickets.live import LiveDesk
from tickets.live_base import GoneTalkError
from tickets.live_rows import Talk, TalkState
from tickets.model import MessageKind, Person, Status
from tickets.outbox import list_entries
from tickets.outcomes import Ending, TurnOutcome, record_outcome
from tickets.retention import Retention
from tickets.schema import inbox, live_line, live_talk
from tickets.vault import Vault

LI = "小李"


@pytest.fixture
def live(engine: Engine, vault: Vault, settings: Settings, clock: FakeClock) -> LiveDesk:
    """A desk with hours, at ten on a Monday, with 小李 at it."""
    hours = replace(settings, help_desk=HelpDeskSettings(hours="工作日 9:00–17:00"))
    desk = LiveDesk(engine, vault, hours, clock)
    desk.at_desk.seen(LI)
    return desk


def taken(live: LiveDesk, person: Person = ANNA) -> Talk:
    assert live.ask(person, 1)
    [talk] = [talk for talk in live.waiting() if talk.person == person]
    return live.take(LI, talk.id)


def told(live: LiveDesk, person: Person = ANNA) -> list[str]:
    return [line.text for line in live.lines_after(person, 0)]


def test_nobody_is_asked_to_wait_where_nobody_is(live: LiveDesk, clock: FakeClock) -> None:
    clock.advance(61)  # the page was closed without a word
    assert not live.ask(ANNA, 1)
    live.at_desk.seen(LI)
    clock.advance(8 * 3600)  # after hours
    live.at_desk.seen(LI)
    assert not live.ask(ANNA, 1)
    live.at_desk.left(LI)
    assert (live.at_desk.present(), live.waiting()) == ((), [])


def test_talks_can_be_switched_off(engine: Engine, vault: Vault, clock: FakeClock) -> None:
    desk = LiveDesk(engine, vault, Settings(desk=DeskSettings(live_talks=False)), clock)
    desk.at_desk.seen(LI)
    assert not desk.ask(ANNA, 1)


def test_asking_twice_is_waiting_once(live: LiveDesk) -> None:
    assert live.ask(ANNA, 1)
    assert live.ask(ANNA, 1)
    assert [(talk.person, talk.state) for talk in live.waiting()] == [(ANNA, TalkState.WAITING)]


def test_what_is_said_is_the_history_of_a_ticket(live: LiveDesk, store: AttachmentStore) -> None:
    talk = taken(live)
    picture = store.take(ANNA, make_picture()).id
    live.hear(ANNA, "登不上", (picture,), 1)
    live.hear(ANNA, "登不上", (picture,), 1)  # the same message, begun again
    live.say(LI, talk.id, "页面上写了什么？", "s-1")
    live.say(LI, talk.id, "页面上写了什么？", "s-1")
    ticket = live.reader.ticket(talk.number)
    said = [(line.kind, line.author, line.body) for line in ticket.messages if line.kind is not MessageKind.EVENT]
    assert said == [(MessageKind.ADDITION, "requester", "登不上"), (MessageKind.REPLY, LI, "页面上写了什么？")]
    assert [view.id for view in ticket.attachments] == [picture]
    assert (ticket.assignee, ticket.status, ticket.username) == (LI, Status.OPEN, "没有问过")
    [reply] = [
        entry
        for entry in list_entries(live.engine, ("waiting",))
        if entry.event == "replied" and entry.kind == "person"
    ]
    assert reply.payload["live"] is True


def ask_bot(live: LiveDesk, person: Person, *turns: tuple[str, Ending], at: datetime | None = None) -> int:
    """What was said to the bot before, as it is kept; gives the number of the last message."""
    number = 0
    with live.engine.begin() as connection:
        for text, outcome in turns:
            values: dict[str, Any] = {"channel": person.channel, "conversation_key": person.conversation_key}
            values |= {"state": "done"}
            values |= {"dedupe_key": f"{person.conversation_key}{text}", "payload": json.dumps({"text": text})}
            values |= {"received_at": at or live.clock.now(), "attempts": 1, "reply": '{"replies": []}'}
            number = int(connection.execute(insert(inbox).values(**values)).inserted_primary_key[0])
            said = TurnOutcome(person.channel, person.conversation_key, outcome, None, None, text)
            record_outcome(connection, said, at or live.clock.now())
    return number


def test_a_talk_is_called_by_the_question_not_by_what_was_said_while_waiting(live: LiveDesk, clock: FakeClock) -> None:
    """So agents tell who waits for what, and the ticket has the title of the matter."""
    days_ago = clock.now() - timedelta(days=3)
    ask_bot(live, ANNA, ("征兵报名在哪里", Ending.ANSWERED), at=days_ago)
    turns = (("密码忘了怎么办", Ending.ANSWERED), ("没用", Ending.TALK), ("转人工", Ending.HUMAN))
    live.ask(ANNA, ask_bot(live, ANNA, *turns))
    ask_bot(live, ANNA, ("手机也停机了", Ending.HUMAN))
    live.ask(BEN, 99)
    anna, ben = live.waiting()
    assert live.matters([anna, ben]) == {anna.id: "密码忘了怎么办"}
    assert live.reader.ticket(live.take(LI, anna.id).number).description == "密码忘了怎么办\n手机也停机了"
    assert live.reader.ticket(live.take(LI, ben.id).number).description == "（在线对话）"


def test_who_answers_has_read_what_was_said(live: LiveDesk, clock: FakeClock) -> None:
    talk = taken(live)
    live.say(LI, talk.id, "页面上写了什么？", "s-1")
    [number] = live.reader.unread(ANNA)
    clock.advance(5)
    live.hear(ANNA, "写着系统繁忙", (), 2)
    assert live.reader.unread(ANNA) == ()
    assert live.reader.ticket(number).seen_at == clock.now()


def test_only_one_agent_gets_a_talk(live: LiveDesk) -> None:
    talk = taken(live)
    assert live.take(LI, talk.id) == talk  # a second click
    with pytest.raises(GoneTalkError):
        live.take("小王", talk.id)
    for act in (lambda: live.say("小王", talk.id, "您好", "k"), lambda: live.end("小王", talk.id)):
        with pytest.raises(GoneTalkError):
            act()
    assert len(told(live)) == 1


def test_the_person_is_told_who_speaks_and_when_the_bot_is_back(live: LiveDesk) -> None:
    talk = taken(live)
    ended = live.end(LI, talk.id, solved=True)
    assert ended.state is TalkState.ENDED
    assert told(live) == [
        "客服 小李 接通了，接下来是真人在答，不是机器人。说完了回复“结束”，就回到机器人。",
        f"客服 小李 结束了这次对话，我（机器人）回来了，还有问题直接说。刚才的对话在工单 {talk.number} 里。",
    ]
    kinds = [entry.kind for entry in list_entries(live.engine, ("waiting",)) if entry.kind == "live"]
    assert kinds == ["live", "live"]
    assert live.reader.ticket(talk.number).status is Status.RESOLVED
    assert live.hear(ANNA, "还有一件事", (), 9) is None


def test_nobody_in_two_minutes_and_the_bot_says_so(live: LiveDesk, clock: FakeClock) -> None:
    live.ask(ANNA, 1)
    clock.advance(119)
    assert live.sweep() == 0
    clock.advance(1)
    other = LiveDesk(live.engine, live.vault, Settings(), clock)  # another process sweeps too
    assert (live.sweep(), other.sweep()) == (1, 0)
    assert (live.waiting(), live.hear(ANNA, "在吗", (), 2)) == ([], None)
    [line] = told(live)
    assert "没能接通" in line
    assert "提交工单" in line


def test_a_silent_agent_loses_the_talk_and_the_ticket_stays(live: LiveDesk, clock: FakeClock) -> None:
    talk = taken(live)
    clock.advance(599)
    live.hear(ANNA, "还在吗", (), 3)
    live.say(LI, talk.id, "在", "s-2")
    clock.advance(599)
    assert live.sweep() == 0
    clock.advance(1)
    assert live.sweep() == 1
    assert told(live)[-1].startswith("客服 小李 十分钟没有回话，先由我（机器人）接着答。")
    assert live.reader.ticket(talk.number).status is Status.OPEN


def test_a_person_may_leave(live: LiveDesk) -> None:
    live.ask(ANNA, 1)
    left = live.leave(ANNA, only_waiting=True)
    assert left is not None
    assert live.leave(ANNA) is None
    talk = taken(live, BEN)
    assert live.leave(BEN, only_waiting=True) is None
    left = live.leave(BEN)
    assert left is not None
    assert (left.state, live.talk(talk.id).state) == (TalkState.LIVE, TalkState.ENDED)  # type: ignore[union-attr]


def test_a_closed_ticket_ends_its_talk(live: LiveDesk) -> None:
    talk = taken(live)
    live.settle(ANNA, talk.number)
    assert live.hear(ANNA, "再问一句", (), 4) is None
    assert live.open_talk(ANNA) is None


def test_nothing_of_a_talk_outlives_the_person_or_its_days(
    live: LiveDesk, store: AttachmentStore, clock: FakeClock
) -> None:
    talk = taken(live)
    Retention(live, store).erase_person(ANNA)
    assert (told(live), live.open_talk(ANNA)) == ([], None)
    kept = live.talk(talk.id)
    assert kept is not None
    assert kept.person.conversation_key.startswith("erased:")
    clock.advance(31 * 86400)
    live.forget_old(30)
    with live.engine.connect() as connection:
        assert [connection.execute(table.select()).all() for table in (live_line, live_talk)] == [[], []]


def test_hours_that_cannot_be_read_are_said_to_be_so(engine: Engine, vault: Vault, clock: FakeClock) -> None:
    def trouble(hours: str) -> str:
        return LiveDesk(engine, vault, Settings(help_desk=HelpDeskSettings(hours=hours)), clock).hours_trouble

    assert [trouble(hours) for hours in ("", "工作日 9:00–17:00")] == ["", ""]
    assert trouble("看情况").startswith("help_desk.hours 写的“看情况”读不懂")
