"""Whether the database can be used, asked before anything is started that would only say so in its log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from common.settings import Settings
from tickets.database import open_database


def require_database(root: Path, settings: Settings, announce: Callable[[str], None]) -> None:
    """Connect once.

    Raises:
        SQLAlchemyError: it cannot be used; `bot.failing` says it in a sentence.
    """
    engine = open_database(settings.storage.database_url, root)
    if engine.dialect.name != "sqlite":
        announce("正在连数据库…")
    try:
        engine.connect().close()
    finally:
        engine.dispose()
