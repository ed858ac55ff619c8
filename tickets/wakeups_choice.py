"""Which way notices take in an installation: Redis where there is one, else PostgreSQL, else within the process."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from common.off_loop import OffLoop
from common.settings import Settings
from tickets.wakeups import InProcessWakeups
from tickets.wakeups_postgres import PostgresWakeups
from tickets.wakeups_redis import RedisWakeups


def choose_wakeups(
    settings: Settings, engine: Engine, database: OffLoop
) -> InProcessWakeups | PostgresWakeups | RedisWakeups:
    """The wake-ups of this process; the remote kinds must be run beside the requests."""
    if settings.storage.redis_url:
        return RedisWakeups(settings.storage.redis_url)
    if engine.dialect.name == "postgresql":
        return PostgresWakeups(engine, database)
    return InProcessWakeups()
