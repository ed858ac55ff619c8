"""Who may read a ticket beside the one who opened it: whoever came back with its number and recovery code.

A ticket on the web belongs to a browser. After 清空, or on another phone, the code that was shown with the number
opens it there too; it stays with the first one as well.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ClauseElement

from tickets import schema
from tickets.model import Person
from tickets.numbers import ALPHABET

_CODE_CHARS = 8
"""31⁸ codes: with a few tries an hour for a ticket, guessing one takes longer than tickets are kept."""


class RecoveryCodes:
    """Makes and checks codes; nothing is stored, for a code follows from the number and a key."""

    def __init__(self, keys: str | Sequence[str]) -> None:
        """Codes are made with the first key and read with all."""
        self._keys = [keys] if isinstance(keys, str) else list(keys)

    def code(self, number: str) -> str:
        """The code of a ticket, in two halves: `K7M4-Q2XW`."""
        plain = _code(self._keys[0], number)
        return f"{plain[:4]}-{plain[4:]}"

    def is_code(self, number: str, typed: str) -> bool:
        """Whether that is the code of this ticket, however it is written."""
        plain = "".join(filter(str.isalnum, typed)).upper().encode("utf-8", "surrogatepass")
        return any(hmac.compare_digest(plain, _code(key, number).encode()) for key in self._keys)


def is_theirs(person: Person) -> ClauseElement:
    """The condition on tickets that this person opened or came back to."""
    return _theirs(person.conversation_key, person.channel)


def _theirs(key: Any, channel: Any) -> ClauseElement:
    owner, access = schema.requester, schema.ticket_access.c
    me = select(owner.c.id).where(owner.c.conversation_key == key, owner.c.channel == channel)
    given = select(access.ticket_id).where(access.requester_id.in_(me))
    return schema.ticket.c.requester_id.in_(me) | schema.ticket.c.id.in_(given)


THEIRS = _theirs(bindparam("their_key"), bindparam("their_channel"))
"""The same for whoever the statement is run for: to build one costs several times what it costs to run it."""


def has_access(connection: Connection, ticket_id: int, requester_id: int) -> bool:
    """Whether somebody who did not open a ticket came back to it."""
    access = schema.ticket_access.c
    query = select(access.ticket_id).where(access.ticket_id == ticket_id, access.requester_id == requester_id)
    return connection.execute(query).first() is not None


def _code(key: str, number: str) -> str:
    digest = hmac.new(key.encode(), f"ticket recovery\0{number}".encode(), hashlib.sha256).digest()
    value = int.from_bytes(digest, "big")
    letters = []
    for _ in range(_CODE_CHARS):
        value, place = divmod(value, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
