"""Shares the test files out among the workers: all that talk to the running system go to one, which starts it once.

A start takes a minute of processor time and more than a gigabyte. Loaded by `pytest_plugins` in tests/conftest.py.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

from tests.conversation_plugin import FOLDER

SYSTEM = "the running system"
_ASKS = "conversation_stack: ConversationStack"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """Take the place of `--dist loadfile`."""
    return SharedOut(config, log) if config.getvalue("dist") == "loadfile" else None


class SharedOut(LoadFileScheduling):
    """What belongs together is a file, or all files that talk to the system."""

    def _split_scope(self, nodeid: str) -> str:
        return belongs_to(self.config.rootpath / super()._split_scope(nodeid))


@cache
def belongs_to(file: Path) -> str:
    """The piece of work that a file of tests is part of: conversations, and what asks for the system, are one."""
    talks = file.parent.name == FOLDER or _ASKS in file.read_text(encoding="utf-8")
    return SYSTEM if talks else str(file)
