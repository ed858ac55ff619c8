"""Raw personal data that the guard took out of messages: encrypted, short-lived, read by reference.

Rasa only ever handles the reference; the raw value meets the ticket when it is opened.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Engine

from common.clock import Clock
from common.masking import SECRET_KINDS, PrivateValue, Shape, shape_of
from tickets.database import reading
from tickets.schema import private_value
from tickets.vault import Vault

_REFERENCE_BYTES = 9
_PLACEHOLDER = re.compile("〔[^〔〕]{1,8}〕")


class PrivateValues:
    """Keeps values for the hours a ticket may need them; only their own conversation reads them."""

    def __init__(self, engine: Engine, vault: Vault, clock: Clock) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._vault = vault
        self._clock = clock

    def seal(
        self, conversation_key: str, values: tuple[PrivateValue, ...], hours: int
    ) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
        """Rows to be stored with the message the values came from, and an item for each value, in order.

        An item is `{"kind", "ref"}`, with `"shape"` when the value is not well formed. A secret is never stored: its
        reference is empty, and its placeholder stays for good.
        """
        now = self._clock.now()
        rows = [
            {
                "ref": secrets.token_urlsafe(_REFERENCE_BYTES),
                "conversation_key": conversation_key,
                "kind": value.kind,
                "ciphertext": self._vault.encrypt(value.value),
                "created_at": now,
                "expires_at": now + timedelta(hours=hours),
            }
            for value in values
            if value.kind not in SECRET_KINDS
        ]
        references = (str(row["ref"]) for row in rows)
        return rows, [_item(value, "" if value.kind in SECRET_KINDS else next(references)) for value in values]

    def keep(self, conversation_key: str, values: tuple[PrivateValue, ...], hours: int) -> list[dict[str, str]]:
        """Store values by themselves; gives an item for each, as `seal`."""
        rows, references = self.seal(conversation_key, values, hours)
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(private_value), rows)
        return references

    def read(self, conversation_key: str, reference: str) -> PrivateValue | None:
        """The value behind a reference of this conversation; None when it is unknown or too old."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(private_value.c.kind, private_value.c.ciphertext).where(
                    private_value.c.ref == reference,
                    private_value.c.conversation_key == conversation_key,
                    private_value.c.expires_at >= self._clock.now(),
                )
            ).one_or_none()
        if row is None:
            return None
        value = self._vault.decrypt(row.ciphertext)
        return PrivateValue(row.kind, 0, 0, value, shape_of(row.kind, value))

    def written(self, conversation_key: str, text: str, references: Iterable[str]) -> str:
        """A masked text with its values back in place, for the ticket itself; what is gone keeps its placeholder."""
        remaining = iter(references)

        def value(match: re.Match[str]) -> str:
            found = self.read(conversation_key, reference) if (reference := next(remaining, "")) else None
            return found.value if found else match[0]

        return _PLACEHOLDER.sub(value, text)

    def forget_old(self) -> None:
        """Delete what is past its hour."""
        with self._engine.begin() as connection:
            connection.execute(delete(private_value).where(private_value.c.expires_at < self._clock.now()))


def _item(value: PrivateValue, reference: str) -> dict[str, str]:
    shape = {} if value.shape is Shape.VALID else {"shape": value.shape.value}
    return {"kind": value.kind, "ref": reference, **shape}
