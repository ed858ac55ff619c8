"""A database of the first version: what waited to be sent, in any way, still is, once and in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, insert, select
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from tests.tickets.conftest import BOTH, create_postgres
from tests.tickets.test_outbox import STATES
from tickets import schema
from tickets.database import open_database
from tickets.migrations import make_config, migrate
from tickets.outbox import list_entries
from tickets.vault import Vault

NOW = FakeClock().now()
TICKET = {
    "id": 1,
    "number": "TK7M4Q2B",
    "requester_id": 1,
    "idempotency_key": "k",
    "status": "open",
    "priority": "normal",
    "username_kind": "forgotten",
    "promised_on": NOW.date(),
    "promise_exact": True,
    "version": 1,
    "created_at": NOW,
    "updated_at": NOW,
}


@pytest.fixture(params=BOTH)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """A database as the first version left it."""
    url = f"sqlite:///{tmp_path}/old.db"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_url")
        create_postgres(server, "old_outbox")
        url = server.format(name="old_outbox")
    engine = open_database(url, tmp_path)
    with engine.begin() as connection:
        command.upgrade(make_config(connection), "0001")
    return engine


def fill(engine: Engine, table_name: str, *rows: dict[str, Any]) -> None:
    table = Table(table_name, MetaData(), autoload_with=engine)
    with engine.begin() as connection:
        for row in rows:
            moments = {name: value for name, value in row.items() if value is NOW}
            naive = {name: NOW.replace(tzinfo=None) for name in moments} if engine.dialect.name == "sqlite" else {}
            connection.execute(insert(table).values(**(row | naive)))


def outbox_row(number: int, kind: str, state: str = "waiting", **more: Any) -> dict[str, Any]:
    row = {"ticket_id": 1, "kind": kind, "event": "replied", "delivery_key": f"key-{number}", "payload": "{}"}
    return row | {"state": state, "attempts": 1, "due_at": NOW, "created_at": NOW, **more}


def test_nothing_that_waited_is_lost(old: Engine, vault: Vault) -> None:
    fill(old, "requester", {"id": 1, "channel": "wechat", "conversation_key": "wechat-ben", "created_at": NOW})
    fill(old, "ticket", TICKET)
    fill(
        old,
        "outbox",
        outbox_row(1, "mail", claim="of a worker that is gone"),
        outbox_row(2, "person"),
        outbox_row(3, "person"),
        outbox_row(4, "webhook", "dead", last_error="HTTP 500"),
    )
    taken_over = {"channel": "wechat_ticket", "conversation_key": "wechat-ben", "dedupe_key": "key-2", "payload": "{}"}
    fill(old, "inbox", taken_over | {"state": "done", "attempts": 1, "received_at": NOW})
    texts = {1: ("second", "waiting"), 2: ("first", "sending"), 3: ("third", "waiting")}
    order = {1: 2, 2: 1, 3: 3}
    fill(
        old,
        "wechat_outgoing",
        *(
            {
                "id": number,
                "pseudonym": "wechat-ben",
                "sequence": order[number],
                "payload": vault.encrypt(text).decode(),
                "state": state,
                "created_at": NOW,
            }
            for number, (text, state) in texts.items()
        ),
    )
    migrate(old)
    entries = list_entries(old, STATES)
    assert [(entry.kind, entry.lane, entry.state, entry.claim) for entry in entries] == [
        ("mail", "TK7M4Q2B", "waiting", None),
        ("person", "TK7M4Q2B", "sent", None),
        ("person", "TK7M4Q2B", "waiting", None),
        ("webhook", "TK7M4Q2B", "dead", None),
        ("wechat", "wechat-ben", "unclear", None),
        ("wechat", "wechat-ben", "waiting", None),
        ("wechat", "wechat-ben", "waiting", None),
    ]
    assert (entries[4].unclear_at, entries[0].created_at) == (NOW, NOW)
    sealed = schema.outbox.c.sealed
    with old.connect() as connection:
        tokens = connection.execute(select(sealed).where(sealed.is_not(None)).order_by(schema.outbox.c.id)).scalars()
        assert [vault.decrypt(token) for token in tokens] == ["first", "second", "third"]
    old.dispose()
