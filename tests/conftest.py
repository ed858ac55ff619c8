"""What the whole suite shares."""

from __future__ import annotations

import gc
import os

import hypothesis
import pytest
from aiohttp import web_app
from hypothesis import HealthCheck

from common.settings_file import SITE_FILE_VARIABLE

pytest_plugins = ["tests.conversation_plugin", "tests.needing_more", "tests.network_guard", "tests.shared_out"]

# What a site says in its own settings is no business of the tests.
os.environ[SITE_FILE_VARIABLE] = ""
for name in [name for name in os.environ if name.startswith("BOT_") and name != SITE_FILE_VARIABLE]:
    del os.environ[name]

# Matrices here are small: threads would only fight each other, as in the running system.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How fast inputs are made depends on what else the machine does: no reason for a test to fail.
hypothesis.settings.register_profile("whole_suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("whole_suite")


_LONG = ("slow", "stack", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: whoever comes to one last would hold up the end of the run."""
    items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in _LONG])


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: no search for garbage has to go through it again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logfinish() -> None:
    """Let go of what a test served: aiohttp remembers the last thousand handlers, each with its whole application."""
    web_app._cached_build_middleware.cache_clear()
