"""All tests that talk to the running system are one piece of work; every other file is one of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared_out import SYSTEM, belongs_to

TESTS = Path(__file__).parent


@pytest.mark.parametrize(
    "file",
    ["conversations/moods.yml", "test_guide_walks.py", "test_random_talk.py", "test_pictures_in_the_system.py"],
)
def test_what_goes_to_one_worker(file: str) -> None:
    assert belongs_to(TESTS / file) == SYSTEM


@pytest.mark.parametrize("file", ["bot/test_doors.py", "test_conversation_runner.py", "bot/test_chat.py"])
def test_all_else_is_shared_out_by_files(file: str) -> None:
    assert belongs_to(TESTS / file) == str(TESTS / file)
