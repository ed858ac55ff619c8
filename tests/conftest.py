"""What the whole suite shares."""

from __future__ import annotations

import hypothesis
from hypothesis import HealthCheck

pytest_plugins = ["tests.conversation_plugin", "tests.network_guard"]

# How fast inputs are made depends on what else the machine does: no reason for a test to fail.
hypothesis.settings.register_profile("whole_suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("whole_suite")
