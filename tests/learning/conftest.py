"""A database of the learning loop and a small knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from tests.learning.project import write_project
from tickets.database import open_database
from tickets.migrations import migrate


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database("sqlite:///learning.db", tmp_path)
    migrate(engine)
    yield engine
    engine.dispose()
