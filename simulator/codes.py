"""Sign-in codes a browser inside WeChat brings to our pages: five minutes, once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from common.clock import Clock
from simulator.rules import RejectedError

_CODE_S = 300


@dataclass
class _Code:
    openid: str
    ends_at: datetime
    is_snapshot: bool
    used: bool = False


class SignInCodes:
    """Makes codes and exchanges them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes: dict[str, _Code] = {}

    def make(self, openid: str, *, is_snapshot: bool = False) -> str:
        """The code the sign-in page sends the browser back with."""
        value = secrets.token_hex(16)
        self._codes[value] = _Code(openid, self._clock.now() + timedelta(seconds=_CODE_S), is_snapshot)
        return value

    def exchange(self, value: str) -> dict[str, Any]:
        """Who a code stands for, as the API tells it."""
        code = self._codes.get(value)
        if code is None or code.ends_at <= self._clock.now():
            raise RejectedError(40029, "invalid code")
        if code.used:
            raise RejectedError(40163, "code been used")
        code.used = True
        answer = {"access_token": "page-token", "expires_in": 7200, "openid": code.openid, "scope": "snsapi_base"}
        return answer | ({"is_snapshotuser": 1} if code.is_snapshot else {})
