"""The history of the schema, run forward at every start."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection, Engine

_LOCK = 0x6368_7369  # «chsi»: the number PostgreSQL's advisory lock goes by


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema; processes that start together take turns."""
    with engine.begin() as connection:  # SQLite: BEGIN IMMEDIATE is the lock
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        command.upgrade(make_config(connection), "head")


def make_config(connection: Connection) -> Config:
    """Alembic's configuration for one open connection; no ini file exists."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
