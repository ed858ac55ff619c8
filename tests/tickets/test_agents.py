"""What agents may do: allowed status changes, optimistic locking, everything on record."""

from __future__ import annotations

import json
import threading
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from tests.tickets.samples import ANNA, BEN, DESCRIPTION, PHONE, make_submission
from tickets import schema
from tickets.agents import AgentDesk
from tickets.database import reading
from tickets.desk import Desk
from tickets.errors import ConflictError, StatusError, SubmissionError, UnknownTicketError
from tickets.model import STATUS_CHANGES, Event, MessageKind, Priority, Status
from tickets.outbox import list_entries
from tickets.queries import DeskCounts


@pytest.fixture
def number(desk: Desk) -> str:
    return desk.open(ANNA, make_submission()).ticket.number


def audit(engine: Engine) -> list[tuple[str, str, dict[str, object]]]:
    row = schema.audit_entry.c
    with reading(engine) as connection:
        rows = connection.execute(select(row.actor, row.action, row.detail).order_by(row.sequence))
        return [(actor, action, json.loads(detail)) for actor, action, detail in rows]


def test_a_reply_goes_to_the_person_and_waits_for_them(
    agents: AgentDesk, engine: Engine, number: str, clock: FakeClock
) -> None:
    clock.advance(3600)
    ticket = agents.reply("小王", number, "请用手机号找回密码")
    reply = ticket.messages[1]
    assert (ticket.status, ticket.answered_at, ticket.version) == (Status.PENDING, clock.now(), 2)
    assert (reply.kind, reply.author, reply.body) == (MessageKind.REPLY, "小王", "请用手机号找回密码")
    rows = [entry for entry in list_entries(engine, ("waiting",)) if entry.event == Event.REPLIED]
    assert [(row.kind, row.message_id, row.payload) for row in rows] == [
        ("person", reply.id, {"old": "open", "status": "pending"}),
        ("webhook", reply.id, {"old": "open", "status": "pending"}),
    ]
    assert ticket.assignee == "小王", "who answers what nobody had goes on with it"
    assert agents.reply("小李", number, "再补充一句").assignee == "小王"
    first_answer = ticket.answered_at
    clock.advance(3600)
    assert agents.reply("小王", number, "还需要帮助吗").answered_at == first_answer


def test_a_reply_may_resolve(agents: AgentDesk, number: str) -> None:
    assert agents.reply("小王", number, "已经处理好了", status=Status.RESOLVED).status is Status.RESOLVED


def test_a_note_stays_inside(agents: AgentDesk, engine: Engine, number: str) -> None:
    before = len(list_entries(engine, ("waiting",)))
    ticket = agents.note("小王", number, "用户很着急")
    assert (ticket.messages[-1].kind, ticket.messages[-1].body) == (MessageKind.NOTE, "用户很着急")
    assert len(list_entries(engine, ("waiting",))) == before


@pytest.mark.parametrize("old", list(Status))
@pytest.mark.parametrize("new", list(Status))
def test_the_status_table_is_the_law(agents: AgentDesk, number: str, old: Status, new: Status) -> None:
    if old is not Status.OPEN:
        agents.set_status("小王", number, old)
    before = agents.reader.ticket(number)
    if new is old:
        assert agents.set_status("小王", number, new) == before
    elif new in STATUS_CHANGES[old]:
        after = agents.set_status("小王", number, new)
        assert (after.status, after.version) == (new, before.version + 1)
        assert (after.closed_at is not None) == (new is Status.CLOSED)
    else:
        with pytest.raises(StatusError):
            agents.set_status("小王", number, new)
        assert agents.reader.ticket(number) == before


def test_a_forbidden_change_names_the_possible_ones(agents: AgentDesk, number: str) -> None:
    agents.set_status("小王", number, Status.RESOLVED)
    with pytest.raises(StatusError) as caught:
        agents.set_status("小王", number, Status.PENDING)
    assert str(caught.value) == "「已解决」的工单不能改成「等您补充」，可以改成：处理中、已关闭。"
    agents.set_status("小王", number, Status.CLOSED)
    with pytest.raises(StatusError) as caught:
        agents.reply("小王", number, "补一句")
    assert str(caught.value) == f"工单 {number} 已经关闭，先重新打开再回复。"


def test_a_stale_view_cannot_overwrite(agents: AgentDesk, number: str) -> None:
    agents.assign("小王", number, "小王", expected_version=1)
    changes = (
        lambda: agents.assign("小李", number, "小李", expected_version=1),
        lambda: agents.set_status("小李", number, Status.RESOLVED, expected_version=1),
        lambda: agents.set_priority("小李", number, Priority.HIGH, expected_version=1),
        lambda: agents.reply("小李", number, "你好", expected_version=1),
    )
    for change in changes:
        with pytest.raises(ConflictError) as caught:
            change()
        assert str(caught.value) == f"工单 {number} 刚刚被别人改过，请刷新后再操作。"
    ticket = agents.reader.ticket(number)
    assert (ticket.assignee, ticket.status, ticket.version) == ("小王", Status.OPEN, 2)


def test_of_concurrent_changes_to_one_version_one_wins(agents: AgentDesk, number: str) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def work(agent: str) -> None:
        start.wait()
        try:
            agents.assign(agent, number, agent, expected_version=1)
            outcomes.append("won")
        except ConflictError:
            outcomes.append("lost")

    threads = [threading.Thread(target=work, args=(f"客服{name}",)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost"] * 5 + ["won"]
    assert agents.reader.ticket(number).version == 2


def test_agents_see_masked_data_and_reveal_it_on_record(agents: AgentDesk, engine: Engine, number: str) -> None:
    assert PHONE not in repr(agents.reader.ticket(number))
    with pytest.raises(SubmissionError) as caught:
        agents.reveal("小王", number, "  ")
    assert str(caught.value) == "请写明查看原文的理由。"
    ticket = agents.reveal("小王", number, f"核对手机号{PHONE}")
    assert (ticket.username, ticket.description) == (PHONE, DESCRIPTION)
    assert audit(engine)[1:] == [("小王", "reveal", {"reason": "核对手机号〔手机号〕"})]


def test_every_change_is_on_record(agents: AgentDesk, desk: Desk, engine: Engine, number: str) -> None:
    agents.assign("小王", number, "小李")
    agents.set_priority("小王", number, Priority.URGENT)
    agents.note("小李", number, "看过了")
    agents.set_status("小李", number, Status.PENDING)
    desk.add(ANNA, "补充一下", idempotency_key="a")
    agents.reply("小李", number, "好了", status=Status.RESOLVED)
    desk.settle(ANNA)
    agents.record_export("小王", 1)
    lines = agents.reader.ticket(number).messages
    ids = [line.id for line in lines]
    assert [(line.author, line.body) for line in lines if line.kind is MessageKind.EVENT] == [
        ("requester", "提交工单"),
        ("小王", "负责人：无 → 小李"),
        ("小王", "优先级：普通 → 紧急"),
        ("小李", "状态：处理中 → 等您补充"),
        ("system", "状态：等您补充 → 处理中"),
        ("小李", "状态：处理中 → 已解决"),
        ("requester", "状态：已解决 → 已关闭"),
    ]
    assert audit(engine) == [
        ("requester", "open", {"username": "phone", "pictures": 0}),
        ("小王", "assign", {"old": None, "assignee": "小李"}),
        ("小王", "priority", {"old": "normal", "priority": "urgent"}),
        ("小李", "note", {"message": ids[3]}),
        ("小李", "status", {"old": "open", "status": "pending"}),
        ("requester", "add", {"message": ids[5], "pictures": 0, "old": "pending"}),
        ("小李", "reply", {"message": ids[7], "old": "open", "status": "resolved"}),
        ("requester", "settle", {"old": "resolved"}),
        ("小王", "export", {"count": 1}),
    ]


def test_who_acts_must_be_named_and_the_ticket_must_exist(agents: AgentDesk, number: str) -> None:
    for agent in ("", "  ", "system"):
        with pytest.raises(SubmissionError) as caught:
            agents.note(agent, number, "匿名")
        assert str(caught.value) == "请写明是哪位客服在操作。"
    with pytest.raises(SubmissionError, match="内容不能为空"):
        agents.reply("小王", number, "\x00 ")
    with pytest.raises(UnknownTicketError) as unknown:
        agents.reply("小王", "TK7M4Q2B", "你好")
    assert str(unknown.value) == "没有找到工单 TK7M4Q2B，请核对工单号。"


def test_lists_are_filtered_and_the_most_urgent_promise_comes_first(
    agents: AgentDesk, desk: Desk, clock: FakeClock
) -> None:
    late = desk.open(ANNA, make_submission("one")).ticket.number
    clock.advance(5 * 86400)
    soon = desk.open(BEN, make_submission("one")).ticket.number
    done = desk.open(BEN, make_submission("two")).ticket.number
    agents.assign("小王", soon, "小王")
    agents.set_status("小王", done, Status.CLOSED)

    def numbers(**conditions: object) -> list[str]:
        return [ticket.number for ticket in agents.reader.tickets(**conditions)]  # type: ignore[arg-type]

    assert numbers() == [late, soon, done]
    assert numbers(statuses=(Status.OPEN,)) == [late, soon]
    assert numbers(assignee="小王") == [soon]
    assert numbers(overdue_on=date(2026, 11, 7)) == [late]
    assert numbers(limit=1, offset=1) == [soon]
    assert agents.reader.counts(clock.now()) == DeskCounts(
        tickets={"open": 2, "pending": 0, "resolved": 0, "closed": 1},
        overdue=1,
        outbox={("mail", "waiting"): 3, ("webhook", "waiting"): 5, ("person", "waiting"): 1},
        oldest_waiting_s=5 * 86400.0,
    )


@pytest.mark.parametrize("say", ["reply", "note"])
def test_a_long_text_is_refused_not_cut(agents: AgentDesk, number: str, say: str) -> None:
    """A reply over the limit was cut silently while the command said «已回复»."""
    with pytest.raises(SubmissionError, match="内容有 4001 字，最多 4000 字，没有保存。改法：分成几条发。"):
        getattr(agents, say)("小王", number, "长" * 4001)
    assert getattr(agents, say)("小王", number, "长" * 4000).messages[1].body == "长" * 4000
