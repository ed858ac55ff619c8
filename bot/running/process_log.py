"""The lines of one child process: into its own file that cannot grow without end, and into the merged log."""

from __future__ import annotations

import contextlib
import re
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

FILE_BYTES = 10_000_000
OLD_FILES = 3
_TAIL_LINES = 15
_NAME_WIDTH = 7


class ProcessLog:
    """Writes `<directory>/<name>.log`, turns it over when it is full, and passes each line on with the name."""

    def __init__(
        self,
        name: str,
        directory: Path,
        merged: Callable[[str], None],
        *,
        noise: re.Pattern[str] | None = None,
        file_bytes: int = FILE_BYTES,
    ) -> None:
        self.path = directory / f"{name}.log"
        self.last_lines: deque[str] = deque(maxlen=_TAIL_LINES)
        self._prefix = f"[{name}]".ljust(_NAME_WIDTH + 2)
        self._merged = merged
        self._noise = noise
        self._file_bytes = file_bytes
        self._file: TextIO | None = None

    def __enter__(self) -> ProcessLog:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = self.path.open("a", encoding="utf-8", buffering=1)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def write(self, line: str) -> None:
        """Keep one line, and pass it on unless it is known noise."""
        if self._noise is None or not self._noise.match(line):
            self.last_lines.append(line)
            self._merged(f"{self._prefix} {line}")
        # A disk that is full must not stop what is logged: the merged log has the line.
        with contextlib.suppress(OSError):
            self._keep(line)

    def _keep(self, line: str) -> None:
        if self._file is None:
            return
        self._file.write(line + "\n")
        if self._file.tell() > self._file_bytes:
            self._file.close()
            self._turn_over()
            self._file = self.path.open("a", encoding="utf-8", buffering=1)

    def _turn_over(self) -> None:
        for number in range(OLD_FILES, 0, -1):
            newer = self.path if number == 1 else self.path.with_name(f"{self.path.name}.{number - 1}")
            if newer.exists():
                newer.replace(self.path.with_name(f"{self.path.name}.{number}"))
