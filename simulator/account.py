"""The simulated service account: its secrets, its profile, and its two families of access tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from common.clock import Clock

TOKEN_S = 7200
_OVERLAP_S = 300
_FORCED_A_DAY = 20
_FORCED_APART_S = 30


@dataclass
class Account:
    """What the operator set on the platform; the values are inventions."""

    name: str = "gh_simulated0001"
    app_id: str = "wx0000000000000001"
    app_secret: str = field(default="simulatedsecret0000000000000001", repr=False)
    token: str = field(default="simulatedtoken", repr=False)
    aes_key: str = field(default="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", repr=False)
    mode: str = "safe"
    """plain, compatible or safe."""
    is_json: bool = False
    sandbox: bool = False
    """A 测试号: no menu messages, no check of template values."""
    secret_frozen: bool = False
    blocked_address: str = ""
    """When set, every call answers 40164 and names this address."""
    messages_per_message: int = 5
    messages_per_action: int = 3
    text_bytes: int = 2047
    passive_counts: bool = False
    """Whether a passive reply uses up the allowance: undocumented, so both can be tried."""


@dataclass
class _Issued:
    value: str
    expires_at: datetime
    ends_at: datetime
    """When it stops working: later than its rotation, because old and new overlap."""


class Tokens:
    """Both token families, which never touch each other."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers: Iterator[int] = count(1)
        self._stable: list[_Issued] = []
        self._classic: list[_Issued] = []
        self._forced: list[datetime] = []
        self.fetches = 0
        self.always_invalid = False
        """Every token is refused: a client that loops shows itself."""

    def stable(self, *, force: bool) -> tuple[str, int]:
        """stable_token: the same token until five minutes before its end, then a new one beside it."""
        self.fetches += 1
        now = self._clock.now()
        current = self._stable[-1] if self._stable else None
        if force and self._may_force(now):
            self._stable.clear()
            current = None
        if current is None or (current.expires_at - now).total_seconds() <= _OVERLAP_S:
            current = self._issue(self._stable, "stable", now)
        return current.value, int((current.expires_at - now).total_seconds())

    def classic(self) -> tuple[str, int]:
        """The old /token: each call starts the end of the one before."""
        self.fetches += 1
        now = self._clock.now()
        for old in self._classic:
            old.ends_at = min(old.ends_at, now + timedelta(seconds=_OVERLAP_S))
        return self._issue(self._classic, "classic", now).value, TOKEN_S

    def fault(self, value: str) -> tuple[int, str] | None:
        """What is wrong with a token a caller showed."""
        now = self._clock.now()
        if not value:
            return 41001, "access_token missing"
        known = next((item for item in (*self._stable, *self._classic) if item.value == value), None)
        if self.always_invalid or known is None:
            return 40001, "invalid credential, access_token is invalid or not latest, could get access_token by ..."
        return (42001, "access_token expired") if known.ends_at <= now else None

    def revoke(self) -> None:
        """Kill every token now, as a leak report or another server's forced refresh does."""
        self._stable.clear()
        self._classic.clear()

    def _issue(self, family: list[_Issued], prefix: str, now: datetime) -> _Issued:
        end = now + timedelta(seconds=TOKEN_S)
        issued = _Issued(f"{prefix}-{next(self._numbers):06d}-" + "x" * 120, end, end)
        family.append(issued)
        del family[:-3]
        return issued

    def _may_force(self, now: datetime) -> bool:
        self._forced = [moment for moment in self._forced if now - moment < timedelta(days=1)]
        apart = not self._forced or now - self._forced[-1] >= timedelta(seconds=_FORCED_APART_S)
        if apart and len(self._forced) < _FORCED_A_DAY:
            self._forced.append(now)
            return True
        return False
