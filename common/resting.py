"""A rest from a server that does not answer: otherwise everything that asks it would wait for it."""

from __future__ import annotations

from dataclasses import dataclass

from common.clock import SYSTEM_CLOCK, Clock

_REST_S = 5.0


@dataclass
class Rest:
    """A while in which a server that did not answer is not asked."""

    clock: Clock = SYSTEM_CLOCK
    _until_s: float = 0.0

    @property
    def is_on(self) -> bool:
        """Whether it is still going on."""
        return self.clock.monotonic_s() < self._until_s

    def begin(self) -> None:
        """Let it rest from now."""
        self._until_s = self.clock.monotonic_s() + _REST_S
