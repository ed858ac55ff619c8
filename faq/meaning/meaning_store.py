"""Keeps the vectors of the knowledge base between starts: computing them anew takes most of a minute.

Only texts of the knowledge base and labelled questions are kept, never what people ask.
"""

from __future__ import annotations

import json
import logging
import os
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

_LENGTHS_AT, _HEADER = 26, 30
"""Where the header of a part of an archive tells how long its name and its extra field are, and how long it is."""


class MeaningStore:
    """One file for one model in the folder for what is made at run time; several processes may share it."""

    def __init__(self, folder: Path, fingerprint: str, name: str = "meaning") -> None:
        """Of texts of one kind (`name`): those of the knowledge base, or the labelled questions."""
        self._pattern = f"{name}-*.npz"
        self._path = folder / f"{name}-{fingerprint}.npz"

    def is_there(self) -> bool:
        """Whether there is a whole file to read; without reading all of it."""
        return zipfile.is_zipfile(self._path)

    def read(self) -> dict[str, NDArray[np.float32]]:
        """The vectors by text; {} when there are none, or none that can be read."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
                texts = json.loads(parts["texts"].tobytes())
            return dict(zip(texts, _mapped(self._path, "vectors.npy"), strict=True))
        except FileNotFoundError:
            return {}
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as fault:
            log.warning("meaning_store_unreadable error=%s", type(fault).__name__)
            return {}

    def write(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Replace the file in one step, and drop those of other models; without a place to write, go on."""
        beside = self._path.with_suffix(f".{os.getpid()}.new")
        texts = np.frombuffer(json.dumps(list(vectors), ensure_ascii=False).encode(), np.uint8)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                np.savez(file, texts=texts, vectors=np.array(list(vectors.values()), np.float32))
            beside.replace(self._path)
            for other in self._path.parent.glob(self._pattern):
                if other != self._path:
                    other.unlink(missing_ok=True)
        except OSError as fault:
            log.warning("meaning_store_unwritable error=%s", type(fault).__name__)


def _mapped(path: Path, part: str) -> NDArray[np.float32]:
    """An array of an uncompressed archive where it lies in the file: processes share its pages, and may drop them.

    Once the file is replaced, who has it open keeps what it was.
    """
    with zipfile.ZipFile(path) as parts, parts.open(part) as member, path.open("rb") as file:
        at = parts.getinfo(part)
        if at.compress_type != zipfile.ZIP_STORED:
            raise ValueError(part)
        head: Any = np.lib.format  # has no types
        head.read_magic(member)
        shape, _, kind = head.read_array_header_1_0(member)
        file.seek(at.header_offset + _LENGTHS_AT)
        lengths = struct.unpack("<HH", file.read(4))
        start = at.header_offset + _HEADER + sum(lengths) + member.tell()
    return np.asarray(np.memmap(path, kind, "r", start, shape))
