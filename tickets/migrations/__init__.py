"""The history of the schema, run forward at a start that finds the database behind."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from common.errors import BotError
from tickets.database import reading

_LOCK = 0x6368_7369  # «chsi»: the number PostgreSQL's advisory lock goes by


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema; processes that start together take turns.

    A database that is there already is only looked at: a start neither waits for a lock nor keeps others waiting.

    Raises:
        BotError: a newer version of the program has changed the database.
    """
    with reading(engine) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision == _history().get_current_head():
        return
    if revision is not None and not is_known(revision):
        raise BotError(
            f"数据库已经由更新版本的程序升级过（{revision}），这个版本不认识。改法：把这台机器上的程序也升级，再启动。"
        )
    with engine.begin() as connection:  # SQLite: BEGIN IMMEDIATE is the lock
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        command.upgrade(make_config(connection), "head")


def current_revision(connection: Connection) -> str:
    """The revision of a database's schema; empty when it has none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def is_known(revision: str) -> bool:
    """Whether this program knows a schema by its revision; else a newer one made it."""
    return revision in {step.revision for step in _history().walk_revisions()}


@cache
def _history() -> ScriptDirectory:
    """All steps of the schema, read once in a process: they are part of the program."""
    return ScriptDirectory.from_config(make_config())


def make_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, for one open connection where it is to change something; no ini file exists."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
