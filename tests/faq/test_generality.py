"""A bare word begins with what the other entries on it point to, not with what all the others warn of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faq.content.entry import Entry
from faq.engine.library import Library
from faq.ranking.generality import Generality
from tests.small_project import write_small_project


@pytest.fixture
def entries(tmp_path: Path) -> dict[str, Entry]:
    """Those of the small project: two on 忘记, one of them on 密码 and one on 用户名; none is popular."""
    content = Library.open(write_small_project(tmp_path)).content
    return {entry.id: replace(entry, hot=False, related=()) for entry in content.entries}


def general(entries: dict[str, Entry], word: str) -> list[tuple[str, float]]:
    found = Generality(list(entries.values()))
    rated = [(name, found.of(name, word)) for name in entries]
    return sorted(((name, much) for name, much in rated if much is not None), key=lambda item: -item[1])


def test_only_titles_that_hold_the_word_are_rated(entries: dict[str, Entry]) -> None:
    assert general(entries, "密码") == [("reset_password", 0.0)]


def test_who_is_on_the_word_counts_and_nobody_else(entries: dict[str, Entry]) -> None:
    entries["find_username"] = replace(entries["find_username"], related=("reset_password",))
    for name in ("phone_registered", "no_record"):
        entries[name] = replace(entries[name], related=("find_username",))
    (first, much), (second, none) = general(entries, "忘记")
    assert (first, second, none) == ("reset_password", "find_username", 0.0) and much > 0


def test_what_is_popular_is_general(entries: dict[str, Entry]) -> None:
    entries["find_username"] = replace(entries["find_username"], hot=True)
    assert general(entries, "忘记")[0][0] == "find_username"


def test_so_many_are_all(entries: dict[str, Entry]) -> None:
    for place in range(40):
        entries[f"more{place}"] = replace(
            entries["find_username"], id=f"more{place}", related=("reset_password",), title=f"密码{place}"
        )
    assert general(entries, "密码")[0] == ("reset_password", 1.0)
