"""What of a ticket can be searched and listed without opening it: its words, masked, and its topic.

Written in the transaction of what it tells of. Tickets from before there was such a row get theirs from `fill_missing`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Engine

from common.masking import mask
from tickets import schema
from tickets.database import reading, transact
from tickets.model import MessageKind
from tickets.vault import Vault

SUMMARY_CHARS = 80
_MOST_CHARS = 60_000
"""Of one ticket's words; a talk without end is found by its beginning."""
_AT_ONCE = 50


def begin_text(connection: Connection, ticket_id: int, number: str, description: str, context: str) -> None:
    """The row of a new ticket."""
    masked = mask(description).text
    summary = " ".join(masked.split())[:SUMMARY_CHARS]
    text = "\n".join((number, masked, mask(context).text)).lower()[:_MOST_CHARS]
    connection.execute(insert(schema.ticket_text).values(ticket_id=ticket_id, summary=summary, text=text))


def add_text(connection: Connection, ticket_id: int, text: str) -> None:
    """Add what was said since; nothing happens to a ticket whose row is still to be made."""
    more = "\n" + mask(text).text.lower()
    row = schema.ticket_text.c
    short = (row.ticket_id == ticket_id) & (func.length(row.text) < _MOST_CHARS)
    connection.execute(update(schema.ticket_text).where(short).values(text=row.text.concat(more)))


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
            begin_text(connection, row.id, row.number, opened(row.description), opened(row.context))
            said = schema.message.c
            spoken = select(said.body).where(said.ticket_id == row.id, said.kind != MessageKind.EVENT).order_by(said.id)
            seen = select(schema.attachment.c.page_text).where(schema.attachment.c.ticket_id == row.id)
            for query in (spoken, seen):
                for token in connection.execute(query).scalars().all():
                    add_text(connection, row.id, opened(token))
        return len(rows)

    with reading(engine) as connection:
        if connection.execute(missing.limit(1)).first() is None:
            return 0
    return transact(engine, work)


def without_topic(engine: Engine, limit: int = 20) -> list[tuple[int, str]]:
    """Tickets nobody has looked up the topic of, newest first: their id and first words."""
    row = schema.ticket_text.c
    query = select(row.ticket_id, row.summary).where(row.topic.is_(None)).order_by(row.ticket_id.desc()).limit(limit)
    with reading(engine) as connection:
        return [(found.ticket_id, found.summary) for found in connection.execute(query)]


def set_topics(engine: Engine, topics: Mapping[int, str]) -> None:
    """Write what tickets are about."""
    row = schema.ticket_text.c

    def work(connection: Connection) -> None:
        for ticket_id, topic in topics.items():
            connection.execute(update(schema.ticket_text).where(row.ticket_id == ticket_id).values(topic=topic))

    if topics:
        transact(engine, work)
