"""What a command that takes long says meanwhile: one line, renewed; plain lines where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from common.clock import SYSTEM_CLOCK, Clock

_EVERY_S = 3.0


class Progress:
    """The line of progress on a stream."""

    def __init__(self, stream: TextIO, clock: Clock = SYSTEM_CLOCK) -> None:
        """On a terminal the line is written over; elsewhere the first is written at once, then one every 3 s."""
        self._stream = stream
        self._clock = clock
        self._renews = stream.isatty()
        self._said_s: float | None = None

    def say(self, sentence: str) -> None:
        """What is being done now."""
        if self._renews:
            self._stream.write(f"\r\x1b[2K{sentence}")
        else:
            now_s = self._clock.monotonic_s()
            if self._said_s is not None and now_s - self._said_s < _EVERY_S:
                return
            self._said_s = now_s
            self._stream.write(f"{sentence}\n")
        self._stream.flush()

    def end(self) -> None:
        """Clear the line for what follows."""
        if self._renews:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()


@contextmanager
def telling(sentence: str) -> Iterator[None]:
    """While inside, whoever watches sees what is being done."""
    progress = Progress(sys.stderr)
    progress.say(sentence)
    try:
        yield
    finally:
        progress.end()
