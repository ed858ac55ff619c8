"""The small content for action tests."""

from __future__ import annotations

from datetime import date

import pytest

from faq.loader import Content, load_content
from tests.small_project import write_small_project


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The small knowledge base as of the day the tests play."""
    return load_content(write_small_project(tmp_path_factory.mktemp("actions"))).valid_on(date(2026, 11, 22))
