"""The one queue: every message a row, stored before it is acknowledged, answered in order under a lease.

Whoever holds a conversation's lease answers its messages, one after the other; a process that died holds it no longer
than `LEASE_S`, and what it writes after that is refused by the fence. Accepting a message is one write transaction,
storing its answer another, which also hands over the next message. A conversation's row is locked before its messages
are read, in every transaction. Nothing here ever sees a raw text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from bot.channels.base import Outbound, Picture
from bot.conversation.leases import WAITING, Leases
from bot.conversation.rows import (
    Accepted,
    Finished,
    Lease,
    LostLeaseError,
    QueuedMessage,
    Work,
    dump,
    pictures_in,
    read_reply,
)
from common.clock import Clock
from tickets.database import transact
from tickets.schema import conversation, inbox, private_value

LEASE_S = 8.0
_SAME = select(inbox.c.id, inbox.c.state, inbox.c.reply, inbox.c.sealed, inbox.c.payload).where(
    inbox.c.channel == bindparam("from"),
    inbox.c.conversation_key == bindparam("of"),
    inbox.c.dedupe_key == bindparam("named"),
)
_STORE = insert(inbox)
_ANSWER = update(inbox).where(inbox.c.id == bindparam("answered"))
NOTHING_FETCHED: Mapping[int, Sequence[Picture]] = {}
Conclude = Callable[[Connection, Sequence[int], Outbound], bytes | None]


class Queue:
    """Every call is one short transaction, to be made off the event loop."""

    def __init__(self, engine: Engine, clock: Clock, owner: str, lease_s: float = LEASE_S) -> None:
        """Work on a migrated database; `owner` names this process and no other."""
        self.engine = engine
        self.clock = clock
        self.owner = owner
        self.lease_s = lease_s
        self._leases = Leases(clock, owner, timedelta(seconds=lease_s))

    def accept(
        self,
        channel: str,
        conversation_key: str,
        message_id: str,
        payload: dict[str, Any],
        sealed: bytes | None = None,
        hold_until: datetime | None = None,
        *,
        private: Sequence[Mapping[str, Any]] = (),
        also: Callable[[Connection], None] | None = None,
        busy: bool = False,
    ) -> Accepted:
        """Store a masked message with its private values unless it is there already, and take the lease if it is free.

        `also` runs with a message that is new. `busy`: this process is at work on that conversation, so that a lease
        in its name is not one it forgot.
        """

        def store(connection: Connection) -> Accepted:
            now, pictures = self.clock.now(), pictures_in(payload)
            same = {"of": conversation_key, "from": channel, "named": message_id}
            known = self._leases.known(connection, conversation_key)
            if (
                known is None and connection.execute(_SAME, same).first() is None
            ):  # what was forgotten is not begun anew
                known = self._leases.lock(connection, conversation_key, str(payload.get("channel", channel)), now)
            if known is None or connection.execute(_SAME, same).first() is not None:
                return self._repeated(connection, channel, conversation_key, message_id, known, busy=busy)
            free = known.owner is None
            at_once = free and hold_until is None
            values = {
                "channel": channel,
                "conversation_key": conversation_key,
                "dedupe_key": message_id,
                "received_at": now,
                "payload": dump(payload),
                "sealed": sealed,
                "hold_until": hold_until,
                "state": "working" if at_once else "received",
                "attempts": int(at_once),
                "fence": known.fence + 1 if at_once else None,
            }
            # The conversation is locked: nobody else can have stored it meanwhile.
            row_id = int(connection.execute(_STORE, values).inserted_primary_key[0])
            if private:
                connection.execute(insert(private_value), list(private))
            if also is not None:
                also(connection)
            if at_once:
                lease = self._leases.take(connection, known, now)
                message = QueuedMessage(row_id, channel, payload, sealed, now, None, 1)
                return Accepted(row_id, True, None, work=Work(lease, (message,)), pictures=pictures)
            work = self._leases.claim(connection, known, now, busy=busy)
            return Accepted(row_id, True, None, work=work, pictures=pictures)

        return transact(self.engine, store)

    def claim(self, key: str, *, busy: bool = False) -> Work | None:
        """Take over a conversation whose messages nobody works on; None when somebody does or none wait."""

        def take(connection: Connection) -> Work | None:
            known = self._leases.known(connection, key)
            if known is None:
                channel = self._leases.channel(connection, key)
                if channel is None:
                    return None
                known = self._leases.lock(connection, key, channel, self.clock.now())
            return self._leases.claim(connection, known, self.clock.now(), busy=busy)

        return transact(self.engine, take)

    def again(self, lease: Lease, whole_at: datetime | None = None) -> Work:
        """What is to be worked on now, under a lease one has: after a fault, or when a message may be whole.

        `whole_at`: nothing is waited for that was to come by then.

        Raises:
            LostLeaseError: somebody else has it.
        """

        def take(connection: Connection) -> Work | None:
            if not self._leases.prolong(connection, lease):
                raise LostLeaseError
            now = max(self.clock.now(), whole_at or self.clock.now())
            work = self._leases.begin(connection, lease, self._leases.waiting(connection, lease.key), now)
            if work is None:
                connection.execute(update(conversation).where(conversation.c.key == lease.key).values(**_RELEASED))
            return work

        return transact(self.engine, take) or Work(lease, ())

    def renew(self, lease: Lease) -> bool:
        """Keep a lease while the work lasts; False when somebody else has it."""
        return transact(self.engine, lambda connection: self._leases.prolong(connection, lease))

    def finish(
        self,
        work: Work,
        outbound: Outbound,
        state: dict[str, Any],
        *,
        failed: bool = False,
        conclude: Conclude | None = None,
        forget: bool = False,
        fetched: Mapping[int, Sequence[Picture]] = NOTHING_FETCHED,
    ) -> Finished:
        """Store an answer with what the conversation must know next time, and go on to the next message or let go.

        `conclude` puts the answer on its way in the same transaction. `forget` keeps nothing of the conversation but
        the emptied row, by which a repeat is known, and what was said since. `fetched` are pictures that came after
        their message was stored, by its id: the history shows them from now on.

        Raises:
            LostLeaseError: somebody else works on it.
        """
        lease, ids = work.lease, [message.id for message in work.messages]

        def store(connection: Connection) -> Finished:
            now = self.clock.now()
            if not self._leases.change(connection, lease, last_seen_at=now, state=dump(state), **_RELEASED):
                return self._overtaken(connection, work)
            waiting = self._leases.waiting(connection, lease.key)
            answered = [item for item in waiting if item.id in ids and item.fence == lease.fence]
            if len(answered) != len(ids):
                return self._overtaken(connection, work)
            sealed = conclude(connection, ids, outbound) if conclude else None
            done = {"state": "failed" if failed else "done", "finished_at": now, "sealed": None}
            if forget:
                done["payload"] = "{}"
            last = {**done, "sealed": sealed, "reply": dump(outbound.as_dict()) if outbound.replies else None}
            if ids[:-1]:
                connection.execute(update(inbox).where(inbox.c.id.in_(ids[:-1])).values(**done))
            connection.execute(_ANSWER, {"answered": ids[-1], **last})
            for message in () if forget else work.messages:
                if pictures := fetched.get(message.id):
                    payload = {**message.payload, "pictures": [picture.as_dict() for picture in pictures]}
                    connection.execute(update(inbox).where(inbox.c.id == message.id).values(payload=dump(payload)))
            rest = [item for item in waiting if item.id not in ids]
            if forget:
                self._forget(connection, lease.key, keep=ids, goes_on=bool(rest or state))
            following = self._leases.begin(connection, Lease(lease.key, lease.fence, state), rest, now)
            if following is not None:
                leased = {"owner": self.owner, "lease_until": now + self._leases.lasts}
                connection.execute(update(conversation).where(conversation.c.key == lease.key).values(**leased))
            return Finished(outbound, True, following)

        return transact(self.engine, store)

    def let_go(self) -> None:
        """Give back what this process holds, so that another need not wait; what was begun does not count as a try."""

        def release(connection: Connection) -> None:
            row = conversation.c
            mine = connection.execute(select(row.key).where(row.owner == self.owner).with_for_update()).scalars().all()
            begun = inbox.c.conversation_key.in_(mine) & (inbox.c.state == "working")
            back = {"state": "received", "attempts": inbox.c.attempts - 1}
            connection.execute(update(inbox).where(begun, inbox.c.attempts > 0).values(**back))
            # Not «nobody's»: where no lease is held, no message waits.
            connection.execute(update(conversation).where(row.owner == self.owner).values(lease_until=self.clock.now()))

        transact(self.engine, release)

    def _repeated(
        self, connection: Connection, channel: str, key: str, message_id: str, known: Row | None, *, busy: bool
    ) -> Accepted:
        found = connection.execute(_SAME, {"of": key, "from": channel, "named": message_id}).one()
        pictures = pictures_in(json.loads(found.payload))
        if found.state not in WAITING:
            said = read_reply(found.reply) or Outbound((), {})
            return Accepted(found.id, False, said, found.sealed, pictures=pictures)
        if known is None:
            known = self._leases.lock(connection, key, channel, self.clock.now())
            return self._repeated(connection, channel, key, message_id, known, busy=busy)
        work = self._leases.claim(connection, known, self.clock.now(), busy=busy)
        return Accepted(found.id, False, None, work=work, pictures=pictures)

    def _overtaken(self, connection: Connection, work: Work) -> Finished:
        """After a lost acknowledgement our own answer is there; after a lost lease somebody else's may be."""
        row = inbox.c
        query = select(row.state, row.reply, row.fence).where(row.id == work.messages[-1].id)
        found = connection.execute(query).one_or_none()
        if found is None or found.state in WAITING:
            raise LostLeaseError
        outbound = read_reply(found.reply) or Outbound((), {})
        is_ours = found.fence == work.lease.fence
        known = self._leases.known(connection, work.lease.key) if is_ours else None
        following = self._leases.claim(connection, known, self.clock.now(), busy=False) if known is not None else None
        return Finished(outbound, is_ours, following)

    def _forget(self, connection: Connection, key: str, *, keep: Sequence[int], goes_on: bool) -> None:
        row = inbox.c
        answered = (row.conversation_key == key) & row.state.not_in(WAITING)
        connection.execute(inbox.delete().where(answered, row.id.not_in(keep)))
        if not goes_on:  # what was said since may stand on private values, and needs the fence
            connection.execute(conversation.delete().where(conversation.c.key == key))
            connection.execute(private_value.delete().where(private_value.c.conversation_key == key))


_RELEASED: dict[str, Any] = {"owner": None, "lease_until": None}
