"""Where the encrypted bytes of pictures lie, by the SHA-256 of what is inside: a folder, or the database.

`tickets.picture_bucket` is a third place. None of them knows persons or keys; a lock of its own keeps «bytes and row»
together, so that nobody removes bytes another process has just found to be there.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock
from tickets import schema
from tickets.database import reading, transact

_LOCK = 0x7069_6374  # «pict»: the number PostgreSQL's advisory lock goes by


class PictureFiles(Protocol):
    """Sealed bytes by name; every call may be made from any thread of any process."""

    def has(self, sha256: str) -> bool:
        """Whether there are bytes of this name."""

    def put(self, sha256: str, sealed: bytes, *, replace: bool = False) -> None:
        """Keep bytes; readers see all of them or none. What is there stays unless it is to be replaced."""

    def get(self, sha256: str) -> bytes:
        """The bytes.

        Raises:
            FileNotFoundError: there are none of this name.
        """

    def remove(self, sha256: str) -> None:
        """Remove bytes; none of this name is no fault."""

    def names(self) -> list[str]:
        """The names of all there are."""


class FolderFiles:
    """Files below one folder of one machine."""

    def __init__(self, folder: Path) -> None:
        """The folder is made on first use, closed to others."""
        self._folder = folder

    def has(self, sha256: str) -> bool:
        """Whether there is a file of this name."""
        return self._path(sha256).exists()

    def put(self, sha256: str, sealed: bytes, *, replace: bool = False) -> None:
        """Put a file in place in one step, also should the power fail."""
        path = self._path(sha256)
        if path.exists() and not replace:
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def get(self, sha256: str) -> bytes:
        """The bytes of a file."""
        return self._path(sha256).read_bytes()

    def remove(self, sha256: str) -> None:
        """Remove a file."""
        self._path(sha256).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """The names of all files."""
        return sorted(path.name for path in self._folder.glob("??/" + "?" * 64))

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


class DatabaseFiles:
    """Rows of the shared database, for several machines without a store of their own."""

    def __init__(self, engine: Engine, clock: Clock = SYSTEM_CLOCK) -> None:
        """Use a migrated database."""
        self._engine = engine
        self._clock = clock

    def has(self, sha256: str) -> bool:
        """Whether there is a row of this name."""
        with reading(self._engine) as connection:
            return self._row_exists(connection, sha256)

    def put(self, sha256: str, sealed: bytes, *, replace: bool = False) -> None:
        """Write the row."""
        now: datetime = self._clock.now()

        def write(connection: Connection) -> None:
            if not self._row_exists(connection, sha256):
                values = {"sha256": sha256, "sealed": sealed, "created_at": now}
                connection.execute(insert(schema.picture).values(values))
            elif replace:
                connection.execute(update(schema.picture).where(self._is(sha256)).values(sealed=sealed))

        transact(self._engine, write)

    def get(self, sha256: str) -> bytes:
        """The bytes of a row."""
        with reading(self._engine) as connection:
            sealed = connection.execute(select(schema.picture.c.sealed).where(self._is(sha256))).scalar_one_or_none()
        if sealed is None:
            raise FileNotFoundError(sha256)
        return bytes(sealed)

    def remove(self, sha256: str) -> None:
        """Delete the row."""
        transact(self._engine, lambda connection: connection.execute(delete(schema.picture).where(self._is(sha256))))

    def names(self) -> list[str]:
        """The names of all rows."""
        with reading(self._engine) as connection:
            return list(connection.execute(select(schema.picture.c.sha256).order_by(schema.picture.c.sha256)).scalars())

    @staticmethod
    def _is(sha256: str) -> object:
        return schema.picture.c.sha256 == sha256

    def _row_exists(self, connection: Connection, sha256: str) -> bool:
        return connection.execute(select(schema.picture.c.sha256).where(self._is(sha256))).first() is not None


class PictureLock:
    """Lets pictures be taken side by side, and removed or sealed anew only while none is being taken."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        """On PostgreSQL the lock is the database's, for all machines; else a file's, for all processes of this one."""
        self._engine = engine
        self._folder = folder

    @contextmanager
    def taking(self) -> Iterator[None]:
        """While a picture and its row are written."""
        with self._held("pg_advisory_lock_shared", "pg_advisory_unlock_shared", fcntl.LOCK_SH):
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While pictures are removed or replaced."""
        with self._held("pg_advisory_lock", "pg_advisory_unlock", fcntl.LOCK_EX):
            yield

    @contextmanager
    def _held(self, lock: str, unlock: str, mode: int) -> Iterator[None]:
        if self._engine.dialect.name == "postgresql":
            # The session's, not a transaction's: a connection that is idle in a transaction keeps old rows from
            # being cleared away. A process that dies gives it back with its connection.
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"SELECT {lock}({_LOCK})")
                try:
                    yield
                finally:
                    connection.exec_driver_sql(f"SELECT {unlock}({_LOCK})")
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / ".lock").open("a") as file:
            fcntl.flock(file, mode)  # let go when the file is closed, also by a crash
            yield
