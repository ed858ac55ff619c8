"""A knowledge base of three entries to edit."""

from __future__ import annotations

import pytest

from tests.faq.content_folder import copy_knowledge


@pytest.fixture
def root(tmp_path):
    (tmp_path / "project").mkdir()
    return copy_knowledge(tmp_path / "project")
