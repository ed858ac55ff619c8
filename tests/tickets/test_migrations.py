"""A migrated database has exactly the schema of `tickets.schema`, whoever migrates it first."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.engine import Engine

from common.errors import BotError
from tests.tickets.conftest import BOTH, create_postgres
from tickets.database import open_database, reading
from tickets.migrations import migrate
from tickets.schema import metadata

_NOT_OURS = ("alembic_version", "sqlite_sequence")
"""What Alembic and SQLite keep for themselves."""


def describe(engine: Engine) -> dict[str, Any]:
    """Everything the database knows about its tables, alembic's own left out."""
    inspector = inspect(engine)

    def plain(items: list[dict[str, Any]]) -> list[str]:
        return sorted(str(sorted((key, str(value)) for key, value in item.items())) for item in items)

    return {
        table: {
            "columns": plain(inspector.get_columns(table)),
            "key": str(inspector.get_pk_constraint(table)),
            "indexes": plain(inspector.get_indexes(table)),
            "unique": plain(inspector.get_unique_constraints(table)),
            "foreign": plain(inspector.get_foreign_keys(table)),
            "checks": plain(inspector.get_check_constraints(table)),
        }
        for table in inspector.get_table_names()
        if table not in _NOT_OURS
    }


@pytest.fixture(params=BOTH)
def empty_urls(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    if request.param == "sqlite":
        return [f"sqlite:///{tmp_path}/one.db", f"sqlite:///{tmp_path}/two.db"]
    server = request.getfixturevalue("postgres_url")
    names = [f"{word}_{request.node.originalname[:30]}" for word in ("one", "two")]
    for name in names:
        create_postgres(server, name)
    return [server.format(name=name) for name in names]


def test_migrated_schema_is_the_fresh_schema(empty_urls: list[str], tmp_path: Path) -> None:
    migrated, fresh = (open_database(url, tmp_path) for url in empty_urls)
    migrate(migrated)
    metadata.create_all(fresh)
    assert describe(migrated) == describe(fresh)
    with reading(migrated) as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or name not in _NOT_OURS}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []
    migrated.dispose()
    fresh.dispose()


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    before = describe(engine)
    migrate(engine)
    assert describe(engine) == before


def _migrate_in_process(url: str, root: str, barrier: Any, results: Any) -> None:
    barrier.wait()
    try:
        engine = open_database(url, Path(root))
        migrate(engine)
        engine.dispose()
        results.put("done")
    except Exception as error:
        results.put(repr(error))


@pytest.mark.slow  # three interpreters
def test_three_processes_may_start_at_once(empty_urls: list[str], tmp_path: Path) -> None:
    start = multiprocessing.get_context("spawn")
    barrier, results = start.Barrier(3), start.Queue()
    processes = [
        start.Process(target=_migrate_in_process, args=(empty_urls[0], str(tmp_path), barrier, results))
        for _ in range(3)
    ]
    for process in processes:
        process.start()
    outcome = [results.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    engine = open_database(empty_urls[0], tmp_path)
    assert (outcome, set(describe(engine))) == (["done"] * 3, set(metadata.tables))
    engine.dispose()


def test_a_database_that_is_up_to_date_is_only_looked_at(engine: Engine) -> None:
    """Every start once waited for the lock, behind whoever was writing."""
    with engine.begin() as writer:
        if engine.dialect.name == "postgresql":
            writer.exec_driver_sql("SELECT pg_advisory_xact_lock(1667789673)")
        migrate(engine)


def test_a_database_of_a_newer_program_is_refused_not_broken(engine: Engine) -> None:
    with engine.begin() as connection:
        known = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(BotError) as fault:
            migrate(engine)
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{known}'")
    assert str(fault.value) == (
        "数据库已经由更新版本的程序升级过（9999），这个版本不认识。改法：把这台机器上的程序也升级，再启动。"
    )
