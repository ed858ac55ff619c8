"""Whether the machine still lets us write: a full disk is found out before a person's message is lost to it."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.engine import Engine

from common.machine_faults import reason_of

PROBE_BYTES = 256 * 1024
"""What a turn with its row, its index and the log of the database may need."""


def writing_trouble(folders: Iterable[Path]) -> str:
    """What keeps us from writing into some folder, empty when nothing does; writes a file and removes it."""
    for folder in folders:
        probe = folder / f".probe-{os.getpid()}-{secrets.token_hex(4)}"
        try:
            with probe.open("xb", buffering=0) as file:
                written = file.write(b"\0" * PROBE_BYTES)
            if written < PROBE_BYTES:
                return "磁盘满了，写不进去"
        except OSError as fault:
            return f"写不进去：{reason_of(fault)[0]}"
        finally:
            with contextlib.suppress(OSError):
                probe.unlink(missing_ok=True)
    return ""


def written_folders(directory: Path, engine: Engine) -> tuple[Path, ...]:
    """Where this process writes: its run-time files, and the database if that is a file."""
    database = engine.url.database if engine.dialect.name == "sqlite" else None
    return tuple(dict.fromkeys((directory, *([Path(database).parent] if database else []))))
