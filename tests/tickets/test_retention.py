"""What is deleted when, and at once when the person asks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from tests.tickets.samples import ANNA, BEN, PHONE, make_picture, make_submission
from tests.tickets.test_attachments import files
from tests.tickets.test_outbox import states
from tickets import schema
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.audit import verify_audit
from tickets.database import reading
from tickets.desk import Desk
from tickets.errors import StatusError
from tickets.feedback import record_feedback
from tickets.model import Status
from tickets.queries import ERASED
from tickets.retention import Retention, RetentionReport
from tickets.searches import misses, record_miss
from tickets.vault import Vault

DAY = 86400


@pytest.fixture
def retention(desk: Desk, store: AttachmentStore) -> Retention:
    return Retention(desk, store)


def open_with_picture(desk: Desk, store: AttachmentStore) -> str:
    picture = store.take(ANNA, make_picture()).id
    return desk.open(ANNA, make_submission(pictures=(picture,))).ticket.number


def test_resolved_tickets_close_and_closed_ones_are_erased_in_time(
    desk: Desk, agents: AgentDesk, store: AttachmentStore, retention: Retention, clock: FakeClock, tmp_path: Path
) -> None:
    number = open_with_picture(desk, store)
    agents.note("小王", number, f"电话{PHONE}")
    agents.set_status("小王", number, Status.RESOLVED)
    clock.advance(7 * DAY - 1)
    assert retention.run() == RetentionReport(0, 0, 0, 0)
    clock.advance(1)
    assert retention.run() == RetentionReport(1, 0, 0, 0)
    assert agents.reader.ticket(number).status is Status.CLOSED
    clock.advance(180 * DAY - 1)
    assert retention.run() == RetentionReport(0, 0, 0, 0)
    clock.advance(1)
    assert retention.run() == RetentionReport(0, 1, 0, 0)
    assert retention.run() == RetentionReport(0, 0, 0, 0)
    ticket = agents.reveal("小王", number, "核对")
    assert (ticket.username, ticket.description, ticket.context, ticket.erased_at) == (ERASED, ERASED, "", clock.now())
    assert [line.body for line in ticket.messages] == [
        "提交工单",
        ERASED,
        "状态：处理中 → 已解决",
        "状态：已解决 → 已关闭",
    ]
    assert [view.deleted for view in ticket.attachments] == [True]
    assert files(tmp_path / "pictures") == []
    with pytest.raises(StatusError) as caught:
        agents.set_status("小王", number, Status.OPEN)
    assert str(caught.value) == f"工单 {number} 的个人信息已经删除，不能重新打开。"


def test_pictures_that_never_got_a_ticket_and_old_private_values_go(
    store: AttachmentStore, retention: Retention, engine: Engine, vault: Vault, clock: FakeClock, tmp_path: Path
) -> None:
    store.take(ANNA, make_picture())
    with engine.begin() as connection:
        for hours in (24, 500):
            connection.execute(
                insert(schema.private_value).values(
                    ref=f"r{hours}",
                    conversation_key="web:anna",
                    kind="phone",
                    ciphertext=vault.encrypt(PHONE),
                    created_at=clock.now(),
                    expires_at=clock.now() + timedelta(hours=hours),
                )
            )
    clock.advance(7 * DAY)
    assert retention.run() == RetentionReport(0, 0, 1, 1)
    assert files(tmp_path / "pictures") == []


def test_verdicts_and_their_words_go_in_time(retention: Retention, engine: Engine, clock: FakeClock) -> None:
    for comment in ("看不懂", ""):
        record_feedback(engine, at=clock.now(), conversation_key="c", entry_id="e", helpful=False, comment=comment)
        clock.advance(DAY)
    clock.advance(178 * DAY - 1)
    assert retention.run() == RetentionReport(0, 0, 0, 0)
    clock.advance(1)
    assert retention.run() == RetentionReport(0, 0, 0, 0, feedback=1)
    with reading(engine) as connection:
        assert connection.execute(select(schema.feedback.c.comment)).scalars().all() == [""]
    clock.advance(DAY)
    assert retention.run() == RetentionReport(0, 0, 0, 0, feedback=1)


def test_searches_in_vain_go_in_time(retention: Retention, engine: Engine, clock: FakeClock) -> None:
    for text in ("驾照", "社保"):
        record_miss(engine, text, clock.now())
        clock.advance(DAY)
    clock.advance(178 * DAY)
    retention.run()
    assert [miss.text for miss in misses(engine)] == ["社保"]


def test_delete_my_data_does_it_at_once(
    desk: Desk,
    agents: AgentDesk,
    store: AttachmentStore,
    retention: Retention,
    engine: Engine,
    vault: Vault,
    clock: FakeClock,
    tmp_path: Path,
) -> None:
    number = open_with_picture(desk, store)
    store.take(ANNA, make_picture(color="green"))
    others = desk.open(BEN, make_submission()).ticket
    record_feedback(engine, at=clock.now(), conversation_key="web:anna", entry_id="e", helpful=False, comment="看不懂")
    with engine.begin() as connection:
        connection.execute(
            insert(schema.private_value).values(
                ref="r",
                conversation_key="web:anna",
                kind="phone",
                ciphertext=vault.encrypt(PHONE),
                created_at=clock.now(),
                expires_at=clock.now(),
            )
        )
    assert retention.erase_person(ANNA) == 1
    assert desk.reader.own_tickets(ANNA) == []
    ticket = agents.reveal("小王", number, "核对")
    assert (ticket.username, ticket.status, ticket.conversation_key) == (ERASED, Status.CLOSED, "erased:1")
    assert files(tmp_path / "pictures") == []
    assert [state for state, _, _ in states(engine)] == ["cancelled", "waiting"]
    with reading(engine) as connection:
        assert connection.execute(select(schema.private_value)).all() == []
        row = schema.feedback.c
        assert connection.execute(select(row.conversation_key, row.comment)).one() == ("erased:1", None)
    assert desk.reader.own_tickets(BEN)[0].description == others.description
    assert verify_audit(engine).faults == ()
    assert retention.erase_person(ANNA) == 0


def test_pictures_of_an_erasure_that_crashed_go_with_the_next_run(
    desk: Desk,
    store: AttachmentStore,
    retention: Retention,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    open_with_picture(desk, store)
    store.take(ANNA, make_picture(color="green"))
    with monkeypatch.context() as patch:
        patch.setattr(store, "delete", lambda _: (_ for _ in ()).throw(OSError("killed here")))
        with pytest.raises(OSError, match="killed here"):
            retention.erase_person(ANNA)
    assert len(files(tmp_path / "pictures")) == 2
    assert retention.run() == RetentionReport(0, 0, 2, 0)
    assert files(tmp_path / "pictures") == []
