"""Whether files have changed since somebody looked: each with its time and size."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

Stamp = tuple[tuple[str, int, int], ...]


def stamp_of(files: Iterable[Path]) -> Stamp:
    """What tells one state of these files from another; those that are not there are left out."""
    found = []
    for path in files:
        try:
            there = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        found.append((str(path), there.st_mtime_ns, there.st_size))
    return tuple(found)
