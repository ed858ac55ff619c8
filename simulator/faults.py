"""Faults on command: the next calls of an API, or all of them, go wrong in a chosen way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["error", "slow", "reset", "status", "garbage", "lost"]


@dataclass
class Fault:
    """One way to go wrong.

    error: answer `code`; slow: wait `seconds`, then answer; reset: cut the connection before anything is done;
    status: answer HTTP `code`; garbage: answer something that is not JSON; lost: do it, then cut the connection.
    """

    kind: Kind
    code: int = -1
    seconds: float = 0.0
    times: int | None = 1
    """How many calls it hits; None for all."""


class Faults:
    """The faults waiting, by path."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Fault]] = {}

    def add(self, path: str, fault: Fault) -> None:
        """Arm one for a path such as /cgi-bin/message/custom/send."""
        self._waiting.setdefault(path, []).append(fault)

    def clear(self) -> None:
        """Disarm all."""
        self._waiting.clear()

    def take(self, path: str) -> Fault | None:
        """The fault for the call that just came, used up by it."""
        queue = self._waiting.get(path)
        if not queue:
            return None
        fault = queue[0]
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                queue.pop(0)
        return fault
