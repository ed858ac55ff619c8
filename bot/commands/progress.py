"""What a command that takes long says meanwhile: one line, renewed; plain lines where nobody watches."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self, TextIO

from common.clock import SYSTEM_CLOCK, Clock

_EVERY_S = 3.0
_ALIVE_S = 10.0
"""So long may nothing be said before the last sentence is said again, with how long it has taken."""


class Progress:
    """The line of progress on a stream; in a `with` block it also shows that one long step goes on."""

    def __init__(self, stream: TextIO, clock: Clock = SYSTEM_CLOCK) -> None:
        """On a terminal the line is written over; elsewhere the first is written at once, then one every 3 s."""
        self._stream = stream
        self._clock = clock
        self._renews = stream.isatty()
        self._said_s: float | None = None
        self._step = ""
        self._began_s = 0.0
        self._ended = threading.Event()
        self._watch: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._watch = threading.Thread(target=self._show_life, name="progress", daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._watch is not None:
            self._watch.join()
        self.end()

    def say(self, sentence: str) -> None:
        """What is being done now."""
        now_s = self._clock.monotonic_s()
        self._step, self._began_s = sentence, now_s
        if not self._renews and self._said_s is not None and now_s - self._said_s < _EVERY_S:
            return
        self._said_s = now_s
        self._write(sentence)

    def _write(self, sentence: str) -> None:
        self._stream.write(f"\r\x1b[2K{sentence}" if self._renews else f"{sentence}\n")
        self._stream.flush()

    def _show_life(self) -> None:
        while not self._ended.wait(_ALIVE_S):
            took_s = self._clock.monotonic_s() - self._began_s
            if self._step and took_s >= _ALIVE_S:
                self._write(f"{self._step} {took_s:.0f} 秒")

    def end(self) -> None:
        """Clear the line for what follows."""
        if self._renews:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()


@contextmanager
def telling(sentence: str) -> Iterator[None]:
    """While inside, whoever watches sees what is being done."""
    with Progress(sys.stderr) as progress:
        progress.say(sentence)
        yield
