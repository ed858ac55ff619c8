"""What the whole suite shares."""

from __future__ import annotations

import os

import hypothesis
from hypothesis import HealthCheck

from common.settings_file import SITE_FILE_VARIABLE

pytest_plugins = ["tests.conversation_plugin", "tests.network_guard"]

# What a site says in its own settings is no business of the tests.
os.environ[SITE_FILE_VARIABLE] = ""
for name in [name for name in os.environ if name.startswith("BOT_") and name != SITE_FILE_VARIABLE]:
    del os.environ[name]

# How fast inputs are made depends on what else the machine does: no reason for a test to fail.
hypothesis.settings.register_profile("whole_suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("whole_suite")
