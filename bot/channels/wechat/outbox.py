"""What waits to be sent to each person, in order; rows are gone once WeChat has taken them over.

A row is marked before the call and deleted after it. One found marked at start was on its way when the process died:
WeChat offers no idempotency key, so it is taken for delivered rather than shown twice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection, Engine

from bot.channels.wechat import allowance
from bot.channels.wechat.erasure import end_farewell
from bot.channels.wechat.render import merge
from common.clock import Clock
from tickets.database import reading, transact
from tickets.schema import wechat_outgoing
from tickets.vault import Vault
from wechat.outgoing import MenuMessage, Text

Sendable = Text | MenuMessage
_MOST_MERGED = 20


@dataclass(frozen=True)
class Taken:
    """One message about to be sent, made of one row or several."""

    ids: tuple[int, ...]
    message: Sendable


class WeChatOutbox:
    """The queue of outgoing messages in the database."""

    def __init__(self, engine: Engine, vault: Vault, clock: Clock, text_bytes: int) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._vault = vault
        self._clock = clock
        self._text_bytes = text_bytes

    def put(self, connection: Connection, pseudonym: str, messages: Sequence[Sendable]) -> None:
        """Append messages for a person."""
        row = wechat_outgoing.c
        last = connection.execute(select(func.max(row.sequence)).where(row.pseudonym == pseudonym)).scalar_one()
        start = (last or 0) + 1
        rows = [
            {
                "pseudonym": pseudonym,
                "sequence": start + offset,
                "payload": self._vault.encrypt(_encode(message)).decode(),
                "state": "waiting",
                "created_at": self._clock.now(),
            }
            for offset, message in enumerate(messages)
        ]
        if rows:
            connection.execute(insert(wechat_outgoing), rows)

    def is_empty(self, connection: Connection, pseudonym: str) -> bool:
        """Whether nothing waits or is on its way: only then may a passive reply overtake the queue."""
        query = select(wechat_outgoing.c.id).where(wechat_outgoing.c.pseudonym == pseudonym).limit(1)
        return connection.execute(query).first() is None

    def take(self, pseudonym: str) -> Taken | None:
        """The next message as far as the allowance goes, neighbouring texts merged; None when nothing may be sent."""
        row = wechat_outgoing.c
        query = select(row.id, row.payload).where(row.pseudonym == pseudonym, row.state == "waiting")
        query = query.order_by(row.sequence).limit(_MOST_MERGED)

        def claim(connection: Connection) -> Taken | None:
            rows = connection.execute(query.with_for_update()).all()
            if not rows or not allowance.spend(connection, pseudonym, self._clock.now()):
                return None
            messages = [_decode(self._vault.decrypt(found.payload.encode())) for found in rows]
            count = 1
            while count < len(rows) and len(merge(messages[: count + 1], self._text_bytes)) == 1:
                count += 1
            ids = tuple(found.id for found in rows[:count])
            connection.execute(update(wechat_outgoing).where(row.id.in_(ids)).values(state="sending"))
            return Taken(ids, merge(messages[:count], self._text_bytes)[0])

        return transact(self._engine, claim)

    def drop(self, taken: Taken, pseudonym: str) -> None:
        """Forget what was sent, or can never be; with the last of it whoever asked to be forgotten."""
        with self._engine.begin() as connection:
            connection.execute(delete(wechat_outgoing).where(wechat_outgoing.c.id.in_(taken.ids)))
            end_farewell(connection, pseudonym)

    def put_back(self, taken: Taken, pseudonym: str, *, exhausted: bool = False) -> None:
        """Keep what was certainly not sent, at its place in the order."""
        with self._engine.begin() as connection:
            rows = wechat_outgoing.c.id.in_(taken.ids)
            connection.execute(update(wechat_outgoing).where(rows).values(state="waiting"))
            if exhausted:
                allowance.exhaust(connection, pseudonym)

    def replace(self, taken: Taken, message: Sendable) -> None:
        """Send the same in another form (menu messages are not for every account)."""
        with self._engine.begin() as connection:
            values = {"payload": self._vault.encrypt(_encode(message)).decode(), "state": "waiting"}
            connection.execute(update(wechat_outgoing).where(wechat_outgoing.c.id == taken.ids[0]).values(**values))

    def drop_person(self, connection: Connection, pseudonym: str) -> None:
        """Forget everything for a person."""
        connection.execute(delete(wechat_outgoing).where(wechat_outgoing.c.pseudonym == pseudonym))
        end_farewell(connection, pseudonym)

    def recover(self) -> tuple[int, list[str]]:
        """After a crash: settle what was on its way; how many those were, and who still waits for something."""
        row = wechat_outgoing.c
        with self._engine.begin() as connection:
            uncertain = connection.execute(delete(wechat_outgoing).where(row.state == "sending")).rowcount
        with reading(self._engine) as connection:
            people = list(connection.execute(select(row.pseudonym).distinct()).scalars())
        return uncertain, people

    def forget_old(self, days: int) -> int:
        """Delete what could not be sent for so long that nobody waits for it any more."""
        old = self._clock.now() - timedelta(days=days)
        with self._engine.begin() as connection:
            gone = connection.execute(delete(wechat_outgoing).where(wechat_outgoing.c.created_at < old))
            return int(gone.rowcount)


def _encode(message: Sendable) -> str:
    if isinstance(message, Text):
        stored: dict[str, Any] = {"text": message.content}
    else:
        stored = {"head": message.head, "items": message.items, "tail": message.tail}
    return json.dumps(stored, ensure_ascii=False)


def _decode(text: str) -> Sendable:
    stored = json.loads(text)
    if "text" in stored:
        return Text(stored["text"])
    return MenuMessage(stored["head"], tuple((number, title) for number, title in stored["items"]), stored["tail"])
