"""What runs: every process writes now and then that it lives and what it serves, where all processes can read it."""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock
from common.off_loop import in_own_thread
from tickets.database import reading, transact
from tickets.schema_operate import process_beat

BEAT_S = 15.0
LOOK_S = 2.0
"""So often a process looks whether it serves something new: whoever put it live waits for the word."""
FRESH = timedelta(seconds=60)
"""Who has not been heard of for longer has stopped or hangs."""
_FORGOTTEN = timedelta(days=1)

KIND_LABELS = {"gateway": "网关", "actions": "动作服务", "rasa": "Rasa"}


@dataclass(frozen=True)
class Beat:
    """A process as it last told of itself; `detail` holds its process id and what it serves."""

    name: str
    kind: str
    host: str
    started_at: datetime
    beat_at: datetime
    detail: dict[str, Any]

    def is_fresh(self, now: datetime) -> bool:
        """Whether it was heard of a moment ago."""
        return now - self.beat_at <= FRESH

    def is_gone(self) -> bool:
        """Whether it surely runs no longer: a process of this machine that is not there."""
        pid = self.detail.get("pid")
        if self.host != socket.gethostname() or not isinstance(pid, int):
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:  # somebody else's, so it is there
            return False
        return False


class Beats:
    """One process's own line."""

    def __init__(self, engine: Engine, kind: str, clock: Clock = SYSTEM_CLOCK) -> None:
        """Tell of this process in a migrated database."""
        self._engine = engine
        self._kind = kind
        self._clock = clock
        self._host = socket.gethostname()
        self._started_at = clock.now()
        self._told: tuple[str, float] | None = None
        self.name = f"{kind}-{self._host}-{os.getpid()}-{secrets.token_hex(4)}"

    def is_due(self, content: str) -> bool:
        """Whether to beat: so much time has passed, or another content is served than was told."""
        return self._told is None or self._told[0] != content or self._clock.monotonic_s() - self._told[1] >= BEAT_S

    def beat(self, detail: dict[str, Any]) -> None:
        """Say that this process lives, and what it serves; lines of processes long gone are dropped."""
        now = self._clock.now()
        told = {"beat_at": now, "detail": json.dumps({"pid": os.getpid(), **detail}, ensure_ascii=False)}
        row = process_beat.c

        def write(connection: Connection) -> None:
            if not connection.execute(update(process_beat).where(row.name == self.name).values(**told)).rowcount:
                about = {"name": self.name, "kind": self._kind, "host": self._host, "started_at": self._started_at}
                connection.execute(insert(process_beat).values(**about, **told))
                connection.execute(delete(process_beat).where(row.beat_at < now - _FORGOTTEN))

        transact(self._engine, write)
        self._told = (str(detail.get("content", "")), self._clock.monotonic_s())

    def end(self) -> None:
        """This process stops in good order."""
        gone = delete(process_beat).where(process_beat.c.name == self.name)
        transact(self._engine, lambda connection: connection.execute(gone))

    async def beat_with(self, tell: Callable[[], dict[str, Any]]) -> None:
        """Beat if it is due, in a thread of its own: for processes whose event loop is not ours."""

        def work() -> None:
            detail = tell()
            if self.is_due(str(detail.get("content", ""))):
                self.beat(detail)

        await in_own_thread(work)


def made_at(path: Path) -> str:
    """When a file that a process works with was last written, in the form of JSON; empty when it is not there."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    except OSError:
        return ""


def list_beats(engine: Engine) -> list[Beat]:
    """Every process heard of within a day, by kind and start."""
    row = process_beat.c
    query = select(process_beat).order_by(row.kind, row.started_at, row.name)
    with reading(engine) as connection:
        return [
            Beat(item.name, item.kind, item.host, item.started_at, item.beat_at, json.loads(item.detail))
            for item in connection.execute(query)
        ]
