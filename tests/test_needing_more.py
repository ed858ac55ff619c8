"""What is run after the training is found without loading every file, and nothing that is marked is overlooked."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.needing_more import may_need_more, pytest_collection_modifyitems, pytest_ignore_collect

MARKED = "@pytest.mark.stack\ndef test_a(): ...\n"
BROUGHT = "def test_a(engine: Engine): ...\n"
PLAIN = "def test_a(): ...\n"


def item(file: Path, *marks: str) -> Any:
    return SimpleNamespace(path=file, nodeid="a", get_closest_marker=lambda name: name if name in marks else None)


def asked(is_asked: bool) -> Any:
    return SimpleNamespace(getoption=lambda name: is_asked)


@pytest.mark.parametrize(("text", "may"), [(MARKED, True), (BROUGHT, True), (PLAIN, False)])
def test_a_file_tells_that_it_may_need_more(tmp_path: Path, text: str, may: bool) -> None:
    file = tmp_path / "test_a.py"
    file.write_text(text, encoding="utf-8")
    assert may_need_more(file) is may
    assert pytest_ignore_collect(file, asked(True)) is (None if may else True)
    assert pytest_ignore_collect(file, asked(False)) is None


def test_folders_and_conversations_are_never_left_out(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "a.yml", tmp_path / "__init__.py"):
        assert pytest_ignore_collect(path, asked(True)) is None
    assert may_need_more(tmp_path / "a.yml")


def test_a_mark_that_the_file_does_not_tell_of_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "test_a.py"
    file.write_text(PLAIN, encoding="utf-8")
    pytest_collection_modifyitems([item(file)])
    with pytest.raises(pytest.UsageError, match="漏掉"):
        pytest_collection_modifyitems([item(file, "postgres")])


def test_a_mark_that_the_file_tells_of_is_not(tmp_path: Path) -> None:
    file = tmp_path / "test_b.py"
    file.write_text(BROUGHT, encoding="utf-8")
    pytest_collection_modifyitems([item(file, "postgres")])
