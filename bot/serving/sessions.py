"""Who talks on the web: unguessable, signed session tokens.

A token is a random id with its HMAC; the page gets one with its first message. A client that names
its own session (scripts, tests) is known by that name only from its own network address, so a
guessed or forged name reaches nobody else's conversation.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

_ID_BYTES = 18
_MAC_CHARS = 32


class Sessions:
    """Issues and reads tokens with one key."""

    def __init__(self, key: str) -> None:
        """The key must stay the same across restarts, or every page starts a new conversation."""
        self._key = key.encode()

    def new_token(self) -> str:
        """A fresh token for somebody who has none."""
        identity = secrets.token_urlsafe(_ID_BYTES)
        return f"{identity}.{self._mac('session', identity)}"

    def conversation_key(self, token: str, address: str) -> str:
        """The pseudonymous key of the conversation a token (or a self-chosen name) stands for."""
        if self.is_signed(token):
            return "web-" + self._mac("conversation", token.partition(".")[0])
        return "web-" + self._mac("named", f"{address}\0{token}")

    def is_signed(self, token: str) -> bool:
        """Whether this is a token we issued."""
        identity, _, mac = token.partition(".")
        return bool(mac) and hmac.compare_digest(_bytes(mac), _bytes(self._mac("session", identity)))

    def form_seal(self, token: str, form: str) -> str:
        """Proof that a form was shown to the holder of a token; no other site can make one."""
        return self._mac("form", f"{token}\0{form}")

    def _mac(self, purpose: str, value: str) -> str:
        message = _bytes(f"{purpose}\0{value}")
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:_MAC_CHARS]


def _bytes(text: str) -> bytes:
    """Any text JSON can hold, lone surrogates too: what somebody sends as a token may be anything."""
    return text.encode("utf-8", "surrogatepass")
