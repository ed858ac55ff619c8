"""What of a ticket can be listed and searched: its words, masked, and its topic.

Masked or not, words say a lot about a person, so they are stored sealed like the ticket itself; each gateway searches
the copy it opened in memory. They are written in the transaction of what they tell of, and deleted with the ticket's
data. Tickets from before there was such a row get theirs from `fill_missing`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine

from common.errors import BotError
from common.masking import mask
from tickets import schema
from tickets.database import reading, transact
from tickets.model import MessageKind
from tickets.vault import Vault

SUMMARY_CHARS = 80
_MOST_CHARS = 60_000
"""Of one ticket's words; a talk without end is found by its beginning."""
_AT_ONCE = 50
_MOST_SEARCHED = 20_000
"""The newest tickets; older ones are closed, and found by their number."""
_MOST_FOUND = 2_000
_MOST_TERMS = 8


@dataclass(frozen=True)
class TicketText:
    """The first words as the queue shows them, and all of them in small letters."""

    summary: str
    text: str

    def sealed(self, vault: Vault) -> bytes:
        """As it is stored."""
        return vault.encrypt(json.dumps([self.summary, self.text], ensure_ascii=False))

    @classmethod
    def opened(cls, token: bytes, vault: Vault) -> TicketText:
        """What was stored.

        Raises:
            BotError: no key opens it.
        """
        summary, text = json.loads(vault.decrypt(token))
        return cls(summary, text)


def begin_text(
    connection: Connection, vault: Vault, ticket_id: int, number: str, description: str, context: str
) -> None:
    """The row of a new ticket."""
    masked = mask(description).text
    summary = " ".join(masked.split())[:SUMMARY_CHARS]
    text = "\n".join((number, masked, mask(context).text)).lower()[:_MOST_CHARS]
    sealed = TicketText(summary, text).sealed(vault)
    connection.execute(insert(schema.ticket_text).values(ticket_id=ticket_id, version=1, sealed=sealed))


def add_text(connection: Connection, vault: Vault, ticket_id: int, text: str) -> None:
    """Add what was said since, to a ticket that is locked; nothing happens where the row is still to be made."""
    row = schema.ticket_text.c
    found = connection.execute(select(row.sealed, row.version).where(row.ticket_id == ticket_id)).one_or_none()
    if found is None:
        return
    kept = TicketText.opened(found.sealed, vault)
    longer = TicketText(kept.summary, f"{kept.text}\n{mask(text).text.lower()}"[:_MOST_CHARS])
    values = {"sealed": longer.sealed(vault), "version": found.version + 1}
    connection.execute(update(schema.ticket_text).where(row.ticket_id == ticket_id).values(**values))


def fill_missing(engine: Engine, vault: Vault) -> int:
    """Make the rows of some older tickets; how many there were, 0 when all have theirs."""
    ticket, text = schema.ticket.c, schema.ticket_text.c
    missing = (
        select(ticket.id, ticket.number, ticket.description, ticket.context)
        .outerjoin(schema.ticket_text, text.ticket_id == ticket.id)
        .where(text.ticket_id.is_(None), ticket.erased_at.is_(None))
        .order_by(ticket.id.desc())
        .limit(_AT_ONCE)
    )

    def opened(token: bytes | None) -> str:
        return vault.decrypt(token) if token else ""

    def work(connection: Connection) -> int:
        rows = connection.execute(missing).all()
        for row in rows:
            begin_text(connection, vault, row.id, row.number, opened(row.description), opened(row.context))
            said = schema.message.c
            spoken = select(said.body).where(said.ticket_id == row.id, said.kind != MessageKind.EVENT).order_by(said.id)
            seen = select(schema.attachment.c.page_text).where(schema.attachment.c.ticket_id == row.id)
            for query in (spoken, seen):
                for token in connection.execute(query).scalars().all():
                    add_text(connection, vault, row.id, opened(token))
        return len(rows)

    with reading(engine) as connection:
        if connection.execute(missing.limit(1)).first() is None:
            return 0
    return transact(engine, work)


def without_topic(engine: Engine, vault: Vault, limit: int = 20) -> dict[int, str]:
    """Tickets nobody has looked up the topic of, newest first: the first words by the id."""
    row = schema.ticket_text.c
    query = select(row.ticket_id, row.sealed).where(row.topic.is_(None)).order_by(row.ticket_id.desc()).limit(limit)
    with reading(engine) as connection:
        found = connection.execute(query).all()
    return {one.ticket_id: TicketText.opened(one.sealed, vault).summary for one in found}


def set_topics(engine: Engine, topics: Mapping[int, str]) -> None:
    """Write what tickets are about."""
    row = schema.ticket_text.c

    def work(connection: Connection) -> None:
        for ticket_id, topic in topics.items():
            connection.execute(update(schema.ticket_text).where(row.ticket_id == ticket_id).values(topic=topic))

    if topics:
        transact(engine, work)


class SearchTexts:
    """The words of the newest tickets, opened in this process's memory; safe for many threads."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        """Nothing is opened before the first search or `refresh`."""
        self._engine = engine
        self._vault = vault
        self._opened: dict[int, tuple[int, TicketText]] = {}
        self._refreshing = threading.Lock()

    def find(self, words: str) -> list[int]:
        """The ids of the tickets that hold all the words, newest first."""
        terms = words.lower().split()[:_MOST_TERMS]
        found = [key for key, (_, kept) in self.refresh().items() if all(term in kept.text for term in terms)]
        return sorted(found, reverse=True)[:_MOST_FOUND]

    def summaries(self, connection: Connection, ticket_ids: Collection[int]) -> dict[int, str]:
        """The first words of these tickets; of some that have none, or none that a key opens, nothing.

        What this process has opened is not read again: a ticket's words are much more than its first ones.
        """
        row, opened = schema.ticket_text.c, self._opened
        query = select(row.ticket_id, row.version).where(row.ticket_id.in_(ticket_ids))
        versions = {found.ticket_id: found.version for found in connection.execute(query)}
        same = {key for key, version in versions.items() if key in opened and opened[key][0] == version}
        new = self._read(connection, versions.keys() - same)
        return {key: opened[key][1].summary for key in same} | {key: kept.summary for key, (_, kept) in new}

    def refresh(self) -> dict[int, tuple[int, TicketText]]:
        """Open what is new or changed, and forget what is no longer there."""
        row = schema.ticket_text.c
        newest = select(row.ticket_id, row.version).order_by(row.ticket_id.desc()).limit(_MOST_SEARCHED)
        with self._refreshing, reading(self._engine) as connection:
            versions = {found.ticket_id: found.version for found in connection.execute(newest)}
            old = self._opened
            stale = [key for key, version in versions.items() if key not in old or old[key][0] != version]
            opened = {key: old[key] for key in versions.keys() & old.keys()}
            for start in range(0, len(stale), 500):
                opened.update(self._read(connection, stale[start : start + 500]))
            self._opened = opened
            return opened

    def _read(
        self, connection: Connection, ticket_ids: Collection[int]
    ) -> Iterator[tuple[int, tuple[int, TicketText]]]:
        """Open rows: by their ids, the version with the words."""
        row = schema.ticket_text.c
        query = select(row.ticket_id, row.version, row.sealed).where(row.ticket_id.in_(ticket_ids))
        for found in connection.execute(query) if ticket_ids else ():
            yield found.ticket_id, (found.version, self._text(found.sealed))

    def _text(self, token: bytes) -> TicketText:
        try:
            return TicketText.opened(token, self._vault)
        except BotError:  # a key is missing: the ticket itself says so when it is opened
            return TicketText("", "")
