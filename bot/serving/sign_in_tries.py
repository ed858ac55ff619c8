"""How often somebody may try to sign in to the desk, so that guessing is hopeless and nobody can shut others out.

A stranger's tries count by name and address, by address, and, more slowly, by name from everywhere. A browser that
signed in as somebody before carries a cookie that says so and has a count of its own for that name: agents' names are
told to every asker, so whatever strangers try with one must not keep its owner out. The cookie opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from itsdangerous import BadSignature

from bot.serving.limits import DAY_S, RateLimiter
from common.clock import SYSTEM_CLOCK, Clock
from common.signing import clock_signer

KNOWN_DAYS = 180
_NONCE_BYTES = 12


@dataclass(frozen=True)
class TryLimits:
    """What tries are counted by."""

    pair: RateLimiter
    """Name and address."""
    address: RateLimiter
    name: RateLimiter
    """From all addresses together: larger, against a guesser who has many."""
    browser: RateLimiter


class SignInTries:
    """Counts tries and knows the browsers that signed in before."""

    def __init__(self, limits: TryLimits, keys: str | Sequence[str], clock: Clock = SYSTEM_CLOCK) -> None:
        """The newest key first."""
        ordered = [keys] if isinstance(keys, str) else list(keys)
        self._signer = clock_signer(clock)(ordered[::-1], salt="desk browser", digest_method=hashlib.sha256)
        self._limits = limits

    async def wait_s(self, request: web.Request, name: str, address: str) -> int:
        """0 when they may try once more (it is counted), else the seconds to wait."""
        if browser := self._browser(request, name):
            return await self._limits.browser.wait_s(browser)
        # Of both, also when one refuses: whoever is held up by the one must not go on guessing for the other.
        waits = await self._limits.address.wait_s(address), await self._limits.pair.wait_s(f"{address} {name}")
        # Only what passed those: one address must not use up what all have.
        return max(waits) or await self._limits.name.wait_s(name)

    def remember(self, response: web.StreamResponse, name: str, *, path: str, secure: bool) -> None:
        """Let a browser that signed in be known next time."""
        value = self._signer.sign(f"{_mark(name)}-{secrets.token_hex(_NONCE_BYTES)}").decode()
        response.set_cookie(
            _cookie(name),
            value,
            path=path,
            max_age=KNOWN_DAYS * DAY_S,
            httponly=True,
            samesite="Strict",
            secure=secure,
        )

    def _browser(self, request: web.Request, name: str) -> str:
        """What a browser that signed in under that name is counted by; empty for every other."""
        try:
            known = self._signer.unsign(request.cookies.get(_cookie(name), ""), max_age=KNOWN_DAYS * DAY_S).decode()
        except (BadSignature, UnicodeError):
            return ""
        return known if known.startswith(f"{_mark(name)}-") else ""


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _cookie(name: str) -> str:
    """One for each name: colleagues share a computer."""
    return f"desk_known_{_mark(name)[:12]}"
