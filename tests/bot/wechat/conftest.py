"""What the tests of the channel share: a running gateway with its WeChat platform and Rasa played by fakes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from faq.engine.library import Library
from tests.bot.wechat.stage import Stage, running_stage
from tests.fakes.rasa_server import FakeRasa


@pytest.fixture
async def stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    async with running_stage(tmp_path, small_library, rasa) as running:
        yield running
        assert running.platform.fault_notices == []


@pytest.fixture
async def hasty_stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    """Passive replies are given up after a fifth of a second."""
    async with running_stage(tmp_path, small_library, rasa, passive_s=0.2) as running:
        yield running
        assert running.platform.fault_notices == []
