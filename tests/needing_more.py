"""What follows the training loads only the test files that may need it: to import all takes a minute of each worker.

A file that may need more than Python says so: by a mark, or by a fixture that brings one. That none is overlooked is
looked at whenever all files are loaded, as the unit tests do. Loaded by `pytest_plugins` in tests/conftest.py.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

MARKS = ("stack", "postgres", "redis", "browser", "slow", "alone")
_OPTION = "--needing-more"
_SAYS = re.compile(
    rf"\bmark\.(?:{'|'.join(MARKS)})\b|\bIN_BROWSER\b|\b(?:conversation_stack|engine|database_url|postgres_url)\b"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option."""
    parser.addoption(_OPTION, action="store_true", help="load only the files with tests that may need more than Python")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the others, when that is asked for."""
    is_asked = collection_path.match("test_*.py") and config.getoption(_OPTION)
    return True if is_asked and not may_need_more(collection_path) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that would be left out although it needs more."""
    for item in items:
        if any(item.get_closest_marker(name) for name in MARKS) and not may_need_more(item.path):
            raise pytest.UsageError(
                f"{item.nodeid}: 它的标记从文件里看不出来（tests/needing_more.py），make test 会漏掉它"
            )


@cache
def may_need_more(file: Path) -> bool:
    """Whether a file of tests says anything that brings a mark; conversations always do."""
    return file.suffix != ".py" or bool(_SAYS.search(file.read_text(encoding="utf-8")))
