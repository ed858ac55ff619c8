"""What operators see of an installation, and what they do about what could not be sent."""

from __future__ import annotations

import json
import socket

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from tests.tickets.samples import ANNA, make_submission
from tickets.audit import verify_audit
from tickets.beats import Beats, list_beats
from tickets.desk import Desk
from tickets.errors import DeskError
from tickets.operating import Operating
from tickets.outbox import State, list_entries
from tickets.schema import outbox
from tickets.schema_operate import process_beat
from tickets.service_notes import BACKUP, write_note


@pytest.fixture
def operating(engine: Engine, clock: FakeClock) -> Operating:
    return Operating(engine, clock)


def put(engine: Engine, entry_id: int, state: State) -> None:
    with engine.begin() as connection:
        connection.execute(update(outbox).where(outbox.c.id == entry_id).values(state=state, last_error="拒收"))


def test_what_could_not_be_sent_is_sent_again_or_given_up(desk: Desk, operating: Operating) -> None:
    desk.open(ANNA, make_submission())
    mail, hook = list_entries(desk.engine, (State.WAITING,))
    put(desk.engine, mail.id, State.DEAD)
    put(desk.engine, hook.id, State.UNCLEAR)
    seen = operating.look()
    assert [(entry.kind, entry.state, entry.last_error) for entry in seen.stuck] == [
        ("mail", "dead", "拒收"),
        ("webhook", "unclear", "拒收"),
    ]
    assert seen.counts == {"dead": 1, "unclear": 1}
    operating.resend("小林", mail.id)
    operating.drop("小林", hook.id)
    for act in (operating.resend, operating.drop):
        with pytest.raises(DeskError):
            act("小林", mail.id)
    assert [entry.id for entry in list_entries(desk.engine, (State.WAITING,))] == [mail.id]
    assert [entry.id for entry in list_entries(desk.engine, (State.CANCELLED,))] == [hook.id]
    put(desk.engine, mail.id, State.DEAD)
    assert operating.resend_all("小林") == 1
    with desk.engine.connect() as connection:
        audit = connection.exec_driver_sql("SELECT actor, action, subject FROM audit_entry ORDER BY sequence").all()
    assert [tuple(row) for row in audit[-3:]] == [
        ("小林", "resend", f"outbox:{mail.id}"),
        ("小林", "drop_delivery", f"outbox:{hook.id}"),
        ("小林", "resend", f"outbox:{mail.id}"),
    ]
    assert verify_audit(desk.engine).faults == ()


def test_processes_are_there_until_they_end_or_fall_silent(
    engine: Engine, operating: Operating, clock: FakeClock
) -> None:
    gateway, actions = Beats(engine, "gateway", clock), Beats(engine, "actions", clock)
    gateway.beat({"content": "a"})
    actions.beat({"content": "b"})
    seen = operating.look()
    assert [beat.kind for beat in seen.beats] == ["actions", "gateway"]
    assert (seen.contents, seen.silent) == ({"a", "b"}, ())
    clock.advance(61)
    gateway.beat({"content": "b"})
    seen = operating.look()
    assert [beat.kind for beat in seen.beats] == ["gateway"]
    assert [beat.kind for beat in seen.silent] == ["actions"]
    Beats(engine, "actions", clock).beat({"content": "b"})  # it was started again
    assert operating.look().silent == ()
    gateway.end()
    assert [beat.kind for beat in operating.look().beats] == ["actions"]
    clock.advance(2 * 86_400)
    Beats(engine, "gateway", clock).beat({})
    assert len(list_beats(engine)) == 1


def test_a_process_of_this_machine_that_is_gone_does_not_count(
    engine: Engine, operating: Operating, clock: FakeClock
) -> None:
    beats = Beats(engine, "gateway", clock)
    beats.beat({})
    killed = {"detail": json.dumps({"pid": 2**22 + 1}), "host": socket.gethostname()}  # no process has this number
    with engine.begin() as connection:
        connection.execute(update(process_beat).values(**killed))
    assert operating.look().beats == ()


def test_a_backup_is_due_when_there_was_none_for_two_days(
    engine: Engine, operating: Operating, clock: FakeClock
) -> None:
    assert operating.look().backup_is_due
    write_note(engine, BACKUP, clock.now(), file="a.tar.gz", bytes=10, keys=False)
    seen = operating.look()
    assert seen.backup is not None
    assert (seen.backup.detail["file"], seen.backup_is_due) == ("a.tar.gz", False)
    clock.advance(2 * 86_400 + 1)
    assert operating.look().backup_is_due
    assert seen.database_bytes > 0
    assert seen.rows == {"ticket": 0, "message": 0, "inbox": 0}
