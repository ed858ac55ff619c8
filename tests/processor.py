"""Bounds of processor time that mean the same work on a fast machine and on a slow or busy one."""

from __future__ import annotations

import re
import time

_REFERENCE_S = 0.0035
"""What the sample work takes on the machine the bounds were written for."""
_TRIES = 3
_PATTERN = re.compile(r"(?:\d[ .]?){11,18}|[a-z]{2,8}@")
_TEXT = "1.2 3 学信网 ab 45678 " * 60


def allowed_s(seconds: float) -> float:
    """The bound `seconds`, longer by as much as this machine is slower right now; never shorter.

    To be asked right after the trial: neighbours on the same processor come and go.
    """
    return seconds * max(1.0, min(_sample_s() for _ in range(_TRIES)) / _REFERENCE_S)


def _sample_s() -> float:
    """Processor time of a fixed piece of ordinary work: matching, slicing, joining, counting."""
    begun = time.thread_time()
    for _ in range(3):
        pieces = [piece for piece in re.split(r"(\s)", _TEXT) if piece.strip()]
        words: dict[str, int] = {}
        for place in range(len(_TEXT)):
            part = _TEXT[place : place + 12]
            if part[0].isdigit():
                _PATTERN.match(part)
            words[part] = words.get(part, 0) + len("".join(pieces[place % 7 : place % 7 + 4]))
    return time.thread_time() - begun
