"""Rasa's stored conversations as the gateway sees them: where they are, and forgetting the old ones."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from sqlalchemy import column, create_engine, delete, func, select, table
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql import Delete

from bot.serving.secret_files import storage_directory
from common.settings import Settings

log = logging.getLogger(__name__)
_EVENTS = table("events", column("sender_id"), column("timestamp"))
_MEMORY = table("conversation_memory", column("sender_id"))
_BUSY_TIMEOUT_S = 15


def tracker_engine(root: Path, settings: Settings) -> Engine:
    """Where Rasa keeps conversations (bot/running/services.py tells it the same)."""
    if settings.storage.database_url.startswith("sqlite"):
        url = f"sqlite:///{storage_directory(root, settings) / 'tracker.db'}"
        return create_engine(url, future=True, poolclass=NullPool, connect_args={"timeout": _BUSY_TIMEOUT_S})
    return create_engine(settings.storage.database_url, future=True, poolclass=NullPool)


def forget_old_trackers(engine: Engine, before: datetime) -> int:
    """Delete every conversation that has been silent since then, whole; returns how many events went."""
    silent = select(_EVENTS.c.sender_id).group_by(_EVENTS.c.sender_id)
    silent = silent.having(func.max(_EVENTS.c.timestamp) < before.timestamp())
    gone = _delete(engine, delete(_EVENTS).where(_EVENTS.c.sender_id.in_(silent)))
    if gone:
        _delete(engine, delete(_MEMORY).where(_MEMORY.c.sender_id.not_in(select(_EVENTS.c.sender_id))))
    return gone


def _delete(engine: Engine, statement: Delete) -> int:
    try:
        with engine.begin() as connection:
            return int(connection.execute(statement).rowcount)
    except SQLAlchemyError as error:
        # Before the first conversation there is no table: Rasa makes it.
        log.info("trackers_absent error=%s", type(error).__name__)
        return 0
