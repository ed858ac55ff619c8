"""Keeps one object that takes long to make in a file, under the name of all that it was made from.

The file is Python's own form, which can run code: it is read only where nobody else could have written it.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import pickle
import stat
from pathlib import Path
from typing import TypeVar

from common.whole_files import replace_files

log = logging.getLogger(__name__)
T = TypeVar("T")
_DIGEST_BYTES = 32


class KeptObject:
    """One file for one object; several processes may share it, for it is replaced in one step."""

    def __init__(self, path: Path) -> None:
        """Keep it there; where the folder is not there or cannot be written, nothing is kept."""
        self._path = path

    def read(self, name: str, kind: type[T]) -> T | None:
        """The object kept under that name; None when there is none, or what is there is damaged or not ours alone."""
        begin = _named(name)
        try:
            with self._path.open("rb") as file:
                if not _is_ours_alone(os.fstat(file.fileno())) or file.read(_DIGEST_BYTES) != begin:
                    return None
                digest, packed = file.read(_DIGEST_BYTES), file.read()
        except OSError:
            return None
        if hashlib.sha256(packed).digest() != digest:
            return None
        try:
            found = pickle.loads(packed)  # noqa: S301 - of our own writing, see above
        except Exception as fault:  # another version's, whatever its name says: it is made again
            log.warning("kept_object_unreadable file=%s error=%s", self._path.name, type(fault).__name__)
            return None
        return found if isinstance(found, kind) else None

    def write(self, name: str, made: object) -> None:
        """Keep an object from now on, in place of the last."""
        packed = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        with contextlib.suppress(OSError):
            replace_files({self._path: _named(name) + hashlib.sha256(packed).digest() + packed}, private=True)


def _named(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def _is_ours_alone(file: os.stat_result) -> bool:
    return file.st_uid == os.geteuid() and not file.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
