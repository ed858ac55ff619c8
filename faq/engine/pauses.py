"""Keeps the building of a new state from being felt by those who are asking the old one.

Two things would: Python lets a busy thread run 5 ms before another gets a turn, and a question needs
several turns; and a full garbage collection walks every object of the knowledge base, 0.3 s with
10,000 entries, during which nothing else runs (measured, `benchmarks/reload.py`).
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_TURN_S = 0.0005
_WALK_ALL_EVERY = 20
"""Of so many buildings one ends with a walk over all objects of the process: 0.1 s, 0.3 s with 10,000 entries."""


class _Builders:
    """Counts who is building, since the settings belong to the whole process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._before = (0.0, False)
        self._rounds = 0

    def enter(self) -> None:
        with self._lock:
            if not self._count:
                self._before = (sys.getswitchinterval(), gc.isenabled())
                sys.setswitchinterval(_TURN_S)
                gc.disable()
            self._count += 1

    def leave(self) -> None:
        with self._lock:
            self._count -= 1
            if not self._count:
                self._set_aside()
                interval, enabled = self._before
                sys.setswitchinterval(interval)
                if enabled:
                    gc.enable()

    def _set_aside(self) -> None:
        """Take what was built, which lives as long as it is served and holds no cycles, out of the collector's walks.

        What is garbage already goes first, or it would be kept for ever; the walk covers only what came since the
        last time. Cycles that were in use at such a moment are found when everything is walked, once in a while.
        """
        self._rounds += 1
        if not self._rounds % _WALK_ALL_EVERY:
            gc.unfreeze()
        gc.collect()
        gc.freeze()


_BUILDERS = _Builders()


@contextmanager
def unnoticed() -> Iterator[None]:
    """Build inside: other threads get their turns sooner, and what was built is never walked for garbage."""
    _BUILDERS.enter()
    try:
        yield
    finally:
        _BUILDERS.leave()
