"""What waits to be said to each person in WeChat: rows of the common outbox, sealed, in order.

The answer of a turn comes here when no passive reply can bring it. While something waits, a passive reply carries it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.channels.wechat import allowance, outgoing
from bot.channels.wechat.phrases import AGAIN
from bot.channels.wechat.render import merge
from common.clock import Clock
from common.errors import BotError
from tickets.deliveries import NeedlessError
from tickets.outbox import OutboxEntry, State, new_row
from tickets.requesters import insert_missing
from tickets.schema import outbox
from tickets.vault import Vault
from wechat.outgoing import MenuMessage, Text
from wechat.text import byte_length


@dataclass(frozen=True)
class KeptPicture:
    """A picture of a ticket's reply, by its id: it is uploaded when it is sent, for WeChat keeps it three days only."""

    id: str


Sendable = Text | MenuMessage | KeptPicture
LEASE_S = 60.0
_MOST_MERGED = 20
_QUICK_S = 2.0
"""A message on its way for less will be there in a moment: the next answer goes behind it, not past it."""


@dataclass(frozen=True)
class Waiting:
    """One message that is still to be said; what may have been said before starts with a word about it."""

    id: int
    message: Sendable


class WeChatOutbox:
    """Writes and reads a person's waiting messages; every call inside the caller's transaction."""

    def __init__(self, vault: Vault, clock: Clock, text_bytes: int, *, notices: bool = False) -> None:
        """`notices`: a ticket's answer that has to wait is announced by a template message."""
        self._vault = vault
        self._clock = clock
        self._text_bytes = text_bytes
        self.notices = notices

    def put(
        self,
        connection: Connection,
        pseudonym: str,
        messages: Sequence[Sendable],
        *,
        now: datetime,
        about: OutboxEntry | None = None,
    ) -> None:
        """Append messages for a person; those about a ticket only once, whoever calls again."""
        for place, message in enumerate(messages):
            sealed = self._vault.encrypt(_encode(message))
            if about is None:
                key = f"{outgoing.KIND}.{secrets.token_hex(12)}"
                row = new_row(outgoing.KIND, pseudonym, key, now, sealed=sealed)
                connection.execute(insert(outbox).values(**row))
            else:
                links = {"ticket_id": about.ticket_id, "message_id": about.message_id, "event": about.event}
                key = f"{about.delivery_key}.{place}"
                insert_missing(connection, outbox, new_row(outgoing.KIND, pseudonym, key, now, sealed=sealed, **links))
        outgoing.hurry(connection, pseudonym, now)
        if about is not None and not allowance.left(connection, pseudonym, now):
            outgoing.hold(connection, pseudonym, now, announce=self.notices)

    def pending(self, connection: Connection, pseudonym: str) -> list[Waiting]:
        """What waits, oldest first, so that a passive reply can carry it; not what is on its way just now."""
        row = outbox.c
        states = (State.WAITING, State.HELD, State.UNCLEAR)
        free = outgoing.lane_of(pseudonym), row.state.in_(states), row.claim.is_(None)
        query = select(row.id, row.sealed, row.unclear_at).where(*free).order_by(row.id).limit(_MOST_MERGED)
        found = connection.execute(query.with_for_update()).all()
        waiting = []
        for item in found:
            message = self._open(item)
            if message is None:  # the sender sets it aside, with the reason
                continue
            waiting.append(Waiting(item.id, message))
        return waiting

    def took_along(self, connection: Connection, ids: Sequence[int]) -> None:
        """These were said in a passive reply."""
        row = outbox.c
        lanes = connection.execute(select(row.lane).where(row.id.in_(ids)).distinct()).scalars().all()
        told = {"state": State.SENT, "last_error": None, "claim": None, "lease_until": None}
        connection.execute(update(outbox).where(row.id.in_(ids)).values(**told, finished_at=self._clock.now()))
        for pseudonym in lanes:
            outgoing.clear_sent(connection, pseudonym)

    def in_flight(self, connection: Connection, pseudonym: str, now: datetime) -> bool:
        """Whether a message left a moment ago: a passive reply would overtake it."""
        row = outbox.c
        since = now + timedelta(seconds=LEASE_S - _QUICK_S)
        query = select(row.id).where(outgoing.lane_of(pseudonym), row.claim.is_not(None), row.lease_until >= since)
        return connection.execute(query.limit(1)).first() is not None

    def speak(
        self, connection: Connection, pseudonym: str, messages: Sequence[Sendable], *, now: datetime, passive: bool
    ) -> Text | None:
        """Say what waits and then `messages`: gives the passive reply, if there may be one, and stores the rest.

        A reply of several parts goes out as customer messages altogether, unless older ones wait: then as many of
        those as fit are the passive reply, so that a person who cannot be sent anything still gets on.
        """
        waiting = self.pending(connection, pseudonym) if passive else []
        if not passive or self.in_flight(connection, pseudonym, now) or (not waiting and len(messages) != 1):
            self.put(connection, pseudonym, messages, now=now)
            return None
        parts: list[Sendable] = [item.message for item in waiting] + list(messages)
        count = self._fitting(parts)
        [first] = merge(parts[:count], self._text_bytes)
        if not isinstance(first, Text):
            self.put(connection, pseudonym, messages, now=now)
            return None
        if waiting:
            self.took_along(connection, [item.id for item in waiting[:count]])
        if count < len(parts):
            self.put(connection, pseudonym, parts[max(count, len(waiting)) :], now=now)
        return first

    def take_followers(self, connection: Connection, entry: OutboxEntry) -> bool:
        """Claim along with a row the texts behind it that fit into one message; False when it is unreadable."""
        rows = self._lane_from(connection, entry)
        messages: list[Sendable] = []
        for row in rows:
            message = self._open(row) if bool(row.unclear_at) == bool(rows[0].unclear_at) else None
            if message is None or len(merge([*messages, message], self._text_bytes)) > 1:
                break
            messages.append(message)
        ids = [row.id for row in rows[1 : len(messages)]]
        if ids:
            lease = select(outbox.c.lease_until).where(outbox.c.id == entry.id).scalar_subquery()
            values = {"claim": entry.claim, "lease_until": lease, "attempts": outbox.c.attempts + 1}
            connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(**values))
        return bool(messages)

    def read(self, connection: Connection, entry: OutboxEntry) -> Sendable:
        """The message of a claimed row and its followers.

        Raises:
            NeedlessError: it is no longer there (the person had their data deleted).
            BotError: it cannot be opened.
        """
        query = select(outbox.c.sealed, outbox.c.unclear_at).where(outbox.c.claim == entry.claim).order_by(outbox.c.id)
        messages = [self._open(row) for row in connection.execute(query)]
        readable = [message for message in messages if message is not None]
        if not messages:
            raise NeedlessError("已取消")
        if len(readable) < len(messages):
            raise BotError("内容解不开")
        return merge(readable, self._text_bytes)[0]

    def _lane_from(self, connection: Connection, entry: OutboxEntry) -> list[Row]:
        """The row and those behind it, all of them ours until the transaction ends; none after one that is not."""
        row = outbox.c
        lane = outgoing.lane_of(entry.lane), row.state == State.WAITING, row.id >= entry.id
        ordered = list(connection.execute(select(row.id).where(*lane).order_by(row.id).limit(_MOST_MERGED)).scalars())
        free = (row.id == entry.id) | row.claim.is_(None)
        query = select(row.id, row.sealed, row.unclear_at).where(row.id.in_(ordered), free).order_by(row.id)
        locked = connection.execute(query.with_for_update(skip_locked=True)).all()
        return [found for place, found in enumerate(locked) if found.id == ordered[place]]

    def _fitting(self, parts: Sequence[Sendable]) -> int:
        count = 1
        while count < len(parts) and len(merge(parts[: count + 1], self._text_bytes)) == 1:
            count += 1
        return count

    def _open(self, row: Row) -> Sendable | None:
        """A stored message; None when no key opens it or it is not in a form we know."""
        try:
            message = _decode(self._vault.decrypt(row.sealed))
        except (BotError, ValueError, KeyError, TypeError):
            return None
        if row.unclear_at is not None and isinstance(message, Text):
            retold = f"{AGAIN}\n{message.content}"
            return Text(retold) if byte_length(retold) <= self._text_bytes else message
        return message


def _encode(message: Sendable) -> str:
    if isinstance(message, Text):
        stored: dict[str, Any] = {"text": message.content}
    elif isinstance(message, KeptPicture):
        stored = {"picture": message.id}
    else:
        stored = {"head": message.head, "items": message.items, "tail": message.tail}
    return json.dumps(stored, ensure_ascii=False)


def _decode(text: str) -> Sendable:
    stored = json.loads(text)
    if "text" in stored:
        return Text(stored["text"])
    if "picture" in stored:
        return KeptPicture(stored["picture"])
    return MenuMessage(stored["head"], tuple((number, title) for number, title in stored["items"]), stored["tail"])
