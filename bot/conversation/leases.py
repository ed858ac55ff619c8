"""Who answers a conversation: leases in the database, and what their holder has to do next.

Every method works inside the caller's transaction, the conversation's row locked first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection, Row

from bot.conversation.grouping import MOST_TOGETHER, group
from bot.conversation.rows import Lease, Work, read_message
from common.clock import Clock
from tickets.requesters import insert_missing
from tickets.schema import conversation, inbox

WAITING = ("received", "working")
# Made once: to build a statement costs several times what it costs to run it.
_OF = conversation.c.key == bindparam("of")
_KNOWN = select(conversation).where(_OF).with_for_update()
_CHANGE = update(conversation).where(_OF)
_MINE = _CHANGE.where(conversation.c.fence == bindparam("held"), conversation.c.owner == bindparam("holder"))
_NEXT = select(inbox).where(inbox.c.conversation_key == bindparam("of"), inbox.c.state.in_(WAITING))
_NEXT = _NEXT.order_by(inbox.c.id).limit(2 * MOST_TOGETHER)


class Leases:
    """The leases of one process."""

    def __init__(self, clock: Clock, owner: str, lasts: timedelta) -> None:
        """`owner` names this process and no other."""
        self._clock = clock
        self._owner = owner
        self.lasts = lasts

    def lock(self, connection: Connection, key: str, channel: str, now: datetime) -> Row:
        """The row, locked, of a conversation that was not `known` a moment ago; made if it is still missing."""
        values = {"key": key, "channel": channel, "created_at": now, "last_seen_at": now, "state": "{}"}
        insert_missing(connection, conversation, values)
        while (known := self.known(connection, key)) is None:
            insert_missing(connection, conversation, values)
        return known

    def known(self, connection: Connection, key: str) -> Row | None:
        """The conversation's row, locked; None when there is none."""
        found: Row | None = connection.execute(_KNOWN, {"of": key}).one_or_none()
        return found

    def channel(self, connection: Connection, key: str) -> str | None:
        """The channel that a conversation without a row came through; None when nothing came."""
        query = select(inbox.c.channel).where(inbox.c.conversation_key == key).limit(1)
        found: str | None = connection.execute(query).scalar_one_or_none()
        return found

    def claim(self, connection: Connection, known: Row, now: datetime, *, busy: bool) -> Work | None:
        """Take the lease if nobody holds it, and begin; one in our own name is forgotten when we are not `busy`."""
        forgotten = known.owner == self._owner and not busy
        if not (known.owner is None or forgotten or known.lease_until <= now):
            return None
        waiting = self.waiting(connection, known.key)
        if not waiting:
            return None
        return self.begin(connection, self.take(connection, known, now), waiting, now)

    def take(self, connection: Connection, known: Row, now: datetime) -> Lease:
        """Hold the lease from now on, under a new fence."""
        lease = Lease.of(known)
        values = {"owner": self._owner, "lease_until": now + self.lasts, "fence": lease.fence}
        connection.execute(_CHANGE, {"of": known.key, **values})
        return lease

    def prolong(self, connection: Connection, lease: Lease) -> bool:
        """Hold it longer; False when somebody else has it."""
        return self.change(connection, lease, lease_until=self._clock.now() + self.lasts)

    def change(self, connection: Connection, lease: Lease, **values: Any) -> bool:
        """Write to the row of a conversation one holds; False when somebody else has it."""
        holding = {"of": lease.key, "held": lease.fence, "holder": self._owner}
        return bool(connection.execute(_MINE, {**holding, **values}).rowcount)

    def waiting(self, connection: Connection, key: str) -> list[Row]:
        """The next messages without an answer, begun or not, in order."""
        return list(connection.execute(_NEXT, {"of": key}).all())

    def begin(self, connection: Connection, lease: Lease, waiting: Sequence[Row], now: datetime) -> Work | None:
        """Begin the next message, with those that belong to it; None when none waits."""
        if not waiting:
            return None
        messages, ready_at = group([read_message(row) for row in waiting], now)
        if ready_at is not None:
            return Work(lease, (), ready_at)
        row = inbox.c
        begun = {"state": "working", "attempts": row.attempts + 1, "fence": lease.fence}
        connection.execute(update(inbox).where(row.id.in_([item.id for item in messages])).values(**begun))
        return Work(lease, tuple(item.begun() for item in messages))
