"""Template messages on the platform's side: repeats recognised, results pushed later."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from common.clock import Clock
from simulator.account import Account
from simulator.people import SimulatedPerson
from simulator.rules import RejectedError, check_template

_REPEAT_MINUTES = 10


class TemplateList:
    """Sends templates to people; `finished` waits to be pushed as TEMPLATESENDJOBFINISH."""

    def __init__(self, account: Account, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self._numbers = count(2_000_000_001)
        self._sent: dict[tuple[str, str], tuple[datetime, int]] = {}
        self.finished: deque[tuple[str, str, str]] = deque()
        """(openid, msgid, status)."""

    def send(self, person: SimulatedPerson | None, payload: dict[str, Any]) -> int:
        """Show a template message to a follower; gives its id."""
        if person is None:
            raise RejectedError(40003, "invalid openid")
        if not person.follows:
            raise RejectedError(43004, "require subscribe")
        text, now = check_template(self._account, payload), self._clock.now()
        key = (person.openid, str(payload.get("client_msg_id", "")))
        if key[1] and key in self._sent:
            sent_at, number = self._sent[key]
            if now - sent_at < timedelta(minutes=_REPEAT_MINUTES):
                return number
        number = next(self._numbers)
        self._sent[key] = (now, number)
        if not person.blocks:
            person.show("notice", "template", text, self._clock)
        self.finished.append((person.openid, str(number), "failed:user block" if person.blocks else "success"))
        return number
