"""Where the one model that is served lies."""

from __future__ import annotations

from pathlib import Path

MODEL_FILE = Path("models/current.tar.gz")
"""Relative to the project."""
