"""What is stored of talks with agents: the talk, and the lines the bot says in it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Row

from tickets import schema
from tickets.model import Person
from tickets.outbox import new_row
from tickets.schema_operate import live_line, live_talk
from tickets.vault import Vault

KIND = "live"
"""The outbox's name for these lines."""
NEWS_TOPIC, NEWS_KEY = "live", "desk"
"""What open pages of the desk wait for (`tickets.wakeups`)."""


class TalkState(StrEnum):
    """Where a talk stands."""

    WAITING = "waiting"
    LIVE = "live"
    ENDED = "ended"


@dataclass(frozen=True)
class Talk:
    """A talk with an agent, or the wish for one."""

    id: int
    person: Person
    state: TalkState
    agent: str
    number: str
    """Its ticket's; empty before somebody takes it."""
    asked_at: datetime
    taken_at: datetime | None
    person_at: datetime
    agent_at: datetime | None
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True)
class LiveLine:
    """What the bot says in a talk by itself."""

    id: int
    person: Person
    text: str
    at: datetime


def talk_of(row: Row) -> Talk:
    """A row of `select_talks`."""
    return Talk(
        row.id,
        Person(row.channel, row.conversation_key),
        TalkState(row.state),
        row.agent or "",
        row.number or "",
        row.asked_at,
        row.taken_at,
        row.person_at,
        row.agent_at,
        row.ended_at,
        row.ended_by or "",
    )


def said_key(message: int) -> str:
    """What a message of the queue is known by in a talk's ticket."""
    return f"live-{message}"


def select_talks() -> Any:
    """The query behind `talk_of`."""
    query = select(live_talk, schema.ticket.c.number)
    return query.outerjoin_from(live_talk, schema.ticket, schema.ticket.c.id == live_talk.c.ticket_id)


def add_line(connection: Connection, vault: Vault, talk: Row, text: str, now: datetime) -> None:
    """Say something to the person of a talk, on whatever way their channel has; once, whoever calls again."""
    values = {"talk_id": talk.id, "conversation_key": talk.conversation_key, "body": vault.encrypt(text), "at": now}
    line_id = int(connection.execute(insert(live_line).values(**values)).inserted_primary_key[0])
    row = new_row(KIND, talk.conversation_key, f"{KIND}.{line_id}", now, payload=f'{{"line": {line_id}}}')
    connection.execute(insert(schema.outbox).values(**row))


def find_lines(connection: Connection, vault: Vault, condition: Any, limit: int = 50) -> list[LiveLine]:
    """The lines that a condition is true of, oldest first."""
    row = live_line.c
    query = select(live_line, live_talk.c.channel).join(live_talk, live_talk.c.id == row.talk_id)
    found = connection.execute(query.where(condition).order_by(row.id.desc()).limit(limit)).all()
    return [
        LiveLine(item.id, Person(item.channel, item.conversation_key), vault.decrypt(item.body), item.at)
        for item in reversed(found)
    ]


def forget_talks(connection: Connection, conversation_key: str, erased_key: str, now: datetime) -> None:
    """Leave of a person's talks only that there were some; one that goes on ends."""
    mine = live_talk.c.conversation_key == conversation_key
    connection.execute(delete(live_line).where(live_line.c.conversation_key == conversation_key))
    ended = {"state": str(TalkState.ENDED), "ended_at": now, "ended_by": "erased"}
    connection.execute(update(live_talk).where(mine, live_talk.c.state != str(TalkState.ENDED)).values(**ended))
    connection.execute(update(live_talk).where(mine).values(conversation_key=erased_key, open_key=None))
