"""After a rotation everything is under the newest key, also in the gateway's tables and on disk."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, insert, inspect, select, text
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.settings import Settings
from tests.tickets.samples import ANNA, DESCRIPTION, PHONE, make_picture, make_submission
from tickets import schema
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.database import UtcDateTime, reading
from tickets.desk import Desk
from tickets.rotation import encrypted_columns, rotate_keys
from tickets.vault import Vault, open_vault


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tickets.rotation._BATCH", 20)


def fill(engine: Engine, vault: Vault, folder: Path, clock: FakeClock) -> tuple[AgentDesk, AttachmentStore, str, str]:
    store = AttachmentStore(engine, vault, folder, clock=clock)
    picture = store.take(ANNA, make_picture()).id
    number = Desk(engine, vault, Settings(), clock).open(ANNA, make_submission(pictures=(picture,))).ticket.number
    with engine.begin() as connection:
        for turn in range(45):  # more than two batches
            connection.execute(
                insert(schema.private_value).values(
                    ref=f"r{turn:02}",
                    conversation_key="web:anna",
                    kind="phone",
                    ciphertext=vault.encrypt(f"{turn}"),
                    created_at=clock.now(),
                    expires_at=clock.now(),
                )
            )
    return AgentDesk(engine, vault, Settings(), clock), store, number, picture


FERNET = re.compile(r"gAAAAA[A-Za-z0-9_-]{40,}={0,2}")


def fill_every_table(engine: Engine, vault: Vault, clock: FakeClock) -> None:
    """Two rows in every table, whatever tables there are: each column gets something of its type."""

    def value(column: Column[Any], number: int) -> Any:
        kind, name = column.type, f"{column.table.name}.{column.name}"
        if name in _CHOICES:
            return _CHOICES[name]
        if isinstance(kind, LargeBinary):
            return vault.encrypt(f"{name} {number}")
        if isinstance(kind, Boolean):
            return True
        if isinstance(kind, Integer):
            return number
        if isinstance(kind, UtcDateTime):
            return clock.now()
        day = clock.now().date() + timedelta(days=number)
        return day if isinstance(kind, Date) else f"{column.name} {number}"

    with engine.begin() as connection:
        for table in schema.metadata.sorted_tables:
            for number in (1,) if table.name == "audit_head" else (1, 2):
                connection.execute(
                    insert(table).values({column.name: value(column, number) for column in table.columns})
                )


_CHOICES = {
    "ticket.status": "open", "ticket.priority": "normal", "message.kind": "note", "outbox.kind": "mail",
    "outbox.state": "waiting", "inbox.state": "received", "live_talk.state": "waiting",
}  # fmt: skip
"""What the checks of the tables demand."""


def stored_tokens(engine: Engine) -> dict[str, list[bytes]]:
    """Everything in any row of any table that looks sealed, by table and column."""
    found: dict[str, list[bytes]] = {}
    inspector = inspect(engine)
    with reading(engine) as connection:
        for name in inspector.get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings():
                for column, value in row.items():
                    plain = bytes(value).decode() if isinstance(value, bytes | memoryview) else str(value)
                    for token in FERNET.findall(plain):
                        found.setdefault(f"{name}.{column}", []).append(token.encode())
    return found


def test_after_a_rotation_no_row_of_any_table_needs_the_old_key(
    engine: Engine, clock: FakeClock, tmp_path: Path
) -> None:
    """Sealed texts that lay in columns of text were once left under the old key; two rotations later they stopped
    the gateway's start."""
    new, old = (Fernet.generate_key().decode() for _ in range(2))
    fill_every_table(engine, Vault([old]), clock)
    before = stored_tokens(engine)
    assert set(before) == {f"{table.name}.{column.name}" for table, column in encrypted_columns()}
    both = Vault([new, old])
    rotate_keys(engine, both, AttachmentStore(engine, both, tmp_path, clock=clock))
    after = stored_tokens(engine)
    assert {place: len(tokens) for place, tokens in after.items()} == {place: len(t) for place, t in before.items()}
    newest = Vault([new])
    for place, tokens in after.items():
        assert sorted(map(newest.decrypt, tokens)) == [f"{place} 1", f"{place} 2"]


def test_keys_in_a_file(engine: Engine, tmp_path: Path, clock: FakeClock) -> None:
    vault = open_vault("", tmp_path)
    old_key = (tmp_path / "encryption.key").read_text().split()[0]
    _, store, number, picture = fill(engine, vault, tmp_path, clock)
    expected = store.open_for_agent(picture)
    assert rotate_keys(engine, vault, store) == 3 + 1 + 1 + 45 + 1
    keys = (tmp_path / "encryption.key").read_text().split()
    assert (len(keys), keys[1]) == (2, old_key)
    newest = Vault(keys[:1])
    ticket = AgentDesk(engine, newest, Settings(), clock).reveal("小王", number, "核对")
    assert (ticket.username, ticket.description) == (PHONE, DESCRIPTION)
    assert AttachmentStore(engine, newest, tmp_path, clock=clock).open_for_agent(picture) == expected
    with reading(engine) as connection:
        tokens = connection.execute(select(schema.private_value.c.ciphertext)).scalars().all()
    assert sorted(int(newest.decrypt(token)) for token in tokens) == list(range(45))


def test_keys_from_the_settings(engine: Engine, tmp_path: Path, clock: FakeClock) -> None:
    new, old = (Fernet.generate_key().decode() for _ in range(2))
    _, _, number, picture = fill(engine, Vault([old]), tmp_path, clock)
    both = Vault([new, old])
    rotate_keys(engine, both, AttachmentStore(engine, both, tmp_path, clock=clock))
    assert AgentDesk(engine, Vault([new]), Settings(), clock).reveal("小王", number, "核对").username == PHONE
    assert AttachmentStore(engine, Vault([new]), tmp_path, clock=clock).open_for_agent(picture)


def test_an_interrupted_rotation_is_run_again(
    engine: Engine, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = open_vault("", tmp_path)
    agents, store, number, picture = fill(engine, vault, tmp_path, clock)
    for _ in range(3):
        with monkeypatch.context() as patch:
            patch.setattr(store, "reseal", lambda: (_ for _ in ()).throw(OSError("killed here")))
            with pytest.raises(OSError, match="killed here"):
                rotate_keys(engine, vault, store)
    rotate_keys(engine, vault, store)
    assert agents.reveal("小王", number, "核对").username == PHONE
    assert store.open_for_agent(picture)
    assert len((tmp_path / "encryption.key").read_text().split()) == 2
