"""Who follows the account: a keyed pseudonym everywhere, the openid only here and encrypted."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Engine

from common.clock import Clock
from tickets.database import reading
from tickets.requesters import insert_missing
from tickets.schema import wechat_contact
from tickets.vault import Vault

CHANNEL = "wechat"
_PSEUDONYM_CHARS = 32


class Contacts:
    """Turns openids into pseudonyms and, for sending, back."""

    def __init__(self, engine: Engine, vault: Vault, key: str, clock: Clock) -> None:
        """The key must stay the same, or every follower becomes a stranger."""
        self.engine = engine
        self._vault = vault
        self._key = key.encode()
        self._clock = clock

    def pseudonym(self, openid: str) -> str:
        """The name under which a person is known to conversations, tickets and logs."""
        return f"{CHANNEL}-{self._mac('openid', openid)[:_PSEUDONYM_CHARS]}"

    def dedupe_key(self, identity: Sequence[str]) -> str:
        """What a repeated delivery has in common with the first; keyed, because openids are in it."""
        return self._mac("push", "\0".join(identity))

    def remember(self, connection: Connection, pseudonym: str, openid: str) -> None:
        """Make sure the person can be sent something."""
        row = wechat_contact.c
        values = {"openid_ciphertext": self._vault.encrypt(openid), "subscribed": True, "deleted_at": None}
        query = select(row.subscribed, row.deleted_at).where(row.pseudonym == pseudonym)
        known = connection.execute(query).one_or_none()
        if known is None:
            new = {"pseudonym": pseudonym, "created_at": self._clock.now()} | values
            insert_missing(connection, wechat_contact, new)
        elif not known.subscribed or known.deleted_at is not None:  # they came back
            connection.execute(update(wechat_contact).where(row.pseudonym == pseudonym).values(**values))

    def openid(self, pseudonym: str) -> str | None:
        """Where to send; None for somebody who left or never came."""
        row = wechat_contact.c
        query = select(row.openid_ciphertext).where(row.pseudonym == pseudonym, row.subscribed.is_(True))
        with reading(self.engine) as connection:
            sealed = connection.execute(query).scalar_one_or_none()
        return self._vault.decrypt(sealed) if sealed else None

    def _mac(self, purpose: str, value: str) -> str:
        return hmac.new(self._key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
