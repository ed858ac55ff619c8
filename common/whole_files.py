"""Writes files whole or not at all: a full disk or a stop half way leaves what was there, and nothing beside it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path


def replace_files(files: Mapping[Path, bytes], *, private: bool = False) -> None:
    """Write every file, or none where there is no room or no right; each keeps the rights it had.

    Those that are `private` nobody but the owner can read or write, from their first byte on.

    Raises:
        OSError: one cannot be written; its `filename` is that file, not what stood beside it.
    """
    drafts: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            target = path.resolve()  # a link stays a link
            drafts[target] = target.with_name(f".{target.name}.{os.getpid()}.new")
            with _blaming(path):
                _write(drafts[target], target, data, private=private)
        for target, draft in drafts.items():
            with _blaming(target):
                draft.replace(target)
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def _write(draft: Path, target: Path, data: bytes, *, private: bool) -> None:
    if private:
        draft.unlink(missing_ok=True)  # what a killed process left behind has the rights it was given
        draft.touch(0o600)
    with draft.open("wb") as file:
        file.write(data)
    if not private and target.exists():
        shutil.copymode(target, draft)


@contextlib.contextmanager
def _blaming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        fault.filename, fault.filename2 = str(path), None
        raise


def check_writable(folder: Path) -> None:
    """Find out before a long work whether its end can be written there.

    Raises:
        OSError: it cannot; `filename` is the folder.
    """
    there = next(place for place in (folder, *folder.resolve().parents) if place.exists())
    probe = there / f".{os.getpid()}.probe"
    try:
        with _blaming(folder):
            probe.touch()
    finally:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
