"""The queue's tests run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from tests.tickets.conftest import (
    database_url,
    empty_postgres,
    engine,
    migrated_postgres,
    postgres_url,
)

__all__ = ["database_url", "empty_postgres", "engine", "migrated_postgres", "postgres_url"]
