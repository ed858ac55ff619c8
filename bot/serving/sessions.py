"""Who talks on the web: unguessable, signed session tokens that end after a while of not being used.

The key may be several, newest first: tokens are made with the newest and read with all, so a key can be changed
without ending anybody's conversation.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from itsdangerous import BadSignature

from common.clock import SYSTEM_CLOCK, Clock
from common.signing import clock_signer

SESSION_DAYS = 400
"""Longer than a closed ticket is kept (`tickets.retention_days`): whoever comes back for its answer finds it."""
_ID_BYTES = 18
_MAC_CHARS = 32


class UnknownSessionError(Exception):
    """A token that nobody here issued, or that has ended."""


class Sessions:
    """Issues and reads tokens."""

    def __init__(self, keys: str | Sequence[str], clock: Clock = SYSTEM_CLOCK) -> None:
        """The oldest key still names conversations: it must stay in the list as long as anybody's data."""
        self._keys = [keys] if isinstance(keys, str) else list(keys)
        # The keys oldest first, as itsdangerous wants them.
        self._signer = clock_signer(clock)(self._keys[::-1], salt="session", digest_method=hashlib.sha256)

    def new_token(self) -> str:
        """A fresh token for somebody who has none."""
        return self._signer.sign(secrets.token_urlsafe(_ID_BYTES)).decode()

    def conversation_key(self, token: str) -> str:
        """The pseudonymous key of the conversation a token stands for.

        Raises:
            UnknownSessionError: nobody issued it here, or it has ended.
        """
        return "web-" + _mac(self._keys[-1], "conversation", self._identity(token))

    def unreadable(self, conversation: str, name: str) -> str:
        """What stands for a name that a browser gave to its message or form: the same each time, and tells nothing."""
        return _mac(self._keys[-1], "name", f"{conversation}\0{name}")

    def is_signed(self, token: str) -> bool:
        """Whether this is a token we issued and that has not ended."""
        try:
            self._identity(token)
        except UnknownSessionError:
            return False
        return True

    def form_seal(self, token: str, form: str) -> str:
        """Proof that a form was shown to the holder of a token; no other site can make one."""
        return _mac(self._keys[0], "form", f"{token}\0{form}")

    def is_seal(self, token: str, form: str, seal: str) -> bool:
        """Whether a seal was made for this token and form."""
        expected = [_mac(key, "form", f"{token}\0{form}") for key in self._keys]
        return any(hmac.compare_digest(seal.encode("utf-8", "surrogatepass"), item.encode()) for item in expected)

    def _identity(self, token: str) -> str:
        raw = token.encode("utf-8", "surrogatepass")
        identity, _, mac = token.partition(".")
        # What the first release issued: without a date, good until it is replaced by its page.
        if len(mac) == _MAC_CHARS and hmac.compare_digest(
            mac.encode("utf-8", "surrogatepass"), _mac(self._keys[-1], "session", identity).encode()
        ):
            return identity
        try:
            return self._signer.unsign(raw, max_age=SESSION_DAYS * 86400).decode()
        except BadSignature as error:
            raise UnknownSessionError from error


def _mac(key: str, purpose: str, value: str) -> str:
    """Any text JSON can hold, lone surrogates too: what somebody sends as a token may be anything."""
    message = f"{purpose}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()[:_MAC_CHARS]
