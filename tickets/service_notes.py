"""When something that operators ask for was last done, and how it went."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine

from tickets.database import reading, transact
from tickets.schema_operate import service_note

BACKUP = "backup"
CALIBRATION = "calibration"
"""Why an edit that went live at the desk wants a calibration (`reason`), and the `figures` it was judged by."""


@dataclass(frozen=True)
class ServiceNote:
    """What was done last under a name."""

    at: datetime
    detail: dict[str, Any]


def write_note(engine: Engine, name: str, at: datetime, **detail: Any) -> None:
    """Note it in place of what was noted under that name before."""
    transact(engine, lambda connection: put_note(connection, name, at, **detail))


def put_note(connection: Connection, name: str, at: datetime, **detail: Any) -> None:
    """The same inside a transaction."""
    told, row = {"at": at, "detail": json.dumps(detail, ensure_ascii=False)}, service_note.c
    if not connection.execute(update(service_note).where(row.name == name).values(**told)).rowcount:
        connection.execute(insert(service_note).values(name=name, **told))


def read_note(engine: Engine, name: str) -> ServiceNote | None:
    """The last note of a name; None when there is none."""
    with reading(engine) as connection:
        return noted(connection, name)


def noted(connection: Connection, name: str) -> ServiceNote | None:
    """The same inside a transaction."""
    row = connection.execute(select(service_note).where(service_note.c.name == name)).one_or_none()
    return ServiceNote(row.at, json.loads(row.detail)) if row else None
