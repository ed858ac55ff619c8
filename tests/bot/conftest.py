"""The small knowledge base, read once, and a gateway that answers from it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from common.clock import FakeClock
from faq.engine.library import Library
from tests.bot.attacked import Attacked, running_attacked
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa
from tests.small_project import write_small_project


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The small knowledge base."""
    return Library.open(write_small_project(tmp_path_factory.mktemp("project")), FakeClock())


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    """A Rasa that echoes."""
    async with FakeRasa() as server:
        yield server


@pytest.fixture
async def gateway(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Gateway]:
    """A gateway with that Rasa behind it."""
    async with running_gateway(tmp_path, small_library, rasa) as running:
        yield running


@pytest.fixture
async def hasty_gateway(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Gateway]:
    """A gateway that waits for Rasa only one second."""
    async with running_gateway(tmp_path, small_library, rasa, settings_for(rasa, deadline_s=1.0)) as running:
        yield running


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """A gateway process for the attacks; what all of them came to is printed when they are over."""
    yield from running_attacked(tmp_path_factory.mktemp("attacked"))
