"""Pushes in the database before they are acknowledged; a repeated delivery finds the first one's result.

The body is encrypted while it waits and gone when it is answered: unlike the rows a turn writes, it is raw.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Engine, Row

from bot.channels.wechat import allowance
from bot.channels.wechat.contacts import Contacts
from common.clock import Clock
from common.settings import WeChatSettings
from tickets.database import reading, transact
from tickets.requesters import insert_missing
from tickets.schema import inbox
from tickets.vault import Vault
from wechat.messages import Event, Push, UnsubscribeEvent
from wechat.parser import build_push

PUSH_CHANNEL = "wechat_push"
_EMPTY = "{}"


@dataclass(frozen=True)
class StoredPush:
    """A push that waits to be answered."""

    id: int
    pseudonym: str
    push: Push
    received_at: datetime


@dataclass(frozen=True)
class Acceptance:
    """What storing a push found."""

    stored: StoredPush
    is_new: bool
    is_finished: bool
    reply_xml: str | None
    """The passive reply its first delivery got."""


class PushInbox:
    """Every call is one short transaction, to be made off the event loop."""

    def __init__(
        self, engine: Engine, vault: Vault, contacts: Contacts, settings: WeChatSettings, clock: Clock
    ) -> None:
        """Work on a migrated database."""
        self._engine = engine
        self._vault = vault
        self._contacts = contacts
        self._settings = settings
        self._clock = clock

    def accept(self, push: Push) -> Acceptance:
        """Store a push and what it allows us, unless it is there already."""
        pseudonym = self._contacts.pseudonym(push.openid)
        key = self._contacts.dedupe_key(push.identity)
        payload = self._vault.encrypt(json.dumps(push.fields, ensure_ascii=False)).decode()
        now = self._clock.now()
        values = {
            "channel": PUSH_CHANNEL,
            "conversation_key": pseudonym,
            "dedupe_key": key,
            "received_at": now,
            "payload": payload,
            "state": "received",
            "attempts": 1,
        }

        row = inbox.c
        query = select(row.id, row.state, row.reply, row.received_at)
        query = query.where(row.channel == PUSH_CHANNEL, row.dedupe_key == key)

        def store(connection: Connection) -> tuple[bool, Row]:
            is_new = insert_missing(connection, inbox, values)
            if is_new and not isinstance(push, UnsubscribeEvent):
                self._contacts.remember(connection, pseudonym, push.openid)
            grant = allowance.grant_for(push, self._settings)
            if is_new and grant is not None:
                allowance.add(connection, pseudonym, grant, now)
            return is_new, connection.execute(query).one()

        is_new, found = transact(self._engine, store)
        reply = self._vault.decrypt(found.reply.encode()) if found.reply else None
        stored = StoredPush(found.id, pseudonym, push, found.received_at)
        return Acceptance(stored, is_new, found.state != "received", reply)

    def waiting(self) -> list[StoredPush]:
        """What was stored but not answered when a process died, oldest first."""
        row = inbox.c
        query = select(row.id, row.conversation_key, row.payload, row.received_at)
        query = query.where(row.channel == PUSH_CHANNEL, row.state == "received").order_by(row.id)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [
            StoredPush(
                found.id,
                found.conversation_key,
                build_push(json.loads(self._vault.decrypt(found.payload.encode()))),
                found.received_at,
            )
            for found in rows
        ]

    def finish(
        self, connection: Connection, push_ids: Sequence[int], reply_xml: str | None = None, *, failed: bool = False
    ) -> None:
        """Note that pushes are dealt with; the last of them got the passive reply, if there is one."""
        now = self._clock.now()
        done = {"state": "failed" if failed else "done", "payload": _EMPTY, "finished_at": now}
        connection.execute(update(inbox).where(inbox.c.id.in_(push_ids)).values(**done))
        if reply_xml is not None:
            sealed = self._vault.encrypt(reply_xml).decode()
            connection.execute(update(inbox).where(inbox.c.id == push_ids[-1]).values(reply=sealed))


def wants_storing(push: Push) -> bool:
    """Whether a push is worth a row: events nobody answers are only counted."""
    return not isinstance(push, Event) or push.event in _ANSWERED_EVENTS


_ANSWERED_EVENTS = frozenset({"subscribe", "unsubscribe", "scan", "click", "scancode_waitmsg"})
