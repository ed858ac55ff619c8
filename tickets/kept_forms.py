"""What somebody typed into a form that was refused: encrypted, for an hour, read by nobody else, gone once sent."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql import ClauseElement

from common.clock import Clock
from tickets.database import reading, transact
from tickets.schema import private_value
from tickets.vault import Vault

_KIND = "form"
_KEPT = timedelta(hours=1)
"""Long enough to be called away; what is retyped after that is little."""


class KeptForms:
    """Keeps them among the private values, which are erased, rotated and swept as one."""

    def __init__(self, engine: Engine, vault: Vault, clock: Clock) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._vault = vault
        self._clock = clock

    def keep(self, conversation_key: str, name: str, text: str) -> None:
        """Keep a form's text under its name, in place of what was kept before."""
        sealed, now = self._vault.encrypt(text), self._clock.now()
        row = {"ref": name, "conversation_key": conversation_key, "kind": _KIND, "ciphertext": sealed}

        def store(connection: Connection) -> None:
            connection.execute(delete(private_value).where(_this(conversation_key, name)))
            connection.execute(insert(private_value).values(**row, created_at=now, expires_at=now + _KEPT))

        transact(self._engine, store)

    def read(self, conversation_key: str, name: str) -> str | None:
        """The text of a form of this person; None when there is none (any more)."""
        is_fresh = private_value.c.expires_at >= self._clock.now()
        query = select(private_value.c.ciphertext).where(_this(conversation_key, name), is_fresh)
        with reading(self._engine) as connection:
            found = connection.execute(query).scalar_one_or_none()
        return self._vault.decrypt(found) if found is not None else None

    def drop(self, conversation_key: str, name: str) -> None:
        """Forget a form: it was sent."""
        if self.read(conversation_key, name) is None:  # most forms are right at once: nothing is written for them
            return
        with self._engine.begin() as connection:
            connection.execute(delete(private_value).where(_this(conversation_key, name)))


def _this(conversation_key: str, name: str) -> ClauseElement:
    row = private_value.c
    return (row.ref == name) & (row.conversation_key == conversation_key) & (row.kind == _KIND)
