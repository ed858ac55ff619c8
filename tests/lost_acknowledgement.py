"""A database whose connection breaks at a chosen moment: before a query, or on the way back from a commit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError


def lose_next_acknowledgement(engine: Engine) -> None:
    """Commit the next transaction and tell whoever wrote it that the connection broke."""

    def lose(connection: Any) -> None:
        event.remove(engine, "commit", lose)
        raw = connection.connection.dbapi_connection
        raw.execute("COMMIT") if engine.dialect.name == "sqlite" else raw.commit()
        raise OperationalError("COMMIT", {}, Exception("connection lost"), connection_invalidated=True)

    event.listen(engine, "commit", lose)


def cut_next_query(engine: Engine) -> None:
    """Break the connection before the next query is answered."""

    def cut(*_: Any) -> None:
        event.remove(engine, "before_cursor_execute", cut)
        raise OperationalError("SELECT", {}, Exception("connection lost"), connection_invalidated=True)

    event.listen(engine, "before_cursor_execute", cut)
