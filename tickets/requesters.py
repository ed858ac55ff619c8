"""The rows behind persons: made on first contact, locked while something of theirs is counted."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table, select
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


def insert_missing(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """Insert a row unless one of its unique keys is taken; says whether it was inserted."""
    return bool(connection.execute(_insert_missing(connection.dialect.name, table), values).rowcount == 1)


@cache
def _insert_missing(dialect: str, table: Table) -> Any:
    """Made once: to build a statement costs several times what it costs to run it."""
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return make(table).on_conflict_do_nothing()
