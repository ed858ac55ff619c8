"""The small content for action tests, and a desk at their own time."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from actions import knowledge
from actions.storage import DeskAccess
from common.clock import FakeClock
from faq.content.loader import Content, load_content
from tests.actions.ticket_stage import make_access
from tests.fakes.library import FakeLibrary
from tests.real_content import real_content, real_guidance
from tests.small_project import write_small_project


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The small knowledge base as of the day the tests play."""
    return load_content(write_small_project(tmp_path_factory.mktemp("actions"))).valid_on(date(2026, 11, 22))


@cache
def _real_library() -> FakeLibrary:
    return FakeLibrary(real_content(), guidance=real_guidance())


@pytest.fixture(autouse=True)
def process_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """An action that is given no library takes the process's own: to learn from the real one takes ten seconds."""
    monkeypatch.setattr(knowledge, "_open_shared_library", _real_library)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def access(tmp_path: Path, clock: FakeClock) -> DeskAccess:
    return make_access(tmp_path, clock)
