"""What is read from the queue beside working on it, and what is forgotten."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, union_all
from sqlalchemy.engine import Connection, Engine

from bot.channels.base import Outbound
from bot.conversation.leases import WAITING
from bot.conversation.rows import Accepted, dump, pictures_in, read_reply
from common.clock import Clock
from tickets.database import look
from tickets.schema import conversation, inbox

_ALARM_HOURS = 24
_STATE = select(conversation.c.state).where(conversation.c.key == bindparam("of"))
_SAID = (*WAITING, "done", "failed")
_MOST_SAID = 12
_MINE = select(inbox.c.id, inbox.c.payload).where(inbox.c.conversation_key == bindparam("of"))
_NEWEST = _MINE.order_by(inbox.c.id.desc()).limit(_MOST_SAID)
# State by state, as the index has them: whoever talks a lot must not make each message dearer.
_LAST = union_all(*(select(_NEWEST.where(inbox.c.state == state).subquery()) for state in _SAID))
_MOST_LOOKED_THROUGH = 500
"""So many of the last answers are looked through for what they offered."""


class QueueCare:
    """Every call is one short transaction, to be made off the event loop."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._clock = clock

    def state(self, key: str) -> dict[str, Any]:
        """What is kept of a conversation; a new one is empty."""
        found = look(self._engine, lambda connection: connection.execute(_STATE, {"of": key}).scalar_one_or_none())
        return dict(json.loads(found)) if found else {}

    def before(self, key: str) -> tuple[dict[str, Any], list[str]]:
        """The `state` of a conversation and the last messages as they were stored, answered or not; oldest first.

        Nothing stands in the place of a tapped option.
        """

        def read(connection: Connection) -> tuple[Any, list[Any]]:
            of = {"of": key}
            return connection.execute(_STATE, of).scalar_one_or_none(), connection.execute(_LAST, of).all()

        found, rows = look(self._engine, read)
        payloads = [json.loads(row.payload) for row in sorted(rows, key=lambda row: int(row.id))[-_MOST_SAID:]]
        said = ["" if payload.get("option") else str(payload.get("text", "")) for payload in payloads]
        return dict(json.loads(found)) if found else {}, said

    def was_offered(self, key: str, option: str) -> bool:
        """Whether one of a conversation's last answers had that option: an open tab shows old ones."""
        row = inbox.c
        last = select(row.reply).where(row.conversation_key == key, row.state == "done", row.reply.is_not(None))
        last_replies = last.order_by(row.id.desc()).limit(_MOST_LOOKED_THROUGH).subquery()
        named = last_replies.c.reply.contains(f'"id": {dump(option)}', autoescape=True)
        query = select(func.count()).select_from(last_replies).where(named)
        return look(self._engine, lambda connection: bool(connection.execute(query).scalar_one()))

    def answer(self, row_id: int) -> Outbound | None:
        """The answer to a message; None while there is none."""
        query = select(inbox.c.state, inbox.c.reply).where(inbox.c.id == row_id)
        found = look(self._engine, lambda connection: connection.execute(query).one_or_none())
        if found is None or found.state not in WAITING:
            return (read_reply(found.reply) if found is not None else None) or Outbound((), {})
        return None

    def find(self, channel: str, key: str, message_id: str) -> Accepted | None:
        """A message by the name its sender gave it, with its answer if it has one; None when it is not (yet) stored."""
        row = inbox.c
        same = (row.channel == channel) & (row.conversation_key == key) & (row.dedupe_key == message_id)
        query = select(row.id, row.state, row.reply, row.payload).where(same)
        found = look(self._engine, lambda connection: connection.execute(query).one_or_none())
        if found is None:
            return None
        answer = None if found.state in WAITING else read_reply(found.reply) or Outbound((), {})
        return Accepted(found.id, False, answer, pictures=pictures_in(json.loads(found.payload)))

    def sealed(self, row_id: int) -> bytes | None:
        """What its channel keeps beside a message."""
        query = select(inbox.c.sealed).where(inbox.c.id == row_id)
        found = look(self._engine, lambda connection: connection.execute(query).scalar_one_or_none())
        return bytes(found) if found else None

    def abandoned(self) -> list[str]:
        """Conversations with messages that nobody works on, the oldest first."""
        row, of = inbox.c, conversation.c
        free = of.owner.is_(None) | (of.lease_until <= self._clock.now())
        query = select(row.conversation_key, func.min(row.id).label("first"))
        query = query.select_from(inbox.outerjoin(conversation, of.key == row.conversation_key))
        query = query.where(row.state.in_(WAITING), free).group_by(row.conversation_key).order_by("first")
        return look(self._engine, lambda connection: list(connection.execute(query).scalars()))

    def given_up(self) -> int:
        """How many messages of the last day could not be answered in any of the tries."""
        since = self._clock.now() - timedelta(hours=_ALARM_HOURS)
        query = select(func.count()).select_from(inbox).where(inbox.c.state == "failed", inbox.c.finished_at >= since)
        return look(self._engine, lambda connection: int(connection.execute(query).scalar_one()))

    def forget_old(self, conversation_days: int) -> None:
        """Delete conversations and messages older than that, but for those that are being answered."""
        old = self._clock.now() - timedelta(days=conversation_days)
        with self._engine.begin() as connection:
            connection.execute(delete(inbox).where(inbox.c.received_at < old, inbox.c.state.not_in(WAITING)))
            idle = conversation.c.owner.is_(None)
            connection.execute(delete(conversation).where(conversation.c.last_seen_at < old, idle))
