"""A database of the learning loop and a small knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from tests.learning.project import write_project
from tests.ready_database import ready_database


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = ready_database("sqlite:///learning.db", tmp_path)
    yield engine
    engine.dispose()
