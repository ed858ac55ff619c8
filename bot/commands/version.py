"""Which version this is: that of the project file, with the commit where there is git."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

_SECONDS = 5


def version_of(root: Path) -> str:
    """`1.2.3（提交 0123abc）`; the commit is left out where git cannot tell it."""
    try:
        version = str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        version = "（没有版本号）"
    commit = _commit(root)
    return f"{version}（提交 {commit}）" if commit else version


def _commit(root: Path) -> str:
    command = ["git", "-C", str(root), "describe", "--always", "--dirty=，有改动"]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603 - a fixed program
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout.strip() if ended.returncode == 0 else ""
