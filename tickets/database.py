"""The one database of all processes: SQLite by default, PostgreSQL by its address.

Writers on SQLite start with BEGIN IMMEDIATE, so a second writer waits its turn instead of failing
half way (https://www.sqlite.org/lang_transaction.html). `synchronous=FULL` makes each commit
survive a power cut, which is what «accepted means kept» asks for.
"""

from __future__ import annotations

import fcntl
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import DateTime, create_engine, event
from sqlalchemy.engine import URL, Connection, Dialect, Engine, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

from common.errors import BotError

BUSY_TIMEOUT_S = 15.0
"""How long a SQLite writer waits for the one before it."""

CONNECT_TIMEOUT_S = 8
"""How long PostgreSQL may take to let us in: a host that drops packets answers nothing at all.

libpq waits for ever otherwise (https://www.postgresql.org/docs/current/libpq-connect.html). `connect_timeout` in the
address says otherwise.
"""

_TRUNCATE_WAIT_MS = 2000
"""Writers wait as long as the truncating does."""
_READING = "reading"
_ATTEMPTS = 4
_COLLISIONS = ("40001", "40P01")
"""serialization_failure and deadlock_detected (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""
_COLLISION_PAUSE_S = 0.02
T = TypeVar("T")


class UtcDateTime(TypeDecorator):  # type: ignore[misc]
    """A moment, always with its zone in Python and always UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC; a naive one is a mistake and refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (named by SQLAlchemy)
        """Give the moment back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def open_database(url: str, root: Path) -> Engine:
    """Open the database of a project; a relative SQLite path counts from the project root.

    Raises:
        BotError: the address cannot be used; the text says how to write it.
    """
    address = _read_address(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(root / address.database)
    engine = create_engine(
        address.update_query_dict({"connect_timeout": str(CONNECT_TIMEOUT_S), **address.query}),
        future=True,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=16,
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", _drop_details)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads: on SQLite it does not queue up behind writers."""
    with engine.connect().execution_options(**{_READING: True}) as connection:
        yield connection


def look(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run `work`, which only reads, on one connection; again when the connection broke: a database that restarts."""
    for _ in range(1, _ATTEMPTS):
        try:
            with reading(engine) as connection:
                return work(connection)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
    with reading(engine) as connection:
        return work(connection)


def transact(engine: Engine, work: Callable[[Connection], T]) -> T:
    """Run `work` in one write transaction; again when the connection broke or two writers collided.

    Writers collide on a unique key, or on PostgreSQL in a deadlock or a serialisation failure.

    After a lost connection nobody knows whether the commit arrived, so `work` must find its own
    earlier result by a unique key instead of doing it twice.
    """
    for attempt in range(1, _ATTEMPTS):
        try:
            with engine.begin() as connection:
                return work(connection)
        except IntegrityError:
            continue
        except DBAPIError as error:
            if getattr(error.orig, "pgcode", None) in _COLLISIONS:
                # Two that collided must not meet again at the same moment.
                time.sleep(random.uniform(0.5, 1.5) * _COLLISION_PAUSE_S * attempt)  # noqa: S311
            elif not error.connection_invalidated:
                raise
    with engine.begin() as connection:
        return work(connection)


def truncate_log(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log, which still holds what was deleted; False while another process reads.

    Nothing to do on a server: its own log and dead rows are its operator's (docs/operations.md).
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        connection.execute(f"PRAGMA busy_timeout = {_TRUNCATE_WAIT_MS}").close()
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}").close()
        connection.close()


def _read_address(url: str) -> URL:
    hint = "改法：写 sqlite:///var/bot.db 或 postgresql://用户:密码@主机/库名"
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise BotError(f"settings.yml: storage.database_url 不是数据库地址。{hint}") from error
    if address.drivername == "postgres":
        address = address.set(drivername="postgresql")
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise BotError(f"settings.yml: storage.database_url 不支持 {address.drivername}。{hint}")
    if not address.database or address.database == ":memory:":
        raise BotError(f"settings.yml: storage.database_url 要指向一个文件或库，几个进程要共用它。{hint}")
    return address


def _open_sqlite(path: Path) -> Engine:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Readable by its owner only, however the process was started; SQLite gives its helper files the same mode.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with suppress(PermissionError):  # somebody else's file
        os.fchmod(descriptor, 0o600)
    os.close(descriptor)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        future=True,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=16,
        connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, path))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(path: Path, connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        # SQLite refuses the second of two switches at once without waiting: processes that start together take turns.
        with os.fdopen(os.open(path.with_name(f"{path.name}-lock"), os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            connection.execute("PRAGMA journal_mode = WAL").close()
    # What is deleted is overwritten, not only unlinked: https://www.sqlite.org/pragma.html#pragma_secure_delete
    for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _drop_details(context: ExceptionContext) -> None:
    """Keep the first line of a server's refusal: the next ones («Failing row contains …») hold the row."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0],)


def _begin_sqlite(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
