"""Where the one model that is served lies, and when it was made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

MODEL_FILE = Path("models/current.tar.gz")
"""Relative to the project."""


def made_at(path: Path) -> str:
    """When a file was last written, in the form of JSON; empty when it is not there."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    except OSError:
        return ""
