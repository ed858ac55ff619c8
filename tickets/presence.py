"""Who has which ticket open just now, and whether they are writing: so that two do not answer the same person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock
from tickets import schema
from tickets.database import reading, transact

BEAT_S = 15
"""A page says so often that it is open; after twice as long and a bit nobody is taken to be there."""
_GONE_S = 2 * BEAT_S + 10


@dataclass(frozen=True)
class Looking:
    """Somebody else at a ticket."""

    name: str
    is_typing: bool


class Presence:
    """Shared by all gateways through the database."""

    def __init__(self, engine: Engine, clock: Clock = SYSTEM_CLOCK) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._clock = clock

    def beat(self, account_id: int, number: str, *, is_typing: bool) -> list[Looking]:
        """Somebody's page is open; gives who else has it open. An unknown ticket has nobody."""
        now, table = self._clock.now(), schema.desk_presence

        def work(connection: Connection) -> None:
            connection.execute(delete(table).where(table.c.at < now - timedelta(seconds=_GONE_S)))
            ticket_id = connection.execute(
                select(schema.ticket.c.id).where(schema.ticket.c.number == number)
            ).scalar_one_or_none()
            if ticket_id is not None:
                make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
                said = {"is_typing": is_typing, "at": now}
                row = make(table).values(ticket_id=ticket_id, account_id=account_id, **said)
                keys = [table.c.ticket_id, table.c.account_id]
                connection.execute(row.on_conflict_do_update(index_elements=keys, set_=said))

        transact(self._engine, work)
        return self.others(account_id, number)

    def others(self, account_id: int, number: str) -> list[Looking]:
        """Who else has a ticket open."""
        return self.at_tickets(account_id).get(number, [])

    def at_tickets(self, account_id: int) -> dict[str, list[Looking]]:
        """Who else has which ticket open, by its number; writers first."""
        here, who, ticket = schema.desk_presence.c, schema.desk_account.c, schema.ticket.c
        since = self._clock.now() - timedelta(seconds=_GONE_S)
        query = (
            select(ticket.number, who.name, here.is_typing)
            .join(schema.desk_account, who.id == here.account_id)
            .join(schema.ticket, ticket.id == here.ticket_id)
            .where(here.account_id != account_id, here.at >= since)
            .order_by(here.is_typing.desc(), who.id)
        )
        found: dict[str, list[Looking]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                found.setdefault(row.number, []).append(Looking(row.name, row.is_typing))
        return found

    def leave(self, account_id: int, number: str) -> None:
        """Somebody closed the page."""
        table, ticket = schema.desk_presence, schema.ticket.c
        mine = table.c.ticket_id.in_(select(ticket.id).where(ticket.number == number))
        statement = delete(table).where(mine, table.c.account_id == account_id)
        transact(self._engine, lambda connection: connection.execute(statement))
