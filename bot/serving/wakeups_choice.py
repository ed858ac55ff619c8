"""Which way notices take in an installation: Redis where there is one, else PostgreSQL, else within the process."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from bot.serving.executors import Executors
from bot.serving.wakeups import InProcessWakeups
from bot.serving.wakeups_postgres import PostgresWakeups
from bot.serving.wakeups_redis import RedisWakeups
from common.settings import Settings


def choose_wakeups(
    settings: Settings, engine: Engine, executors: Executors
) -> InProcessWakeups | PostgresWakeups | RedisWakeups:
    """The wake-ups of this process; the remote kinds must be run beside the requests."""
    if settings.storage.redis_url:
        return RedisWakeups(settings.storage.redis_url)
    if engine.dialect.name == "postgresql":
        return PostgresWakeups(engine, executors)
    return InProcessWakeups()
