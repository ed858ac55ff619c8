"""A migrated SQLite database without a row, copied: to migrate one takes hundreds of times as long.

That a start migrates, from nothing and from every older schema, is for tests/tickets/test_migrations.py and
tests/bot/test_upgrade.py.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy.engine import Engine, make_url

from tickets.database import open_database
from tickets.migrations import migrate


def ready_database(url: str, root: Path) -> Engine:
    """Open the database of a project in the newest schema; one that is there already keeps its rows."""
    put_database(url, root)
    engine = open_database(url, root)
    migrate(engine)
    return engine


def put_database(url: str, root: Path) -> None:
    """Put a database where `open_database` would make an empty one; only SQLite's, and never over another."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return
    path = root / str(address.database)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory(prefix="bot-template-") as folder:
        engine = open_database("sqlite:///bot.db", Path(folder))
        migrate(engine)
        engine.dispose()  # the last connection folds the write-ahead log into the file
        return (Path(folder) / "bot.db").read_bytes()
