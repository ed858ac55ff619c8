"""The rows behind persons: made on first contact, locked while something of theirs is counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from tickets import schema
from tickets.model import Person


def lock_requester(connection: Connection, person: Person, now: datetime) -> int:
    """The person's row, made if need be; others who want it wait until this transaction ends.

    The lock makes limits and «same form, same ticket» hold under concurrent submits. Everybody locks
    in the order requester, ticket, audit head, so nobody waits in a circle.
    """
    table = schema.requester
    insert_missing(
        connection,
        table,
        {"channel": person.channel, "conversation_key": person.conversation_key, "created_at": now},
    )
    query = select(table.c.id).where(table.c.conversation_key == person.conversation_key).with_for_update()
    return int(connection.execute(query).scalar_one())


def insert_missing(connection: Connection, table: Any, values: dict[str, Any]) -> bool:
    """Insert a row unless one of its unique keys is taken; says whether it was inserted."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return bool(connection.execute(make(table).values(**values).on_conflict_do_nothing()).rowcount == 1)
