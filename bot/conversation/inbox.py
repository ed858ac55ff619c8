"""Accepted messages and conversations in the database: stored before they are acknowledged.

A repeated delivery finds the first one's row and gets its result; a message that was accepted but
not finished when a process died is found again at start. Nothing here ever sees a raw text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Engine, Row
from sqlalchemy.exc import IntegrityError

from bot.channels.base import Outbound
from common.clock import Clock
from tickets.database import reading
from tickets.schema import conversation, inbox


@dataclass(frozen=True)
class Conversation:
    """What the gateway keeps of a conversation between two messages."""

    key: str
    turns: int
    """Turns since Rasa last began a new session."""
    state: dict[str, Any]


@dataclass(frozen=True)
class Accepted:
    """A message in the inbox; `finished` holds the result when it was delivered before."""

    id: int
    finished: Outbound | None
    repeated: bool


class Inbox:
    """The gateway's tables; every call is one short transaction, to be made off the event loop."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._clock = clock

    def accept(self, channel: str, key: str, message_id: str, payload: dict[str, Any]) -> Accepted:
        """Store a (masked) message unless it is there already."""
        values = {
            "channel": channel,
            "conversation_key": key,
            "dedupe_key": message_id,
            "received_at": self._clock.now(),
            "payload": json.dumps(payload, ensure_ascii=False),
            "state": "received",
            "attempts": 1,
        }
        try:
            with self._engine.begin() as connection:
                return Accepted(connection.execute(insert(inbox).values(values)).inserted_primary_key[0], None, False)
        except IntegrityError:
            with reading(self._engine) as connection:
                row = connection.execute(
                    select(inbox.c.id, inbox.c.reply, inbox.c.conversation_key).where(
                        inbox.c.channel == channel, inbox.c.dedupe_key == message_id
                    )
                ).one()
            if row.conversation_key != key:  # somebody else's message id: give nothing of theirs away
                return self.accept(channel, key, f"{key}:{message_id}", payload)
            return Accepted(row.id, Outbound.from_dict(json.loads(row.reply)) if row.reply else None, True)

    def finish(
        self, message: int, key: str, channel: str, result: Outbound, *, turns: int, state: dict[str, Any]
    ) -> None:
        """Store the result of a turn and what the conversation needs to know next time, together."""
        now = self._clock.now()
        with self._engine.begin() as connection:
            connection.execute(
                update(inbox)
                .where(inbox.c.id == message)
                .values(state="done", finished_at=now, reply=json.dumps(result.as_dict(), ensure_ascii=False))
            )
            changes = {"last_seen_at": now, "turns": turns, "state": json.dumps(state, ensure_ascii=False)}
            if not connection.execute(update(conversation).where(conversation.c.key == key).values(changes)).rowcount:
                connection.execute(
                    insert(conversation).values(key=key, channel=channel, created_at=now, generation=0, **changes)
                )

    def conversation(self, key: str) -> Conversation:
        """What is kept of a conversation; a new one is empty."""
        with reading(self._engine) as connection:
            row: Row | None = connection.execute(
                select(conversation.c.turns, conversation.c.state).where(conversation.c.key == key)
            ).one_or_none()
        return Conversation(key, row.turns, json.loads(row.state)) if row else Conversation(key, 0, {})

    def unfinished(self, channel: str) -> list[tuple[int, str, dict[str, Any]]]:
        """Messages accepted but not answered: id, conversation, payload, oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(inbox.c.id, inbox.c.conversation_key, inbox.c.payload)
                .where(inbox.c.channel == channel, inbox.c.state == "received")
                .order_by(inbox.c.id)
            ).all()
        return [(row.id, row.conversation_key, json.loads(row.payload)) for row in rows]

    def is_waiting(self, message: int) -> bool:
        """Whether a message still has no answer."""
        with reading(self._engine) as connection:
            state = connection.execute(select(inbox.c.state).where(inbox.c.id == message)).scalar_one_or_none()
        return bool(state == "received")

    def forget(self, key: str, keep: int) -> None:
        """Delete a conversation; the row of the message that asked for it stays, emptied, to know its repeats.

        What still waits for its answer stays too: it was said afterwards, or brought that very message.
        """
        row = inbox.c
        answered = (row.conversation_key == key) & (row.state != "received")
        with self._engine.begin() as connection:
            connection.execute(delete(inbox).where(answered, row.id != keep))
            connection.execute(update(inbox).where(row.id == keep).values(payload="{}"))
            connection.execute(delete(conversation).where(conversation.c.key == key))

    def forget_old(self, conversation_days: int) -> None:
        """Delete conversations and messages older than that."""
        old = self._clock.now() - timedelta(days=conversation_days)
        with self._engine.begin() as connection:
            connection.execute(delete(inbox).where(inbox.c.received_at < old))
            connection.execute(delete(conversation).where(conversation.c.last_seen_at < old))
