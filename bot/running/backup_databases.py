"""Copies of the databases that are whole at one moment, taken while everything runs, and put back.

SQLite: its online backup (https://www.sqlite.org/backup.html). PostgreSQL: `pg_dump` in a snapshot that the counts are
taken in, too (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION), and
`pg_restore` into a fresh schema, so that nothing of what was there is mixed with what comes.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, inspect, select, table
from sqlalchemy.engine import Connection, Engine, make_url

from common.errors import BotError
from tickets.database import reading
from tickets.migrations import current_revision
from tickets.schema import metadata

_WAIT_S = 60
_SERVERS = Path("/usr/lib/postgresql")


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that others are writing to, as one whole file, and look it over.

    Raises:
        BotError: the copy is not sound.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source, timeout=_WAIT_S)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise BotError(f"{source.name} 的副本没有通过检查（{verdict}），没有备份。改法：先查磁盘和数据库文件。")


def sqlite_facts(path: Path) -> tuple[str, dict[str, int]]:
    """The revision of a copy's schema, and how many rows each of our tables has."""
    with closing(sqlite3.connect(path)) as copy:
        names = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "alembic_version" not in names:
            return "", {}
        revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        ours = sorted(names & set(metadata.tables))
        rows = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ours}  # noqa: S608
    return (revision[0] if revision else ""), rows


def dump_postgres(engine: Engine, target: Path) -> tuple[str, dict[str, int]]:
    """Dump a database as it is at one moment; its revision, and how many rows each of our tables has.

    Raises:
        BotError: `pg_dump` is missing or fails.
    """
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        facts = database_facts(connection)
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        _run(engine, "pg_dump", [*options, f"--schema={schema}"])
    target.chmod(0o600)
    return facts


def restore_postgres(engine: Engine, dump: Path, aside: str) -> None:
    """Put a dump in place of what is there, which is kept in a schema named `aside`.

    Raises:
        BotError: it failed; what was there is as it was.
    """
    with engine.begin() as connection:
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        connection.exec_driver_sql(f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"')
        connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
    try:
        # The schema itself is in the dump when it is not the usual one: ours is there already.
        only = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--schema={schema}"]
        _run(engine, "pg_restore", only, after=[str(dump)])
    except BaseException:
        with engine.begin() as connection:
            connection.exec_driver_sql(f'DROP SCHEMA "{schema}" CASCADE')
            connection.exec_driver_sql(f'ALTER SCHEMA "{aside}" RENAME TO "{schema}"')
        raise


def check_dump(dump: Path) -> None:
    """Whether `pg_restore` can read a dump.

    Raises:
        BotError: it cannot.
    """
    _call([str(_program("pg_restore")), "--list", str(dump)], {})


def facts_of(engine: Engine) -> tuple[str, dict[str, int]]:
    """The revision of a database, and how many rows each of our tables has."""
    with reading(engine) as connection:
        return database_facts(connection)


def database_facts(connection: Connection) -> tuple[str, dict[str, int]]:
    """The same within a transaction."""
    names = sorted(set(inspect(connection).get_table_names()) & set(metadata.tables))
    revision = current_revision(connection)
    counts = {name: select(func.count()).select_from(table(name)) for name in names}
    return revision, {name: connection.execute(count).scalar_one() for name, count in counts.items()}


def _run(engine: Engine, name: str, options: Iterable[str], after: Iterable[str] = ()) -> None:
    """Run one of PostgreSQL's programs on a database; the password stands in its environment, never on its line."""
    url = engine.url.set(drivername="postgresql")
    password = url.password
    address = make_url(url).set(password=None).render_as_string()
    environment = {"PGPASSWORD": str(password)} if password else {}
    _call([str(_program(name)), f"--dbname={address}", *options, *after], environment)


def _call(command: list[str], environment: dict[str, str]) -> None:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PGPASSFILE")}
    done = subprocess.run(command, env=kept | environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["没有说原因"])[-1]
        raise BotError(f"{Path(command[0]).name} 没有成功：{last}")


def _program(name: str) -> Path:
    """One of PostgreSQL's programs: the newest of Debian's, else the one on PATH.

    Raises:
        BotError: there is none.
    """
    newest = sorted(_SERVERS.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]), reverse=True)
    found = newest[0] if newest else shutil.which(name)
    if not found:
        raise BotError(f"找不到 {name}。改法：apt-get install postgresql-client，版本不低于数据库服务器的。")
    return Path(found)
