"""The action server's one connection pool to the shared database."""

from __future__ import annotations

from functools import cache

from sqlalchemy.engine import Engine

from actions.knowledge import PROJECT_ROOT
from common.settings import Settings, load_settings
from tickets.database import open_database
from tickets.migrations import migrate


@cache
def shared_settings() -> Settings:
    """The settings this process was started with."""
    return load_settings(PROJECT_ROOT)


@cache
def shared_database() -> Engine:
    """The database, migrated; opened at the first use, so that `rasa run actions` starts without one."""
    engine = open_database(shared_settings().storage.database_url, PROJECT_ROOT)
    migrate(engine)
    return engine
