"""Who sits at the desk now: agents whose page is open, in whatever process; every process asks the database."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock
from tickets.database import reading, transact
from tickets.schema_operate import agent_presence

PRESENT = timedelta(seconds=60)
"""Who was not seen for longer has gone."""
SEEN_EVERY_S = 20.0


class AtDesk:
    """Keeps and reads who is there."""

    def __init__(self, engine: Engine, clock: Clock = SYSTEM_CLOCK) -> None:
        """Use a migrated database."""
        self._engine = engine
        self._clock = clock

    def seen(self, agent: str) -> None:
        """This agent's page is open."""
        now, row = self._clock.now(), agent_presence.c

        def write(connection: Connection) -> None:
            known = connection.execute(update(agent_presence).where(row.agent == agent).values(seen_at=now)).rowcount
            if not known:
                connection.execute(insert(agent_presence).values(agent=agent, seen_at=now))

        transact(self._engine, write)

    def left(self, agent: str) -> None:
        """This agent has closed the desk."""
        gone = delete(agent_presence).where(agent_presence.c.agent == agent)
        transact(self._engine, lambda connection: connection.execute(gone))

    def present(self) -> tuple[str, ...]:
        """Who is there, by name."""
        row = agent_presence.c
        query = select(row.agent).where(row.seen_at >= self._clock.now() - PRESENT).order_by(row.agent)
        with reading(self._engine) as connection:
            return tuple(connection.execute(query).scalars())
