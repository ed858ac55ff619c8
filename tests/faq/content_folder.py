"""A small knowledge base that a test may copy and spoil."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from common.clock import FakeClock
from faq.checks.content import Findings, examine_content

KNOWLEDGE = Path(__file__).parent / "knowledge"
DAY = FakeClock(datetime(2026, 11, 22, 2, tzinfo=UTC))


def copy_knowledge(folder: Path) -> Path:
    """A project root whose `faq/` holds three entries and four contacts without a fault."""
    shutil.copytree(KNOWLEDGE / "faq", folder / "faq", dirs_exist_ok=True)
    return folder


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file, which must have it."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r}"
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def examine(root: Path) -> Findings:
    """What the check says of a project on the day of the tests."""
    return examine_content(root, DAY)


def faults(root: Path) -> list[str]:
    """The printed faults of a project on the day of the tests."""
    return [str(problem) for problem in examine(root).faults]
