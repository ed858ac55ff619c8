"""A process killed, or a connection cut, at every single step of a submit: one ticket all the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.settings import Settings
from screenshots.cleaning import clean_picture
from tests.tickets.samples import ANNA, make_image, make_picture, make_submission
from tickets import schema
from tickets.attachments import AttachmentStore
from tickets.audit import verify_audit
from tickets.database import open_database, reading
from tickets.desk import Desk
from tickets.model import Opened
from tickets.retention import Retention
from tickets.vault import Vault

EVENTS = ("before_cursor_execute", "after_cursor_execute", "commit")


@contextmanager
def at_step(engine: Engine, step: int, action: Callable[[Any], None]) -> Iterator[list[int]]:
    """Run `action` with the connection at the n-th thing that happens in the database; counts them."""
    seen = [0]

    def look(connection: Any, *_: Any) -> None:
        seen[0] += 1
        if seen[0] == step:
            action(connection)

    for name in EVENTS:
        event.listen(engine, name, look)
    try:
        yield seen
    finally:
        for name in EVENTS:
            event.remove(engine, name, look)


def submit(engine: Engine, vault: Vault, settings: Settings, folder: Path, clock: FakeClock) -> Opened:
    """What happens when a person sends a picture and then the form; retries reuse the kept picture."""
    store = AttachmentStore(engine, vault, folder, settings.tickets, clock)
    row = schema.attachment.c
    with reading(engine) as connection:
        kept = connection.execute(select(row.id).order_by(row.created_at)).scalars().first()
    picture = kept or store.take(ANNA, make_picture()).id
    return Desk(engine, vault, settings, clock).open(ANNA, make_submission(pictures=(picture,)))


def count_steps(url: str, vault: Vault, settings: Settings, folder: Path, clock: FakeClock) -> int:
    engine = open_database(url, folder)
    with at_step(engine, -1, lambda _: None) as seen:
        submit(engine, vault, settings, folder, clock)
    engine.dispose()
    return seen[0]


def empty(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            connection.execute(table.delete())


def check(engine: Engine, vault: Vault, settings: Settings, folder: Path, clock: FakeClock) -> None:
    """Deliver the form three times more; then there must be exactly one of everything."""
    numbers = {submit(engine, vault, settings, folder, clock).ticket.number for _ in range(3)}
    with reading(engine) as connection:
        rows = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (schema.requester, schema.ticket, schema.message, schema.outbox, schema.audit_entry)
        ]
    assert (len(numbers), rows) == (1, [1, 1, 1, 2, 1])
    assert verify_audit(engine).faults == ()
    store = AttachmentStore(engine, vault, folder, settings.tickets, clock)
    desk = Desk(engine, vault, settings, clock)
    pictures = desk.reader.own_ticket(ANNA, numbers.pop()).attachments
    assert [store.open_for_person(ANNA, view.id)[1] for view in pictures] == [clean_picture(make_image()).data]
    Retention(desk, store).run()
    assert store.sweep() == 0


@pytest.mark.slow
def test_a_process_killed_at_any_step(
    database_url: str, engine: Engine, vault: Vault, settings: Settings, clock: FakeClock, tmp_path: Path
) -> None:
    step, killed = 0, True
    while killed:  # until a submit has fewer steps than this
        step += 1
        empty(engine)
        engine.dispose()
        child = os.fork()
        if child == 0:  # a process of its own, that ends as a kill would end it
            try:
                own = open_database(database_url, tmp_path)
                with at_step(own, step, lambda _: os._exit(9)):
                    submit(own, vault, settings, tmp_path, clock)
            finally:
                os._exit(0)
        killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        check(engine, vault, settings, tmp_path, clock)
    assert step > 30


@pytest.mark.postgres
def test_a_connection_cut_at_any_step(
    empty_postgres: str, vault: Vault, settings: Settings, clock: FakeClock, tmp_path: Path
) -> None:
    url = empty_postgres
    steps = count_steps(url, vault, settings, tmp_path, clock)
    engine, knife = open_database(url, tmp_path), open_database(url, tmp_path)

    def cut(connection: Any) -> None:
        backend = connection.connection.dbapi_connection.info.backend_pid
        with knife.begin() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({backend}, 5000)")

    survived = 0
    for step in range(1, steps + 1):
        empty(engine)
        with at_step(engine, step, cut):
            try:
                submit(engine, vault, settings, tmp_path, clock)
                survived += 1
            except Exception as error:
                assert "terminating connection" in str(error) or "closed" in str(error)
        check(engine, vault, settings, tmp_path, clock)
    assert survived > steps * 0.8  # the rest is our own reading before the submit
    engine.dispose()
    knife.dispose()
